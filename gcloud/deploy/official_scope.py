"""What a run is about, said in the official CLI's own options."""

from typing import Any

from gcloud.engine.scope import Scope
from gcloud.errors import InputError


def scope_options(scope: Scope) -> dict[str, Any]:
    """Say a scope in the CLI's own options.

    It knows URNs, and patterns in which `**` is whatever we write `*` for.

    Raises:
        InputError: a pattern that the CLI has no word for.
    """
    options: dict[str, Any] = {}
    if scope.targets:
        options["target"] = [_pattern(text) for text in scope.targets]
    if scope.replace:
        options["replace"] = [_pattern(text) for text in scope.replace]
    if scope.verify:
        options["refresh"] = True
    return options


def _pattern(text: str) -> str:
    if "?" in text:
        raise InputError(
            f"The official engine knows no `?` in {text!r}.", hint="Use `*`, or --engine embedded."
        )
    urn = text if text.startswith("urn:") else f"**::{text}"
    return urn.replace("**", "*").replace("*", "**")

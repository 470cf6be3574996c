"""What a command that works on a deployed site was asked for; it imports next to nothing.

A command that has nothing to do finds that out with this and gcloud.deploy.unchanged,
before anything that takes time is loaded.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from gcloud.engine.scope import WHOLE, Scope

Name = Literal["embedded", "pulumi"]
Choice = Literal["auto", "embedded", "pulumi"]

Ask = Callable[[str, str | None], str]
"""Asks a person for a passphrase, given where the state is and its salt (None: a new state)."""

DEFAULT_PARALLEL: Final = 16
"""API calls under way at once; more gains nothing against one cloud (docs: figures)."""


@dataclass(frozen=True)
class Wish:
    """What a command was asked for.

    Args:
        site: the site's folder.
        engine: `--engine`.
        state: `--state`, if given.
        parallel: `--parallel`.
        ask: asks a person for the passphrase; None where there is nobody.
        scope: `--target`, `--replace` and `--verify`.
        stacks: `--stack`: what alone is worked on; every stack of the site if empty.
    """

    site: Path
    engine: Choice = "auto"
    state: str | None = None
    parallel: int = DEFAULT_PARALLEL
    ask: Ask | None = None
    scope: Scope = WHOLE
    stacks: tuple[str, ...] = ()


def choose(choice: Choice) -> Name:
    """Settle on an engine.

    `auto` takes the official CLI where it is on PATH and the embedded engine everywhere else.

    Args:
        choice: `--engine`.
    """
    if choice != "auto":
        return choice
    return "pulumi" if shutil.which("pulumi") else "embedded"


def named(project: str, stack: str, wanted: tuple[str, ...]) -> bool:
    """Tell whether `--stack` means this stack: by its project, its own name, or PROJECT/STACK."""
    return not wanted or bool({project, stack, f"{project}/{stack}"} & set(wanted))

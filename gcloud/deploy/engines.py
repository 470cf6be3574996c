"""Which engine works on a target, and how it is opened.

`auto` takes the official CLI where it is on PATH and the embedded engine
everywhere else, and on a backend that is no folder only the official CLI can
answer.
"""

import shutil
from collections.abc import Mapping
from typing import Literal

from gcloud.deploy.engine import Engine, Name
from gcloud.deploy.passphrase import Ask, passphrase_of
from gcloud.deploy.target import Target

Choice = Literal["auto", "embedded", "pulumi"]


def choose(choice: Choice) -> Name:
    """Settle on an engine.

    Args:
        choice: `--engine`.
    """
    if choice != "auto":
        return choice
    return "pulumi" if shutil.which("pulumi") else "embedded"


def opened(
    name: Name, target: Target, environment: Mapping[str, str], *, changes: bool, ask: Ask | None = None
) -> Engine:
    """Open an engine for a target, to be used as a context manager.

    Args:
        name: which one.
        target: what to deploy.
        environment: the process's variables, for the passphrase.
        changes: the stack will be changed, so it is locked; a plan only reads.
        ask: asks a person for the passphrase, where nothing else knows it.

    Raises:
        InputError: no passphrase, no CLI, or a state that can't be used.
        LockedError: another run holds the stack.
    """
    secret = passphrase_of(target, environment, ask)
    if name == "pulumi":
        from gcloud.deploy.official import OfficialEngine  # noqa: PLC0415 - each engine costs its imports

        return OfficialEngine(target, secret)
    from gcloud.deploy.embedded import EmbeddedEngine  # noqa: PLC0415 - each engine costs its imports

    return EmbeddedEngine(target, secret, changes=changes)

"""Which extras a lab has: chosen at `up`, kept until another choice or a reset."""

from collections.abc import Iterable
from pathlib import Path

from gcloud.errors import InputError
from gcloud.lab.files import write
from gcloud.lab.registry import EXTRAS
from gcloud.lab.settings import LabSettings


def kept(settings: LabSettings) -> tuple[str, ...]:
    """The extras of the last choice; none at first."""
    path = _path(settings)
    names = path.read_text().split() if path.is_file() else ()
    return tuple(name for name in names if name in EXTRAS)


def checked(names: Iterable[str]) -> tuple[str, ...]:
    """The extras of these names, each once, in the usual order.

    Raises:
        InputError: there is none of some name.
    """
    wanted = frozenset(names)
    if unknown := wanted - EXTRAS.keys():
        raise InputError(
            f"the lab has no extra {', '.join(sorted(unknown))}", hint=f"there are {', '.join(EXTRAS)}"
        )
    return tuple(name for name in EXTRAS if name in wanted)


def keep(settings: LabSettings, names: Iterable[str]) -> None:
    """Write a choice down; a reset forgets it."""
    write(_path(settings), "".join(f"{name}\n" for name in names))


def _path(settings: LabSettings) -> Path:
    return settings.data / "extras"

"""Finds and reads the files of a site: every *.yaml below its folder, except hidden ones.

Links to folders are not followed and links out of the folder are refused, so a
site is what its folder holds and walking it always ends.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from gcloud.errors import InputError
from gcloud.model.problem import Position, Problem
from gcloud.model.syntax import end_of

BYTES = 16 * 1024 * 1024
"""The largest file that is read; a large province needs a tenth of it."""


class _Unreadable(Exception):  # noqa: N818 - never leaves this module
    """A file that is no part of a site as it is."""

    def __init__(self, rule: str, what: str, instead: str, place: Position | None = None) -> None:
        super().__init__(what)
        self.rule, self.what, self.instead, self.place = rule, what, instead, place


def sources(folder: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The text of each file of a site.

    Args:
        folder: the site's folder.

    Returns:
        Text by file name (the folder's as given, then the path in it), in the order of the names; and the
        problems of the files that can't be read.

    Raises:
        InputError: there is no such folder, or it can't be looked into.
    """
    if not folder.is_dir():
        what = "is a file, a site is a folder" if folder.exists() else "does not exist"
        raise InputError(f"{folder} {what}", hint="name the folder of a site, for example examples/ha-tinh")
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(_candidates(folder), key=lambda found: found.parts):
        try:
            texts[_shown(path)] = _text(path, folder)
        except _Unreadable as error:
            place = error.place or Position(_shown(path))
            problems.append(Problem.at(place, error.rule, error.what, error.instead))
    if not texts and not problems:
        place = Position(str(folder))
        instead = "begin with site.yaml, as in examples/ha-tinh"
        problems.append(Problem.at(place, "folder.empty", "there is no *.yaml file in this folder", instead))
    return texts, tuple(problems)


def _candidates(folder: Path) -> Iterator[Path]:
    """All that looks like a file of the site, and all links to folders."""

    def fail(error: OSError) -> None:
        raise InputError(
            f"{error.filename} cannot be looked into: {error.strerror}", hint="mend its permissions"
        )

    for here, folders, files in os.walk(folder, onerror=fail, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            if name.endswith((".yaml", ".yml")) or Path(here, name).is_symlink():
                yield Path(here, name)
        for name in files:
            if name.endswith((".yaml", ".yml")) and not name.startswith("."):
                yield Path(here, name)


def _text(path: Path, folder: Path) -> str:
    try:
        status = path.lstat()
        # Links to folders are not followed on the way here, so only a link may lead out.
        if stat.S_ISLNK(status.st_mode):
            real = path.resolve(strict=True)
            status = real.stat()
            if stat.S_ISDIR(status.st_mode):
                raise _Unreadable(
                    "folder.link", "a link to a folder is not followed", "put the folder itself here"
                )
            if not real.is_relative_to(folder.resolve()):
                raise _Unreadable(
                    "folder.link", f"this links out of the site, to {real}", "put the file itself here"
                )
        if stat.S_ISDIR(status.st_mode):
            raise _Unreadable("folder.name", "this is a folder with the name of a file", "rename it")
        if not stat.S_ISREG(status.st_mode):
            raise _Unreadable("folder.kind", "this is no ordinary file", "remove it")
        if path.suffix != ".yaml":
            raise _Unreadable(
                "folder.name", "files that end in .yml are not read", f"rename it to {path.stem}.yaml"
            )
        if status.st_size > BYTES:
            raise _Unreadable("folder.size", f"this file is larger than {BYTES // 1024**2} MiB", "split it")
        return _decoded(path.read_bytes(), path)
    except RuntimeError:
        raise _Unreadable("folder.link", "this links to itself", "remove it") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _Unreadable(
            "folder.unreadable", f"this cannot be read: {reason}", "mend or remove it"
        ) from None


def _decoded(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The position counts from where decoding began, which is after a byte order mark.
        place = end_of(error.object[: error.start].decode("utf-8", "replace"), _shown(path))
        byte = error.object[error.start]
        raise _Unreadable(
            "file.encoding", f"byte 0x{byte:02x} is not UTF-8", "save the file as UTF-8", place
        ) from None


def _shown(path: Path) -> str:
    """A file's name as it can be printed, even one that isn't UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()

"""Finds and reads the files of a site: every *.yaml below its folder, except hidden ones.

Links to folders are not followed and links out of the folder are refused, so a
site is what its folder holds and walking it always ends.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from gcloud.errors import InputError
from gcloud.model.problem import Position, Problem

BYTES = 16 * 1024 * 1024
"""The largest file that is read; a large province needs a tenth of it."""


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
    for path in sorted(_walk(folder, problems)):
        text = _text(path, folder, problems)
        if text is not None:
            texts[str(path)] = text
    if not texts and not problems:
        problems.append(
            Problem(
                str(folder),
                0,
                0,
                "no *.yaml file here",
                "begin with site.yaml as in examples/ha-tinh",
                (),
                "folder.empty",
            )
        )
    return texts, tuple(problems)


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        raise InputError(
            f"{error.filename} cannot be looked into: {error.strerror}", hint="mend its permissions"
        )

    for here, folders, files in os.walk(folder, onerror=fail, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in list(folders):
            path = Path(here, name)
            if path.is_symlink():
                folders.remove(name)
                problems.append(
                    _problem(
                        path, "folder.link", "a link to a folder is not followed", "move the folder here"
                    )
                )
            elif name.endswith((".yaml", ".yml")):
                problems.append(
                    _problem(path, "folder.name", "this is a folder, named like a file", "rename it")
                )
        for name in files:
            if name.startswith("."):
                continue
            if name.endswith(".yml"):
                problems.append(
                    _problem(
                        Path(here, name),
                        "folder.name",
                        "a file .yml is not read",
                        f"rename it to {name[:-4]}.yaml",
                    )
                )
            elif name.endswith(".yaml"):
                yield Path(here, name)


def _text(path: Path, folder: Path, problems: list[Problem]) -> str | None:
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            problems.append(
                _problem(
                    path, "folder.link", f"a link out of the site, to {real}", "put the file itself here"
                )
            )
            return None
        if not real.is_file():
            problems.append(_problem(path, "folder.kind", "neither a file nor a link to one", "remove it"))
            return None
        if real.stat().st_size > BYTES:
            problems.append(_problem(path, "folder.size", f"larger than {BYTES // 1024**2} MiB", "split it"))
            return None
        raw = real.read_bytes()
    except (OSError, RuntimeError) as error:
        reason = "a link that leads to itself" if isinstance(error, RuntimeError) else _reason(error)
        problems.append(_problem(path, "folder.unreadable", f"cannot be read: {reason}", "mend or remove it"))
        return None
    return _decode(raw, path, problems)


def _decode(raw: bytes, path: Path, problems: list[Problem]) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        place = Position(str(path), before.count("\n") + 1, len(before) - before.rfind("\n"))
        problems.append(
            Problem.at(
                place,
                "file.encoding",
                f"byte 0x{raw[error.start]:02x} is not UTF-8",
                "save the file as UTF-8",
            )
        )
        return None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _problem(path: Path, rule: str, what: str, instead: str) -> Problem:
    return Problem(str(path), 0, 0, what, instead, (), rule)

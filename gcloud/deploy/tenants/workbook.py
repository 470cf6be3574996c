"""Opens a workbook that a stranger has sent, and refuses what a form must not hold.

Nothing of it is ever run or fetched. Macros, links to other files and embedded objects
are refused even though they would not be run here, since others open the file too.
"""

import io
import zipfile
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

from gcloud.errors import InputError
from gcloud.model.errors import SiteInvalid
from gcloud.model.problem import Position, Problem

BYTES: Final = 4 * 1024 * 1024
"""The largest file that is read; a filled-in form has 20 KiB."""

UNPACKED: Final = 64 * 1024 * 1024
"""The most that its parts may be together when they are unpacked."""

_OLE: Final = b"\xd0\xcf\x11\xe0"
"""First bytes of what is encrypted by a password, and of the old .xls."""

_FORBIDDEN: Final = (
    ("vbaproject", "form.macro", "it holds macros"),
    ("macrosheets", "form.macro", "it holds macros"),
    ("dialogsheets", "form.macro", "it holds macros"),
    ("activex", "form.macro", "it holds active controls"),
    ("externallinks", "form.link", "it holds links to other files"),
    ("connections.xml", "form.link", "it asks other places for data"),
    ("querytables", "form.link", "it asks other places for data"),
    ("embeddings", "form.embedded", "it holds embedded files"),
)
"""Part of a name within the file, the rule, what it is."""


def opened(path: Path) -> Workbook:
    """A workbook whose cells may be looked at.

    Args:
        path: the file.

    Raises:
        SiteInvalid: it is none, or holds what a form must not hold; with all that is wrong.
        InputError: there is no such file.
    """
    try:
        if path.stat().st_size > BYTES:
            raise _refused(path, "form.size", f"it is larger than {BYTES // 1024**2} MiB")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can't be read: {error.strerror}.", hint="Name the .xlsx file.") from error
    if raw.startswith(_OLE):
        raise _refused(path, "form.kind", "it is protected by a password, or an old .xls file")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            _harmless(path, parts)
        return load_workbook(io.BytesIO(raw), keep_links=False)
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        EOFError,
        OSError,
    ) as error:
        raise _refused(path, "form.kind", "it is no .xlsx file that can be read") from error


def _harmless(path: Path, parts: zipfile.ZipFile) -> None:
    if sum(part.file_size for part in parts.infolist()) > UNPACKED:
        raise _refused(path, "form.size", f"unpacked it is larger than {UNPACKED // 1024**2} MiB")
    wrong: dict[tuple[str, str], None] = {}
    for part in parts.infolist():
        name = part.filename.lower()
        wrong |= {(rule, what): None for word, rule, what in _FORBIDDEN if word in name}
        if name.endswith((".xml", ".rels")) and b"<!" in parts.read(part).replace(b"<!--", b""):
            wrong["form.kind", "its XML holds declarations of its own"] = None
    if wrong:
        raise SiteInvalid(str(path), [_problem(path, rule, what) for rule, what in wrong])


def _refused(path: Path, rule: str, what: str) -> SiteInvalid:
    return SiteInvalid(str(path), [_problem(path, rule, what)])


def _problem(path: Path, rule: str, what: str) -> Problem:
    instead = "fill in the form that `govcloud tenant form` writes, and save it as .xlsx"
    return Problem.at(Position(str(path)), rule, what, instead)

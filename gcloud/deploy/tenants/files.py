"""The one writer of the files of tenants: where each stands, and that none is lost.

A file that somebody has edited by hand, or that says something else than what we
would have written, is never replaced. All files of one call are written aside first
and then put in place, so that what can fail fails before anything has changed.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout
from pydantic import ValidationError

from gcloud.deploy.in_place import aside
from gcloud.deploy.location import prepare_local
from gcloud.errors import InputError, LockedError
from gcloud.model.base import Model
from gcloud.model.reader import read
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.retirement import Retirement
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.render.tenant_text import approval_text, request_text, retirement_text, tenant_text

REQUESTS: Final = "requests"
TENANTS: Final = "tenants"
LOCK: Final = "tenants.lock"
_PATIENCE: Final = 10.0
"""Seconds to wait for another writer."""

_NUMBERED: Final = re.compile(r"r-(?P<year>\d{4})-(?P<number>\d{4,})")


class OccupiedError(InputError):
    """A file is there that we did not write, or a new one would take another's place."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file to be.

    Attributes:
        name: its path in the site's folder, with "/".
        text: what it shall hold.
        new: it must not be there yet, whoever wrote it.
    """

    name: str
    text: str
    new: bool = False


def request_file(request: Request, *, new: bool = True) -> SiteFile:
    """The file of a request.

    Args:
        request: the request.
        new: False where a request that is there already gets more answers.
    """
    return SiteFile(f"{REQUESTS}/{request.name}.yaml", request_text(request), new=new)


def approval_file(approval: Approval) -> SiteFile:
    """The file of a decision; a request is decided once."""
    return SiteFile(f"{REQUESTS}/{approval.request}.approval.yaml", approval_text(approval), new=True)


def tenant_file(tenant: GrantedTenant) -> SiteFile:
    """The file of what was granted."""
    return SiteFile(f"{TENANTS}/{tenant.name}.yaml", tenant_text(tenant))


def retirement_file(retirement: Retirement) -> SiteFile:
    """The file of an end's steps."""
    return SiteFile(f"{TENANTS}/{retirement.tenant}.retirement.yaml", retirement_text(retirement))


def write(folder: Path, files: Sequence[SiteFile]) -> tuple[Path, ...]:
    """Write files of a site, each in one step, in the order given.

    Args:
        folder: the site's folder.
        files: what to write; what holds its text already is left as it is.

    Returns:
        Where they are.

    Raises:
        OccupiedError: one is there that we did not write, or that was to be new; nothing was written.
        InputError: the folder can't be written.
        LockedError: another process is writing.
    """
    with _alone(folder):
        _require_free(folder, files)
        ready: list[tuple[Path, Path]] = []
        try:
            for path, file in ((folder / file.name, file) for file in files):
                path.parent.mkdir(parents=True, exist_ok=True)
                ready.append((aside(path, file.text), path))
            for temporary, path in ready:
                temporary.replace(path)
        except OSError as error:
            raise InputError(
                f"{error.filename} can't be written: {error.strerror}.",
                hint="Make the site's folder writable.",
            ) from error
        finally:
            for temporary, _ in ready:
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)
    return tuple(folder / file.name for file in files)


def next_number(folder: Path, year: int) -> str:
    """The name of the next request: r-YEAR-NUMBER.

    A file counts even if it can't be read: its number is taken.

    Args:
        folder: the site's folder.
        year: of the day it is made on.
    """
    there = (_NUMBERED.match(path.name) for path in (folder / REQUESTS).glob("*.yaml"))
    last = max((int(one["number"]) for one in there if one and int(one["year"]) == year), default=0)
    return f"r-{year}-{last + 1:04d}"


def written_by_us(name: str, text: str) -> bool:
    """Whether a file's text is what we would write for what it says.

    Args:
        name: the file's path in the site's folder.
        text: its text.
    """
    top, problems = read(text, name)
    whole = top.plain() if top is not None and not problems else None
    if not isinstance(whole, dict) or len(whole) != 1:
        return False
    section, elements = next(iter(whole.items()))
    if section not in _FORMS or not isinstance(elements, list) or len(elements) != 1:
        return False
    form = _FORMS[section]
    try:
        file = form.file(form.kind.model_validate(elements[0], by_alias=True, by_name=False))
    except ValidationError:
        return False
    return (file.name, file.text) == (name, text)


@dataclass(frozen=True, slots=True)
class _Form:
    """What a section's elements are, and how one becomes a file."""

    kind: type[Model]
    file: Callable[[Any], SiteFile]


_FORMS: Final = {
    "requests": _Form(Request, request_file),
    "approvals": _Form(Approval, approval_file),
    "tenants": _Form(GrantedTenant, tenant_file),
    "retirements": _Form(Retirement, retirement_file),
}


def _require_free(folder: Path, files: Sequence[SiteFile]) -> None:
    taken = [str(folder / file.name) for file in files if _taken(folder, file)]
    if taken:
        raise OccupiedError(
            f"Nothing was written: {', '.join(taken)} {'is' if len(taken) == 1 else 'are'} there already,"
            " and not as it was written last.",
            hint="Compare it with git's last version; what was changed by hand is put right by hand.",
            data={"files": taken},
        )


def _taken(folder: Path, file: SiteFile) -> bool:
    try:
        there = (folder / file.name).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, UnicodeDecodeError):
        return True
    return there != file.text and (file.new or not written_by_us(file.name, there))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = prepare_local(folder) / LOCK
    try:
        held = FileLock(lock, timeout=_PATIENCE)
        held.acquire()
    except Timeout:
        raise LockedError(
            f"Another command is writing into {folder}.", hint="Wait until it has ended; then try again."
        ) from None
    except OSError as error:
        raise InputError(
            f"{lock} can't be written: {error.strerror}.", hint="Make the site's folder writable."
        ) from error
    try:
        yield
    finally:
        held.release()

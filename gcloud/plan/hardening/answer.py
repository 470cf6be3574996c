"""What the module `govcloud_baseline` says of a host, item by item.

It crosses a network and comes from a host that may be in any state, so it is
validated before anything is made of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from gcloud.errors import CloudError

Status = Literal["ok", "differs", "na", "unknown"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was seen.

    Attributes:
        file: a path, or the program that said so (`sshd -T`).
        line: its line, from 1; None where there are no lines.
        value: what stands there.
    """

    file: str
    line: int | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """The state of one item.

    Attributes:
        id: the item's, `CONTROL/N`.
        status: ok, differs, na: it does not apply here; unknown: it could not be read.
        want: what must be so.
        have: what is so.
        evidence: where that was seen.
        why: why it is na or unknown, or what about it differs.
    """

    id: str
    status: Status
    want: Any = None
    have: Any = None
    evidence: tuple[Evidence, ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a run changed.

    Attributes:
        id: the item's that asked for it.
        what: what was changed, a few words.
        before: how it was.
        after: how it is.
    """

    id: str
    what: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Setback:
    """Something that could not be brought about.

    Attributes:
        id: the item's; `*`: of the whole batch.
        why: the reason.
    """

    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Undone:
    """A batch that the guard took back.

    Attributes:
        batch: the batch.
        why: why it was taken back.
        undone: what was put back: paths, units, tables.
        at: when, as the host wrote it.
    """

    batch: str
    why: str
    undone: tuple[str, ...] = ()
    at: str | None = None


def _several(value: object) -> object:
    """One call undoes one batch or none; what is told of several calls is a list."""
    if value is None:
        return ()
    return (value,) if isinstance(value, Mapping) else value


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call of the module returned, or the role `baseline` of several.

    Attributes:
        system: the host's system, `debian-12`.
        results: item by item.
        container: whether the host is one.
        changes: what the call changed, or would change in check mode.
        undone: what the guard took back.
        problems: what could not be brought about.
        reboot: whether something waits for a reboot.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="ignore")

    system: str
    results: tuple[ItemAnswer, ...]
    container: bool = False
    changes: tuple[Change, ...] = ()
    undone: Annotated[tuple[Undone, ...], BeforeValidator(_several)] = ()
    problems: tuple[Setback, ...] = ()
    reboot: bool = False


def read_answer(host: str, raw: Mapping[str, Any]) -> Answer:
    """The module's return value as typed data.

    Args:
        host: whose it is, for the error.
        raw: the return value.

    Raises:
        CloudError: it has not the form of one; the host's state is not known.
    """
    try:
        return _adapter().validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole"
        raise CloudError(
            f"{host} answered in a form that we don't know: {place}: {first['msg']}.",
            hint="Run the same version of govcloud for the run and for its report.",
            data={"host": host, "place": place},
        ) from None


@cache
def _adapter() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)

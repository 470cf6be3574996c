"""What was read about one item, with the evidence that an auditor can look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

OK = "ok"
DIFFERS = "differs"
NA = "na"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Evidence:
    """Where a value was seen.

    Attributes:
        file: A path, or the program that said so (``sshd -T``).
        line: Its line, counted from 1; None where there are no lines.
        value: What stands there.
    """

    file: str
    line: Optional[int] = None
    value: str = ""

    def to_json(self) -> Dict[str, Any]:
        """As JSON."""
        return {"file": self.file, "line": self.line, "value": self.value}


@dataclass(frozen=True)
class Result:
    """The state of one item.

    Attributes:
        status: ``ok``, ``differs``, ``na`` (does not apply here) or ``unknown`` (could not be read).
        want: What must be so.
        have: What is so.
        evidence: Where that was seen.
        why: Why it is ``na`` or ``unknown``, or what about it differs.
        restart: All is set, and the host's next start makes it so: a run has nothing left to do.
    """

    status: str
    want: object = None
    have: object = None
    evidence: Tuple[Evidence, ...] = ()
    why: Optional[str] = None
    restart: bool = False

    @property
    def to_do(self) -> bool:
        """Whether a run has something to do about it."""
        return self.status == DIFFERS and not self.restart

    def to_json(self, item_id: str) -> Dict[str, Any]:
        """As JSON, under the item's id."""
        return {
            "id": item_id,
            "status": self.status,
            "want": self.want,
            "have": self.have,
            "evidence": [entry.to_json() for entry in self.evidence],
            "why": self.why,
            "restart": self.restart,
        }


def judged(
    fine: bool,
    want: object,
    have: object,
    evidence: Sequence[Evidence] = (),
    why: Optional[str] = None,
    *,
    restart: bool = False,
) -> Result:
    """``ok`` where it is fine, else ``differs``."""
    return Result(OK if fine else DIFFERS, want, have, tuple(evidence), why, restart and not fine)


def compared(
    want: Mapping[str, Any],
    have: Mapping[str, Any],
    evidence: Sequence[Evidence] = (),
    why: Optional[str] = None,
) -> Result:
    """``ok`` where every wanted key has the wanted value, else ``differs``."""
    return judged(
        all(have.get(key) == value for key, value in want.items()), dict(want), dict(have), evidence, why
    )


def not_applicable(why: str, want: object = None) -> Result:
    """The item means nothing on this host."""
    return Result(NA, want, None, (), why)


def unknown(why: str, want: object = None) -> Result:
    """The state could not be read."""
    return Result(UNKNOWN, want, None, (), why)


def absent(thing: str, absent_is: Optional[str], default: str, want: object = None) -> Result:
    """What it means that the thing isn't on the host.

    Args:
        thing: What is missing, for the reason (``package auditd is not installed``).
        absent_is: What the item says: ``pass``, ``fail``, ``na``; None where it says nothing.
        default: What the kind says then.
        want: What must be so.
    """
    status = {"pass": OK, "fail": DIFFERS, "na": NA}[absent_is or default]
    return Result(status, want, None, (), thing)

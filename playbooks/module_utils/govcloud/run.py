"""Read all items in one pass; bring about those of some batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from .commit import commit
from .edits import Edits
from .errors import BadItemError, HostError, UnreadableError
from .guarding import Order, UndoneError, commit_guarded
from .host import Host
from .item import Item
from .registry import KINDS
from .result import Result, not_applicable, unknown

BATCHES = (
    "packages",
    "kernel",
    "files",
    "logging",
    "integrity",
    "malware",
    "updates",
    "boot",
    "accounts",
    "ssh",
    "firewall",
)
"""The batches, in the order in which they are applied."""

GUARDED = frozenset({"accounts", "ssh", "firewall"})
"""The batches that can cut access."""


@dataclass
class Applied:
    """What applying a batch did, or would do.

    Attributes:
        changes: What changes, a line each.
        diff: The same in the form of Ansible's ``--diff``.
        restarted: The units that took it up.
        problems: What did not work: item (``*``: the batch) and sentence.
        reboot: Whether it takes effect at the next start only.
        seconds: How long what is counted apart took: ``download``, ``install``, ``aide``.
        undone: What the guard says of a batch that it took back at once.
    """

    changes: List[Dict[str, Any]] = field(default_factory=list)
    diff: List[Dict[str, str]] = field(default_factory=list)
    restarted: List[str] = field(default_factory=list)
    problems: List[Tuple[str, str]] = field(default_factory=list)
    reboot: bool = False
    seconds: Dict[str, float] = field(default_factory=dict)
    undone: Optional[Mapping[str, Any]] = None

    def add(self, other: Applied) -> None:
        """Count in what another batch did."""
        self.changes += other.changes
        self.diff += other.diff
        self.restarted += other.restarted
        self.problems += other.problems
        self.seconds.update(other.seconds)
        self.undone = other.undone or self.undone
        self.reboot = self.reboot or other.reboot


def ordered(batches: Sequence[str]) -> List[str]:
    """Batches in the order in which they are applied.

    Raises:
        BadItemError: One of them is not a batch.
    """
    strange = sorted(set(batches) - set(BATCHES))
    if strange:
        raise BadItemError(f"there is no batch {', '.join(strange)}; there are {', '.join(BATCHES)}")
    return [batch for batch in BATCHES if batch in batches]


def items_of(raw: Sequence[Mapping[str, Any]]) -> List[Item]:
    """The items of their JSON.

    Raises:
        BadItemError: One has no id, kind or batch, an unknown batch, or the id of another.
    """
    items = [Item.of(entry) for entry in raw]
    seen = set()
    for item in items:
        if item.batch not in BATCHES:
            raise BadItemError(f"item {item.id}: there is no batch {item.batch}")
        if item.id in seen:
            raise BadItemError(f"item {item.id} is there twice")
        seen.add(item.id)
    return items


def read(host: Host, items: Sequence[Item]) -> Dict[str, Result]:
    """The state of every item, in their order; nothing is dropped, whatever fails."""
    by_kind: Dict[str, List[Item]] = {}
    found: Dict[str, Result] = {}
    for item in items:
        why = _elsewhere(host, item)
        if why is None:
            by_kind.setdefault(item.kind, []).append(item)
        else:
            found[item.id] = not_applicable(why)
    for name, group in by_kind.items():
        found.update(zip((item.id for item in group), _read_kind(host, name, group)))
    return {item.id: found[item.id] for item in items}


def pending(items: Sequence[Item], results: Mapping[str, Result]) -> Dict[str, List[str]]:
    """What a run would work on: the items that differ and are not waived, by batch in the batches' order."""
    waiting: Dict[str, List[str]] = {}
    for batch in BATCHES:
        ids = [
            item.id for item in items if item.batch == batch and not item.waived and results[item.id].to_do
        ]
        if ids:
            waiting[batch] = ids
    return waiting


def apply(
    host: Host, items: Sequence[Item], batch: str, *, check: bool, guard: Optional[Order] = None
) -> Applied:
    """Bring about what differs in one batch.

    Args:
        host: The host; read anew, since an earlier batch may have changed it.
        items: All items; those of other batches are left alone.
        batch: The batch.
        check: Say what would change, touch nothing.
        guard: How the batch is guarded; each of ``GUARDED`` must be.

    Returns:
        What changed. An item that could not be brought about is among its problems.
    """
    mine = [item for item in items if item.batch == batch]
    results = read(host, mine)
    edits, done = Edits(host), Applied()
    for item in mine:
        if item.waived or not results[item.id].to_do:
            continue
        try:
            KINDS[item.kind].apply(item, edits)
        except HostError as error:
            done.problems.append((item.id, str(error)))
    done.changes, done.diff, done.reboot = edits.changes(), edits.diff(), edits.reboot
    if check or edits.empty:
        return done
    try:
        committed = commit(host, edits) if guard is None else commit_guarded(host, edits, batch, guard)
    except UndoneError as error:
        return Applied(problems=[*done.problems, ("*", str(error))], undone=error.report)
    except HostError as error:
        return Applied(problems=[*done.problems, ("*", str(error))])
    done.restarted = committed.restarted
    done.problems += committed.problems
    done.changes = [line for line in done.changes if (line["id"], line["what"]) not in committed.failed]
    done.seconds = committed.seconds
    return done


def _elsewhere(host: Host, item: Item) -> Optional[str]:
    """Why the item does not apply to this host, or None."""
    systems = item.only.get("system")
    if systems and host.system not in systems:
        return f"applies to {', '.join(systems)}; this is {host.system}"
    if host.container and item.only.get("container") is False:
        return "applies to machines with a kernel of their own; this is a container"
    return None


def _read_kind(host: Host, name: str, items: Sequence[Item]) -> List[Result]:
    kind = KINDS.get(name)
    if kind is None:
        return [unknown(f"this version knows no kind {name}")] * len(items)
    try:
        results = kind.read(host, items)
    except (UnreadableError, BadItemError, OSError) as error:
        results = [unknown(str(error))] * len(items)
    return results

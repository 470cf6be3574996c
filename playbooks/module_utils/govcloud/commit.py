"""Make a batch's edits so: files whole and checked first, then programs, then each unit once."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import Dict, List, Sequence, Set, Tuple

from . import apt, files
from .edits import Action, Edits, Kernel, Permit
from .errors import UnreadableError
from .host import Host

_UNIT_FOLDERS = ("/etc/systemd/system/", "/usr/lib/systemd/system/", "/run/systemd/system/")


@dataclass
class Committed:
    """What a commit did beside the edits themselves.

    Attributes:
        restarted: The units that took up what changed.
        problems: What did not work, as sentences by item (or ``*`` where it concerns the batch).
        failed: What of the edits' changes did therefore not happen: item and words.
        seconds: How long what is counted apart took.
    """

    restarted: List[str] = field(default_factory=list)
    problems: List[Tuple[str, str]] = field(default_factory=list)
    failed: Set[Tuple[str, str]] = field(default_factory=set)
    seconds: Dict[str, float] = field(default_factory=dict)

    def trouble(self, item: str, what: str, why: str) -> None:
        """One change of an item did not happen."""
        self.problems.append((item, why))
        self.failed.add((item, what))


def commit(host: Host, edits: Edits) -> Committed:
    """Make the edits so.

    Args:
        host: The host.
        edits: What changes.

    Returns:
        What was restarted and what did not work.

    Raises:
        InapplicableError: Files can't be written (no space, read-only); none of them was changed.
        InvalidError: A file or the whole configuration did not pass its check; the files are as they were.
    """
    done = Committed()
    for action in edits.actions:
        if action.first:
            _act(host, action, done)
    _packages(host, edits, done)
    for item, what, why in files.write(host, edits):
        done.trouble(item, what, why)
    for value in edits.kernel_values:
        _set(host, value, done)
    if any(path.startswith(_UNIT_FOLDERS) for path in edits.paths):
        _systemctl(host, ["daemon-reload"], done)
    _units(host, edits, done, ("stop", "disable", "mask", "unmask", "enable"))
    for action in edits.actions:
        if not action.first:
            _act(host, action, done)
    for permit in edits.permits:
        _permit(host, permit, done)
    _units(host, edits, done, ("start",))
    _restart(host, edits, done)
    return done


def _packages(host: Host, edits: Edits, done: Committed) -> None:
    if not edits.packages:
        return
    names = {
        state: [entry.name for entry in edits.packages if entry.present == state] for state in (True, False)
    }
    changed = apt.change(host, names[True], names[False])
    done.seconds.update(changed.seconds)
    if "*" in changed.failed:
        done.problems.append(("*", changed.failed["*"]))
    installed = Host(host.root).packages
    for entry in edits.packages:
        if (entry.name in installed) != entry.present:
            what = f"{'install' if entry.present else 'purge'} {entry.name}"
            done.failed.add((entry.item, what))
            if entry.name in changed.failed:
                done.problems.append((entry.item, changed.failed[entry.name]))


def _units(host: Host, edits: Edits, done: Committed, verbs: Sequence[str]) -> None:
    """One call for all units of a verb; where that fails, one each, to tell which."""
    for verb in verbs:
        asked = [entry for entry in edits.units if entry.verb == verb]
        if (
            not asked
            or host.run(["systemctl", verb, *(entry.name for entry in asked)], timeout=180).code == 0
        ):
            continue
        for entry in asked:
            ran = host.run(["systemctl", verb, entry.name], timeout=180)
            if ran.code:
                done.trouble(entry.item, f"{verb} {entry.name}", f"systemctl {verb} {entry.name}: {ran.said}")


def _permit(host: Host, permit: Permit, done: Committed) -> None:
    path = host.path(permit.path)
    try:
        if permit.uid is not None or permit.gid is not None:
            os.chown(path, -1 if permit.uid is None else permit.uid, -1 if permit.gid is None else permit.gid)
        if permit.mode is not None:
            os.chmod(path, permit.mode)
    except OSError as error:
        done.trouble(permit.item, f"permissions of {permit.path}", f"{permit.path}: {files.reason(error)}")


def _set(host: Host, value: Kernel, done: Committed) -> None:
    try:
        with open(host.path(value.path), "w", encoding="ascii") as file:
            file.write(value.after)
    except OSError as error:
        why = f"{value.path} can't be set to {value.after}: {files.reason(error)}"
        done.trouble(value.item, f"set {value.path}", why)


def _act(host: Host, action: Action, done: Committed) -> None:
    start = time.monotonic()
    try:
        ran = host.run(action.argv, stdin=action.stdin, timeout=action.timeout)
    except UnreadableError as error:
        done.trouble(action.item, action.what, f"{action.what}: {error}")
        return
    if ran.code:
        done.trouble(action.item, action.what, f"{action.what}: {ran.said}")
    if action.timed:
        done.seconds[action.timed] = round(done.seconds.get(action.timed, 0) + time.monotonic() - start, 2)


def _restart(host: Host, edits: Edits, done: Committed) -> None:
    by_verb: Dict[str, List[str]] = {}
    for unit, verb in edits.restarts.items():
        if verb.startswith("try-") and _missing(host, unit, edits):
            continue  # its package may come later; it then reads what stands there
        by_verb.setdefault(verb, []).append(unit)
    for verb, units in by_verb.items():
        if _systemctl(host, [verb, *units], done):
            done.restarted.extend(units)


def _missing(host: Host, unit: str, edits: Edits) -> bool:
    """Whether there is no such unit; one that systemd can't tell counts as there."""
    try:
        return host.units(edits.restarts)[unit].get("LoadState") == "not-found"
    except UnreadableError:
        return False


def _systemctl(host: Host, arguments: List[str], done: Committed) -> bool:
    try:
        ran = host.run(["systemctl", *arguments], timeout=120)
    except UnreadableError as error:
        done.problems.append(("*", f"systemctl {' '.join(arguments)}: {error}"))
        return False
    if ran.code:
        done.problems.append(("*", f"systemctl {' '.join(arguments)}: {ran.said}"))
    return ran.code == 0

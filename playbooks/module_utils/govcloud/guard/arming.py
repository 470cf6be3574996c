"""Set a guard, make the change, and leave it to be confirmed."""

from __future__ import annotations

import dataclasses
import math
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Mapping, Sequence

from . import clocks, connection, installing, lifelines, processes, reports, runtime, snapshot, units
from . import pending as pendings
from .disk import Disk
from .errors import GuardError, GuardRefusedError, GuardUndoneError
from .host import Host
from .locking import locked
from .pending import APPLIED, APPLYING, MANIFEST, Pending
from .undoing import CHECK, DIED, NOT_CONFIRMED, clear, settle

LONGEST_CHANGE = 300.0
LEAST_TOKEN = 16
PATIENCE = 120.0
PAUSE = 0.2
TICKETS = "/run/sudo/ts"


@dataclass(frozen=True)
class Guard:
    """A guard that is set, for the one who makes the change.

    Attributes:
        host: The host.
        pending: What is being changed.
        earlier: What became of an unconfirmed change that this one waited for; None where there was none.
    """

    host: Host
    pending: Pending
    earlier: Mapping[str, Any] | None

    def check(self, problems: Iterable[str] = ()) -> None:
        """Look whether the change is sound as far as the host itself can tell.

        Args:
            problems: What the caller found wrong, each in a sentence.

        Raises:
            GuardError: Something is wrong, or a unit that ran before no longer does; the change is undone.
        """
        found = [*problems, *units.stopped(self.host, self.pending.units)]
        if found:
            raise GuardError("; ".join(found))


@dataclass(frozen=True)
class Change:
    """A change that is to be guarded.

    Attributes:
        token: A secret that the confirmation must know; at least 16 characters.
        timeout: Seconds to confirm, from the end of the change.
        batch: What is being changed, in a word.
        operator: The account that must be able to come in.
        paths: Files, folders (themselves only) and, with a slash at the end, trees that may be changed. The
            ways in (``lifelines``) are saved in any case.
        units: Units that may be started, stopped, enabled or disabled.
        runtime: Parts of the running state that may be changed: ``nft``, ``addresses``, ``routes``,
            ``sysctl:NAME``.
        limit: Seconds that the change itself may take.
    """

    token: str
    timeout: float
    batch: str
    operator: str
    paths: Sequence[str] = ()
    units: Sequence[str] = ()
    runtime: Sequence[str] = ()
    limit: float = LONGEST_CHANGE


@contextmanager
def guarded(change: Change, *, host: Host | None = None, disk: Disk | None = None) -> Iterator[Guard]:
    """Make a change under a guard, which is set when the block begins.

    When the block ends well, the change waits for ``confirm``. When it raises, or its process dies, or takes
    longer than it may, all is undone at once.

    Args:
        change: What may be changed, and who must still be able to come in.
        host: The host; this one when left out.
        disk: How files are changed.

    Yields:
        The guard.

    Raises:
        GuardBusyError: Another change is being made; nothing was touched.
        GuardRefusedError: It can't be guarded (space, network file system, …); nothing was touched.
        GuardUndoneError: The block failed; everything is as it was before.
    """
    host, disk = host or Host(), disk or Disk()
    if len(change.token) < LEAST_TOKEN:
        raise GuardRefusedError(f"a guard's token has at least {LEAST_TOKEN} characters")
    with _alone(host, disk) as earlier:
        try:
            pending = _arm(host, disk, change)
        except OSError as error:
            raise GuardRefusedError(f"the guard could not be set: {error}; nothing was changed") from error
        try:
            yield Guard(host, pending, earlier)
            _applied(host, disk, pending, change.limit)
        except (Exception, KeyboardInterrupt, SystemExit) as error:
            why = str(error) or type(error).__name__
            raise GuardUndoneError(settle(host, disk, pending, CHECK, f"the change failed: {why}")) from error


@contextmanager
def _alone(host: Host, disk: Disk) -> Iterator[Mapping[str, Any] | None]:
    """Hold the lock with no change waiting; one that waits is waited for, one that is due is undone first."""
    earlier: str | None = None
    while True:
        with locked(host, PATIENCE, lambda: _at_work(host)):
            waiting = pendings.read(host)
            if waiting is None:
                last = reports.last_report(host)
                yield last if last and earlier == last.get("token") else None
                return
            earlier = waiting.guard
            if waiting.phase == APPLYING:
                settle(host, disk, waiting, DIED, "the run that made the change died before it was done")
            elif waiting.left(host) <= 0:
                settle(
                    host,
                    disk,
                    waiting,
                    NOT_CONFIRMED,
                    "nobody confirmed the change in time, and a new run came",
                )
        time.sleep(PAUSE)


def _at_work(host: Host) -> str | None:
    waiting = pendings.read(host)
    if waiting is None or not waiting.at_work or waiting.pid == os.getpid():
        return None
    return f"another run is changing this host ({waiting.batch}, process {waiting.pid}); nothing was touched"


def _arm(host: Host, disk: Disk, change: Change) -> Pending:
    name = pendings.name_of(change.token)
    disk.folder(host.state())
    clear(host, disk)  # what a power cut left of a guard that was never set
    installing.install(host, disk)
    before = units.read(host, [*units.ALWAYS, *change.units])
    running = runtime.read(host, change.runtime)
    wanted = snapshot.survey(host, [*lifelines.paths(host, change.operator), *change.paths])
    entries, folders = snapshot.store(host, disk, name, wanted)
    disk.folder(host.state(name))
    disk.write_json(f"{host.state(name)}/{MANIFEST}", {"entries": [dataclasses.asdict(e) for e in entries]})
    reports.reserve(host, disk)
    itself = processes.find(os.getpid())
    over = connection.of(os.getpid())
    pending = Pending(
        guard=name,
        batch=change.batch,
        operator=change.operator,
        phase=APPLYING,
        deadline=host.clock() + change.limit,
        timeout=change.timeout,
        pid=os.getpid(),
        started=itself.started if itself else 0,
        over=over.address if over else "",
        folders=tuple(sorted({*folders, host.name(host.state(name))})),
        units=before,
        runtime=running,
    )
    clocks.start_timer(host, change.limit)
    pendings.write(host, disk, pending)  # from here on the host undoes by itself
    clocks.start_watcher(host, disk, name)
    return pending


def _applied(host: Host, disk: Disk, pending: Pending, limit: float) -> None:
    """The change is done: from now on the seconds to confirm it count."""
    for owner in (pending.operator, str(lifelines.uid(host, pending.operator))):
        disk.remove(host.at(f"{TICKETS}/{owner}"))  # sudo asks again: its whole way is to be tried
    clocks.start_timer(host, pending.timeout)
    # The confirming connection must be younger than this moment; processes' start times are counted in ticks.
    tick = os.sysconf("SC_CLK_TCK")
    done = math.floor(host.since_boot() * tick) / tick
    deadline = host.clock() + pending.timeout
    pendings.write(host, disk, dataclasses.replace(pending, phase=APPLIED, deadline=deadline, applied=done))
    if pending.timeout != limit:
        clocks.stop_timer(host, limit)
    _keep_watch(host, disk, pending)


def _keep_watch(host: Host, disk: Disk, pending: Pending) -> None:
    """A change may have ended the process that waits: then start another one."""
    if not host.root and not clocks.watched(host):
        clocks.start_watcher(host, disk, pending.guard)

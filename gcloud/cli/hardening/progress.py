"""What a run over hosts shows while it goes on, and how long it has to go.

On a terminal a bar with the hosts in work; elsewhere a line for a host that failed
and one now and then. Always on stderr: stdout is for results.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

from gcloud.cli.surface import Surface
from gcloud.cli.words import count, duration
from gcloud.deploy.hardening.pace import Pace, left
from gcloud.harden.events import Event, HostFailed, TaskFinished, TaskStarted
from gcloud.model.few import few

_SILENCE: Final = 5.0
"""Seconds between two lines of the plain form."""
_NAMED: Final = 3


class Tally:
    """Counts how far a run is.

    Args:
        hosts: how many hosts there are.
        forks: how many at once.
        pace: of the last such run; None if there was none.
    """

    def __init__(self, hosts: int, forks: int, pace: Pace | None) -> None:
        self.hosts = hosts
        self._forks = forks
        self._pace = pace
        self._working: dict[str, str] = {}
        self._failed: set[str] = set()
        self._latest = ""
        self.done = 0

    @property
    def total(self) -> int | None:
        """How many tasks of hosts there will be; None if nobody knows."""
        return None if self._pace is None else max(self.done, self._pace.tasks * self.hosts)

    def take(self, event: Event) -> None:
        """Count one event."""
        match event:
            case TaskStarted():
                self._working[event.host] = event.task
            case TaskFinished():
                self._working.pop(event.host, None)
                self.done += 1
                self._latest = event.task
            case HostFailed():
                self._working.pop(event.host, None)
                self._failed.add(event.host)
                self.done += 1

    @property
    def said(self) -> str:
        """Where it is, in words: what is done on whom, who failed, how long it takes yet."""
        tasks = list(dict.fromkeys(self._working.values()))[:1]
        latest = [f"after: {self._latest}"] if self._latest else []
        parts = [f"{tasks[0]}: {few(list(self._working), _NAMED)}"] if tasks else latest
        parts += [f"{len(self._failed)} failed"] if self._failed else []
        if self._pace is not None and self.done < self._pace.tasks * self.hosts:
            parts.append(f"about {duration(left(self._pace, self.done, self.hosts, self._forks))} left")
        return "; ".join(parts)


@contextmanager
def hosts_progress(surface: Surface, what: str, tally: Tally) -> Iterator[Callable[[Event], None]]:
    """Show a run's progress for as long as the block lasts.

    Args:
        surface: the command's surface.
        what: what goes on, e.g. "Hardening".
        tally: counts how far it is.
    """
    if surface.color and not surface.json and sys.stderr.isatty():
        with _live(surface, what, tally) as shown:
            yield shown
    else:
        click.echo(f"{what} {count(tally.hosts, 'host')} ...", err=True)
        plain = _Plain(tally)
        with plain.ticking():
            yield plain


class _Plain:
    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._began = self._said = time.monotonic()
        self._lock = threading.Lock()
        self._over = threading.Event()

    def __call__(self, event: Event) -> None:
        with self._lock:
            self._tally.take(event)
            if isinstance(event, HostFailed):
                self._say(f"FAILED {event.host}: {event.problem.message}")

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Tell now and then what is under way, for as long as the block lasts."""
        ticker = threading.Thread(target=self._tick, name="progress", daemon=True)
        ticker.start()
        try:
            yield
        finally:
            self._over.set()
            ticker.join()

    def _tick(self) -> None:
        while not self._over.wait(1.0):
            with self._lock:
                if time.monotonic() - self._said >= _SILENCE:
                    self._say(self._tally.said or "between two tasks")

    def _say(self, line: str) -> None:
        self._said = now = time.monotonic()
        of = f"/{self._tally.total}" if self._tally.total else ""
        click.echo(f"{now - self._began:7.1f} s  {self._tally.done:3d}{of}  {line}", err=True)


@contextmanager
def _live(surface: Surface, what: str, tally: Tally) -> Iterator[Callable[[Event], None]]:
    from rich.progress import (  # noqa: PLC0415 - costs 0.1 s, and only terminals need it
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn(what, markup=False),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=surface.console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=tally.total)

        def shown(event: Event) -> None:
            tally.take(event)
            bars.update(task, total=tally.total, completed=tally.done, description=tally.said)
            if isinstance(event, HostFailed):
                bars.console.print(f"FAILED {event.host}: {event.problem.message}", style="red", markup=False)

        yield shown

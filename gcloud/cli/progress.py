"""What goes on while it goes on: each resource with its time, and the whole.

On a terminal a live bar with the resources in work; elsewhere (a pipe, a CI
log, the JSON form) one plain line for each finished resource. Always on
stderr: stdout is for results.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from gcloud.cli.surface import Surface
from gcloud.cli.words import DOING_WORDS, DONE_WORDS, duration, type_word
from gcloud.engine.events import (
    Diagnostic,
    Event,
    Resolved,
    StepFailed,
    StepFinished,
    StepSkipped,
    StepStarted,
)

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

Counted = Callable[[str], bool]
"""Says of a resource type whether its steps are told."""

_SHOWN_AT_ONCE = 8
"""Resources in work that the live display lists; more would push the bar out of sight."""

_SILENCE = 10.0
"""Seconds without a line after which the plain display says what is under way."""

_NAMED = 3
"""Resources that such a line names."""


class Display(Protocol):
    """Takes the engine's events."""

    def __call__(self, event: Event) -> None:
        """Show one event."""
        ...


@contextmanager
def progress(surface: Surface, what: str, total: int | None, counted: Counted) -> Iterator[Display]:
    """Show a run's progress for as long as the block lasts.

    Args:
        surface: the command's surface.
        what: what goes on, e.g. "Applying".
        total: how many steps there are; None if that is not known.
        counted: which types are things in the cloud.
    """
    if surface.color and not surface.json and sys.stderr.isatty():
        with _live(surface, what, total, counted) as display:
            yield display
    else:
        click.echo(f"{what} ...", err=True)
        display = PlainDisplay(total, counted)
        with display.ticking():
            yield display


class PlainDisplay:
    """One line for each finished step; and a line now and then while nothing finishes.

    Args:
        total: how many steps there are; None if that is not known.
        counted: which types are things in the cloud.
    """

    def __init__(self, total: int | None, counted: Counted) -> None:
        self._total = total
        self._counted = counted
        self._done = 0
        self._start = self._said = time.monotonic()
        self._running: dict[tuple[str, str], tuple[str, float]] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()

    def __call__(self, event: Event) -> None:
        """Write the event's line, if it has one."""
        line = step_line(event, self._counted)
        with self._lock:
            if isinstance(event, StepStarted) and self._counted(event.type):
                what = f"{DOING_WORDS[event.op]} {type_word(event.type)} {event.name}"
                self._running[event.urn, event.op] = (what, time.monotonic())
            elif isinstance(event, StepFinished | StepFailed | StepSkipped):
                self._running.pop((event.urn, event.op), None)
            self._done += isinstance(event, StepFinished) and self._counted(event.type)
            if line is not None:
                self._say(line)

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Keep telling what is under way for as long as the block lasts."""
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
                now = time.monotonic()
                if now - self._said >= _SILENCE:
                    longest = sorted(self._running.values(), key=lambda item: item[1])[:_NAMED]
                    names = ", ".join(f"{what} ({duration(now - since)})" for what, since in longest)
                    more = f" and {len(self._running) - _NAMED} more" if len(self._running) > _NAMED else ""
                    self._say(f"still {names}{more}" if names else "still at it")

    def _say(self, line: str) -> None:
        of = f"/{self._total}" if self._total else ""
        self._said = time.monotonic()
        click.echo(f"{self._said - self._start:7.1f} s  {self._done:3d}{of}  {line}", err=True)


class LiveDisplay:
    """A bar, the resources in work under it, finished ones scrolling above it.

    Args:
        bars: the live display, started.
        overall: its task for the whole run.
        counted: which types are things in the cloud.
    """

    def __init__(self, bars: "RichProgress", overall: "TaskID", counted: Counted) -> None:
        self._bars = bars
        self._overall = overall
        self._counted = counted
        self._tasks: dict[tuple[str, str], TaskID] = {}

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if isinstance(event, StepStarted) and self._counted(event.type):
            text = f"  {DOING_WORDS[event.op]} {type_word(event.type)} {event.name}"
            shown = len(self._tasks) < _SHOWN_AT_ONCE
            self._tasks[event.urn, event.op] = self._bars.add_task(text, total=None, visible=shown)
        if isinstance(event, StepFinished | StepFailed | StepSkipped):
            task = self._tasks.pop((event.urn, event.op), None)
            if task is not None:
                self._bars.remove_task(task)
            if isinstance(event, StepFinished) and self._counted(event.type):
                self._bars.advance(self._overall)
        line = step_line(event, self._counted)
        if line is not None:
            self._bars.console.print(
                line, markup=False, style="red" if isinstance(event, StepFailed) else None
            )


def step_line(event: Event, counted: Counted) -> str | None:
    """Write one event as one line; None if it is not told."""
    match event:
        case StepFinished() if counted(event.type) and event.op != "same":
            return f"{DONE_WORDS[event.op]} {type_word(event.type)} {event.name} ({duration(event.elapsed)})"
        case StepFailed():
            return f"FAILED {DOING_WORDS[event.op]} {type_word(event.type)} {event.name}: {event.error}"
        case Resolved():
            return f"looked up: {type_word(event.type)} {event.name}: {event.text}"
        case Diagnostic(severity="error") if event.urn:
            return None  # the failed step that follows tells it
        case Diagnostic(severity="info" | "warning" | "error"):
            return event.text.rstrip()
        case _:
            return None


@contextmanager
def _live(surface: Surface, what: str, total: int | None, counted: Counted) -> Iterator[Display]:
    from rich.progress import (  # noqa: PLC0415 - costs 0.1 s, and only terminals need it
        BarColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns: list[ProgressColumn] = [
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
    ]
    if total:
        columns.append(TaskProgressColumn(text_format="{task.completed:.0f}/{task.total:.0f}"))
    with Progress(
        *columns, TimeElapsedColumn(), console=surface.console(stderr=True), transient=True
    ) as bars:
        yield LiveDisplay(bars, bars.add_task(what, total=total), counted)

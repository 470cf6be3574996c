"""What a start of the lab shows while it goes on.

On a terminal a bar with the steps in work; elsewhere one line for each step
that took a while. Always on stderr: stdout is for results.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from gcloud.cli.surface import Surface
from gcloud.lab.graph import OnProgress
from gcloud.lab.graph import Progress as Event
from gcloud.model.few import few

WORTH_A_LINE = 0.5
"""Seconds; shorter steps are counted, not told."""
_SHOWN_AT_ONCE = 4


@contextmanager
def lab_progress(surface: Surface, what: str) -> Iterator[OnProgress]:
    """Show a start's progress for as long as the block lasts."""
    if surface.color and not surface.json and sys.stderr.isatty():
        with _live(surface, what) as shown:
            yield shown
    else:
        click.echo(f"{what} ...", err=True)
        yield _plain


def _plain(event: Event) -> None:
    if event.state == "failed":
        click.echo(f"{event.total:7.1f} s  FAILED {event.step}", err=True)
    elif event.state == "done" and event.elapsed >= WORTH_A_LINE:
        line = f"{event.total:7.1f} s  {event.done:3d}/{event.steps}  {event.step} ({event.elapsed:.1f} s)"
        click.echo(line, err=True)


@contextmanager
def _live(surface: Surface, what: str) -> Iterator[OnProgress]:
    from rich.progress import (  # noqa: PLC0415 - costs 0.1 s, and only terminals need it
        BarColumn,
        Progress,
        SpinnerColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=24),
        TaskProgressColumn(text_format="{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=surface.console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=None)
        working: dict[str, None] = {}

        def shown(event: Event) -> None:
            if event.state == "started":
                working[event.step] = None
            else:
                working.pop(event.step, None)
            text = few(list(working), _SHOWN_AT_ONCE)
            bars.update(task, total=event.steps, completed=event.done, description=text)
            if event.state == "failed":
                bars.console.print(f"failed: {event.step}", style="red")

        yield shown

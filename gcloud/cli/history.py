"""``govcloud history``: who ran what, when, from which commit, and how it ended."""

from typing import Any

import click
from rich import box
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gcloud.cli.options import common, example
from gcloud.cli.state_options import state_options
from gcloud.cli.surface import Surface
from gcloud.cli.words import count, duration
from gcloud.deploy import runs
from gcloud.deploy.custody import Custody
from gcloud.deploy.runs import Run

DEFAULT_LIMIT = 20
COLORS = {"succeeded": "green", "failed": "red", "interrupted": "yellow", "in-progress": "yellow"}


@click.command(
    epilog=example(
        "govcloud history examples/ha-tinh", "govcloud history examples/ha-tinh --limit 1 --output json"
    )
)
@state_options
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=DEFAULT_LIMIT,
    show_default=True,
    help="How many, newest first.",
)
@common
def history(surface: Surface, kept: Custody, limit: int) -> int:
    """Show the runs of a stack, newest first: both engines', and edits of the state.

    Who, when, from which commit, by which plan, and how it ended. Needs no passphrase
    and no cloud.
    """
    found = runs.read(kept.target)
    shown = found[:limit]
    if shown and not surface.json:
        table = Table(
            "Run",
            "When (UTC)",
            "Took",
            "What",
            "Result",
            "Changes",
            "Who",
            "Commit",
            "Plan",
            box=box.SIMPLE_HEAD,
        )
        for one in shown:
            table.add_row(*_row(one))
        surface.console().print(table)
    more = f", {len(found) - len(shown)} older ones not shown (--limit)" if len(found) > len(shown) else ""
    surface.text(f"{kept.target.stack}: {count(len(found), 'run')}{more}.", bold=True)
    return surface.finish(
        {
            "site": str(kept.target.site),
            "stack": kept.target.stack,
            "project": kept.target.program.project,
            "state": kept.target.backend.url,
            "total": len(found),
            "runs": [_json(one) for one in shown],
        }
    )


def _row(one: Run) -> tuple[str | Text, ...]:
    dirty = "+" if one.dirty else ""
    changes = ", ".join(f"{number} {kind}" for kind, number in one.changes.items() if kind != "same")
    return (
        str(one.number),
        f"{one.started:%Y-%m-%d %H:%M:%S}",
        duration(one.seconds),
        escape(one.message or one.kind),
        Text(one.result, style=COLORS.get(one.result, "")),
        changes,
        f"{one.user}@{one.host}" if one.user else f"{one.engine} CLI",
        f"{one.commit[:8]}{dirty}",
        one.plan[:8],
    )


def _json(one: Run) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind,
        "started": one.started.isoformat(),
        "ended": one.ended.isoformat(),
        "result": one.result,
        "changes": dict(one.changes),
        "message": one.message,
        "user": one.user,
        "host": one.host,
        "commit": one.commit,
        "branch": one.branch,
        "dirty": one.dirty,
        "plan": one.plan,
        "engine": one.engine,
        "version": one.version,
        "targets": list(one.targets),
        "requests": dict(one.requests),
        "environment": dict(one.environment),
        "checkpoint": str(one.checkpoint) if one.checkpoint else None,
    }

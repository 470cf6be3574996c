"""``govcloud state repair``: what is wrong with the state, and mending it."""

import sys
from collections.abc import Sequence

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.state_options import state_options
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.words import count
from gcloud.deploy.custody import Custody
from gcloud.deploy.repair import Decisions, look, mend
from gcloud.engine.state.diagnosis import MENDS, Diagnosis
from gcloud.errors import ExitCode, InputError

SHOWN_COPIES = 10


@click.command(
    epilog=example(
        "govcloud state repair examples/ha-tinh --check",
        "govcloud state repair examples/ha-tinh --restore bak",
        "govcloud state repair examples/ha-tinh --made dmz=6f1c2d9e --not-made web-1",
    )
)
@state_options
@click.option("--check", "only_check", is_flag=True, help="Mend nothing; exit with 6 if something is wrong.")
@click.option("--not-made", multiple=True, metavar="NAME", help="This interrupted step has not happened.")
@click.option(
    "--made", multiple=True, metavar="NAME=ID", help="This interrupted step has happened, to the object ID."
)
@click.option(
    "--restore", metavar="COPY", help="Put an earlier state back: bak, or one of the copies listed."
)
@click.option(
    "--unlock", is_flag=True, help="Remove locks of dead runs of the official CLI or of other machines."
)
@yes_option
@common
def repair(
    surface: Surface,
    kept: Custody,
    not_made: tuple[str, ...],
    made: tuple[str, ...],
    restore: str | None,
    *,
    only_check: bool,
    unlock: bool,
    yes: bool,
) -> int:
    """Show what is wrong with the state, and mend it after asking.

    Looks for a damaged or unsound state, steps of a killed run whose outcome is
    not known, what such a run left in its journal, and dead locks; lists the
    earlier states that could be put back. What is overwritten is kept as a copy.
    """
    found = look(kept)
    _show(surface, found)
    wish = Decisions(not_made, dict(map(_pair, made)), restore or _chosen(surface, found, yes=yes), unlock)
    told: list[str] = []
    if not only_check and _anything(found, wish):
        if not confirmed(surface, "Mend it?", yes=yes):
            raise DeclinedError
        for line in mend(kept, found, wish):
            told.append(line)
            surface.text(line)
        found = look(kept)
        _show(surface, found)
    return surface.finish(
        {
            "stack": kept.target.stack,
            "findings": [{"kind": one.kind, "text": one.text, "mend": one.mend} for one in found.findings],
            "pending": [{"urn": one.state.urn, "operation": one.operation} for one in found.pending],
            "copies": [
                {
                    "name": copy.name,
                    "path": str(copy.path),
                    "written": copy.written.isoformat(),
                    "resources": copy.resources,
                }
                for copy in found.copies
            ],
            "mended": told,
        },
        ExitCode.FINDINGS if found.findings else ExitCode.OK,
    )


def _show(surface: Surface, found: Diagnosis) -> None:
    if not found.findings:
        surface.text("The state is sound.", fg="green")
        return
    surface.text(f"{count(len(found.findings), 'thing')} found:", bold=True)
    for one in found.findings:
        surface.text(f"  {surface.styled(one.text, fg='red')}")
        surface.text(f"      {MENDS[one.mend]}")
    if found.needs("restore"):
        rows = [
            (
                copy.name,
                f"{copy.written:%Y-%m-%d %H:%M:%S}",
                "damaged" if copy.resources is None else str(copy.resources),
            )
            for copy in found.copies[:SHOWN_COPIES]
        ]
        show_table(surface, ("Copy", "Written (UTC)", "Resources"), rows)


def _chosen(surface: Surface, found: Diagnosis, *, yes: bool) -> str | None:
    """Let a person at a terminal choose the copy to put back; nobody else is guessed for."""
    whole = [copy.name for copy in found.copies if copy.resources is not None]
    if not found.needs("restore") or not whole or yes or surface.json or not sys.stdin.isatty():
        return None
    choice: str = click.prompt(
        "Which copy is to be put back? (empty: none)", default="", show_default=False, err=True
    )
    return choice.strip() or None


def _anything(found: Diagnosis, wish: Decisions) -> bool:
    """Tell whether there is anything to be done."""
    asked: Sequence[object] = (wish.not_made, wish.made, wish.restore)
    return (
        any(asked) or found.needs("open") or found.needs("order") or (wish.unlock and found.needs("unlock"))
    )


def _pair(text: str) -> tuple[str, str]:
    name, separator, id_ = text.rpartition("=")
    if not separator or not name or not id_:
        raise InputError(f"--made {text!r} names no object.", hint="Write --made NAME=ID.")
    return name, id_

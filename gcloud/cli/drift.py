"""``govcloud drift``: is the cloud still what the state says, and what is there beside it?"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gcloud.cli.interrupt import PLANNING, stoppable
from gcloud.cli.junit import junit_option, write_report
from gcloud.cli.options import common, example
from gcloud.cli.progress import progress
from gcloud.cli.scope import target_option
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.wish import wish_options
from gcloud.cli.words import count, type_word, value_word
from gcloud.deploy.session import Session, session
from gcloud.deploy.wish import Wish
from gcloud.engine.drift import Drift
from gcloud.engine.state.urn import PREFIX, parse
from gcloud.errors import ExitCode
from gcloud.render.junit import Case


@click.command(
    epilog=example(
        "govcloud drift examples/ha-tinh", "govcloud drift examples/ha-tinh --target 'dmz*' --output json"
    )
)
@wish_options
@target_option
@junit_option
@common
def drift(surface: Surface, wish: Wish, report: Path | None) -> int:
    """Show where the cloud is not what the state says; nothing is written.

    Changed: an object differs from what the site wants it to be. Missing: it is
    gone. Foreign: it is in the site's project and the site did not make it (not
    looked for with --target). Exit code 3 if there is any of it, 7 if something
    could not be seen; the next `up --verify` mends what is changed or missing.
    """
    with session(wish, changes=False, recorded=False) as opened:
        found = look(surface, opened)
    show_drift(surface, found)
    write_report(report, "drift", _cases(found))
    return surface.finish({**opened.about(), **drift_json(found)}, _code(found))


def look(surface: Surface, opened: Session) -> Drift:
    """Compare the cloud with the state, with a display of the progress.

    Args:
        surface: the command's surface.
        opened: the stack.

    Raises:
        CloudError: a cloud can't be used.
        click.Abort: the user has stopped it.
    """
    # Half a second of openstacksdk, which other commands need not pay.
    from gcloud.deploy.readiness import ready  # noqa: PLC0415

    with (
        stoppable(PLANNING) as cancel,
        progress(surface, "Looking at the cloud", None, lambda _: False) as display,
    ):
        ready(opened.loaded.site, opened.gate)
        found = opened.engine.drift(display, cancel, opened.scope)
    if cancel.is_set():
        raise click.Abort
    return found


def show_drift(surface: Surface, found: Drift) -> None:
    """Write what differs, what is foreign, what could not be seen, and one line of summary."""
    for one in found.drifted:
        sign, color = ("~", "yellow") if one.kind == "changed" else ("-", "red")
        gone = "" if one.kind == "changed" else "  is gone"
        surface.text(f"{surface.styled(sign, fg=color)} {type_word(one.type)} {one.name}  ({one.id}){gone}")
        for change in one.changes:
            surface.text(f"      {change.path}: {value_word(change.old)} → {value_word(change.new)}")
    foreign = [(type_word(one.type), one.name, one.id) for one in found.foreign]
    show_table(surface, ("Foreign", "Name", "Id"), foreign)
    for unseen in found.unseen:
        surface.text(f"Not seen: {_what(unseen.what)}: {unseen.error.message}", fg="red")
    kinds = {kind: sum(one.kind == kind for one in found.drifted) for kind in ("changed", "missing")}
    seen = count(found.seen, "object")
    if found.clean:
        surface.text(f"No drift: {seen} as they should be, and nothing foreign beside them.", bold=True)
        return
    surface.text(
        f"{seen} looked at: {kinds['changed']} changed, {kinds['missing']} missing, "
        f"{len(found.foreign)} foreign, {len(found.unseen)} not seen.",
        bold=True,
    )


def drift_json(found: Drift) -> dict[str, Any]:
    """Give the JSON form (docs/schema/output.schema.json, `drift`)."""
    return {
        "seen": found.seen,
        "drifted": [asdict(one) for one in found.drifted],
        "foreign": [asdict(one) for one in found.foreign],
        "unseen": [
            {"what": one.what, "error": one.error.message, "hint": one.error.hint} for one in found.unseen
        ],
    }


def _what(text: str) -> str:
    if not text.startswith(PREFIX):
        return type_word(text)
    parts = parse(text)
    return f"{type_word(parts.type)} {parts.name}"


def _code(found: Drift) -> ExitCode:
    if found.unseen:
        return ExitCode.INCOMPLETE
    return ExitCode.OK if found.clean else ExitCode.CHANGES


def _cases(found: Drift) -> Iterator[Case]:
    for one in found.drifted:
        changes = "; ".join(
            f"{change.path}: {value_word(change.old)} → {value_word(change.new)}" for change in one.changes
        )
        yield Case("drifted", f"{type_word(one.type)} {one.name}", "failed", one.kind, changes)
    for foreign in found.foreign:
        name = f"{type_word(foreign.type)} {foreign.name}"
        yield Case("foreign", name, "failed", "the site did not make it", foreign.id)
    for unseen in found.unseen:
        yield Case("unseen", _what(unseen.what), "broken", unseen.error.message, unseen.error.hint)
    if found.clean:
        yield Case("seen", count(found.seen, "object"), "passed")

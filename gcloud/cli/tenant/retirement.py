"""``govcloud tenant retirement``: carry out the end of a tenant, as far as it may go today."""

from dataclasses import replace
from pathlib import Path

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.options import common, example, site_argument, yes_option
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.tenant.looked_after import now
from gcloud.cli.words import count
from gcloud.cloud.tenants.holdings import Holdings
from gcloud.cloud.tenants.kinds import Kind
from gcloud.deploy.examine import usable
from gcloud.deploy.location import LOCAL_FOLDER
from gcloud.deploy.tenants.end import End, NotYetError, Ways, end_of, ready
from gcloud.deploy.tenants.ending import carry_out
from gcloud.deploy.tenants.files import retirement_file, write
from gcloud.deploy.tenants.whereabouts import whereabouts
from gcloud.errors import ExitCode
from gcloud.model.tenants.retirement import Done, Step
from gcloud.plan.tenants.retirement import WORDS


@click.command(
    epilog=example(
        "govcloud tenant retirement examples/ha-tinh interior-documents --dry-run",
        "govcloud tenant retirement examples/ha-tinh interior-documents --max-deletes 120",
    )
)
@site_argument
@click.argument("tenant", metavar="TENANT")
@click.option("--dry-run", is_flag=True, help="Show how far it is and what would be deleted; change nothing.")
@click.option(
    "--max-deletes",
    type=click.IntRange(min=0),
    metavar="N",
    help="Refuse to purge more than N objects.  [default: the site's max_deletes]",
)
@click.option(
    "--besides", multiple=True, metavar="SERVICE", help="A service that somebody else has looked after."
)
@click.option(
    "--exports",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where what describes the project is kept.  [default: SITE/.govcloud/exports]",
)
@yes_option
@common
def retirement(
    surface: Surface,
    site: Path,
    tenant: str,
    *,
    max_deletes: int | None,
    besides: tuple[str, ...],
    exports: Path | None,
    dry_run: bool,
    yes: bool,
) -> int:
    """Carry out the end of a tenant whose retirement was approved, as far as it may go today.

    The steps: access is off; what describes it is exported and its volumes are backed
    up; after the hold period all that the project holds is deleted, whoever made it;
    quotas are zeroed; the stack deletes the project. Each step that is done is noted in
    tenants/TENANT.retirement.yaml; run it again to go on, also after a run that was
    killed. Exit code 0 when the end is reached, 3 when something must come first.
    """
    loaded = usable(site)
    where = whereabouts(loaded, tenant)
    end = end_of(loaded, where)
    ways = Ways(
        exports=exports or site / LOCAL_FOLDER / "exports",
        max_deletes=loaded.site.max_deletes if max_deletes is None else max_deletes,
        besides=besides,
        listener=lambda kind, gone, of: _tell(surface, kind, gone, of),
        clock=now,
    )
    holds: Holdings | None = None
    if dry_run:
        holds, waits = _look(end, ways)
    else:
        end, waits = _go_on(surface, site, end, ways, yes=yes)
    _text(surface, end, holds, waits)
    return surface.finish(
        {
            "site": str(site),
            "tenant": tenant,
            "steps": [_step(one) for one in (end.noted.steps if end.noted else ())],
            "next": end.step.value if end.step else None,
            "hold_until": str(end.noted.hold_until) if end.noted else None,
            "waits_for": waits and {"message": waits.message, "hint": waits.hint},
            "holds": holds and _objects(holds),
        },
        ExitCode.CHANGES if end.step and not dry_run else ExitCode.OK,
    )


def _look(end: End, ways: Ways) -> tuple[Holdings | None, NotYetError | None]:
    holds = end.holdings() if end.noted is not None and end.step not in {None, Step.DELETED} else None
    try:
        ready(end, ways.clock())
    except NotYetError as error:
        return holds, error
    return holds, None


def _go_on(
    surface: Surface, site: Path, end: End, ways: Ways, *, yes: bool
) -> tuple[End, NotYetError | None]:
    while end.step is not None:
        try:
            if end.step is Step.PURGED:
                ready(end, ways.clock())
                _ask(surface, end, yes=yes)
            noted = carry_out(end, ways)
        except NotYetError as error:
            return end, error
        write(site, [retirement_file(noted)])
        end = replace(end, noted=noted)
        surface.note(f"{noted.steps[-1].step.value}: {WORDS[noted.steps[-1].step]}")
    return end, None


def _ask(surface: Surface, end: End, *, yes: bool) -> None:
    if not yes:
        held = end.holdings()
        _table(surface, held)
    question = f"Delete all that the project of {end.where.tenant.name} holds, for good?"
    if not confirmed(surface, question, yes=yes):
        raise DeclinedError


def _tell(surface: Surface, kind: Kind, gone: int, of: int) -> None:
    surface.note(f"  {kind.name}: {gone} of {of}")


def _text(surface: Surface, end: End, holds: Holdings | None, waits: NotYetError | None) -> None:
    done = {one.step: one for one in end.noted.steps} if end.noted else {}
    for step in Step:
        noted = done.get(step)
        when = f"{noted.on:%Y-%m-%d}" if noted else "-"
        surface.text(
            f"{step.value:<10} {when:<11} {(noted.evidence if noted else None) or WORDS[step]}", dim=not noted
        )
    if holds is not None:
        _table(surface, holds)
    if waits is not None:
        surface.text(waits.message, bold=True)
        surface.text(f"  {waits.hint}")


def _table(surface: Surface, held: Holdings) -> None:
    rows = [(one.noun, one.name, one.id) for one in held.objects if not one.by_itself]
    show_table(surface, ("Kind", "Name", "Id"), rows)
    surface.text(f"The project holds {count(len(held.objects), 'object')}, what goes with others included.")
    for error in held.unseen:
        surface.text(f"{error.message} {error.hint}")


def _step(done: Done) -> dict[str, str | None]:
    return {"step": done.step.value, "on": done.on.isoformat(), "evidence": done.evidence}


def _objects(held: Holdings) -> dict[str, object]:
    return {
        "kinds": held.numbers(),
        "objects": [
            {"kind": one.deletion.kind.name, "id": one.id, "name": one.name, "by_itself": one.by_itself}
            for one in held.objects
        ],
        "unseen": [error.message for error in held.unseen],
    }

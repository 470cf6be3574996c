"""``govcloud tenant history``: every change of tenants, told from what was signed, and who got access."""

from dataclasses import asdict
from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.tenants.accesses import kept
from gcloud.deploy.tenants.named import tenant_named
from gcloud.model.load import load
from gcloud.model.numbers import instant_text
from gcloud.plan.tenants.difference import Difference
from gcloud.plan.tenants.history import Event
from gcloud.plan.tenants.history import history as history_of


@click.command(
    epilog=example(
        "govcloud tenant history examples/ha-tinh interior-documents",
        "govcloud tenant history examples/ha-tinh --field quota --output json",
    )
)
@site_argument
@click.argument("tenant", metavar="[TENANT]", required=False)
@click.option("--field", metavar="PATH", help="Only changes of this field and what is in it, such as quota.")
@common
def history(surface: Surface, site: Path, tenant: str | None, *, field: str | None) -> int:
    """Show every approved change of a tenant, or of all: who, when, why, old, new, approval.

    And to whom its accounts were handed over, and which credentials its pipeline got, as
    far as that was done in this copy of the site: never what they are.
    """
    loaded = load(site)
    if tenant is not None:
        tenant_named(loaded, tenant)
    events = [(event, _about(event, field)) for event in history_of(loaded, tenant)]
    told = [(event, changes) for event, changes in events if changes or field is None]
    for event, changes in told:
        request, approval = event.request, event.approval
        surface.text(f"{approval.on:%Y-%m-%d}  {event.tenant}  {request.kind}  {request.name}", bold=True)
        surface.text(f"  asked by {request.requester} on {request.made_on}: {request.reason}")
        surface.text(f"  approved by {approval.by}" + (f": {approval.reason}" if approval.reason else ""))
        if approval.override:
            surface.text(f"  override: {approval.override}", fg="yellow")
        for one in changes:
            surface.text(f"  {one.path}: {one.old or '-'} → {one.new or '-'}")
    surface.text(f"{count(len(told), 'change')}.", bold=True)
    accesses = kept(site, tenant) if field is None else ()
    for access in accesses:
        until = f" until {access.until}" if access.until else ""
        surface.text(f"{access.on}  {access.tenant}  {access.kind}: {access.to}{until}, by {access.by}")
    return surface.finish(
        {
            "site": str(site),
            "changes": [_json(event, changes) for event, changes in told],
            "accesses": [asdict(access) for access in accesses],
        }
    )


def _about(event: Event, field: str | None) -> tuple[Difference, ...]:
    if field is None:
        return event.changes
    return tuple(one for one in event.changes if one.path == field or one.path.startswith(f"{field}."))


def _json(event: Event, changes: tuple[Difference, ...]) -> dict[str, object]:
    request, approval = event.request, event.approval
    return {
        "tenant": event.tenant,
        "request": request.name,
        "kind": request.kind.value,
        "asked_by": request.requester,
        "asked_on": request.made_on.isoformat(),
        "why": request.reason,
        "approved_by": approval.by,
        "approved_on": instant_text(approval.on),
        "approval_reason": approval.reason,
        "override": approval.override,
        "digest": approval.digest,
        "fields": [{"path": one.path, "old": one.old, "new": one.new} for one in changes],
    }

"""``govcloud tenant list``: the tenants, or the requests, one a line."""

from datetime import datetime
from pathlib import Path

import click

from gcloud.cli.day import DAY
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.tenant.lines import request_json, tenant_json
from gcloud.cli.words import count
from gcloud.model.load import load
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.register import Entry, register
from gcloud.plan.tenants.retirement import gone

STATES = ("active", "suspended", "retiring", "gone")


@click.command(
    "list",
    epilog=example(
        "govcloud tenant list examples/ha-tinh",
        "govcloud tenant list examples/ha-tinh --agency interior-department --state active",
        "govcloud tenant list examples/ha-tinh --requests",
    ),
)
@site_argument
@click.option("--agency", metavar="NAME", help="Only this organisation's.")
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--level", type=click.IntRange(1, 5), help="Only systems of this level.")
@click.option("--expires-before", type=DAY, metavar="DAY", help="Only those that end by then.")
@click.option("--requests", is_flag=True, help="The requests that wait for a decision instead.")
@click.option("--all", "everything", is_flag=True, help="With --requests: decided ones too.")
@common
def list_(
    surface: Surface,
    site: Path,
    *,
    agency: str | None,
    state: str | None,
    level: int | None,
    expires_before: datetime | None,
    requests: bool,
    everything: bool,
) -> int:
    """List the tenants of a site, or its requests.

    Reads the site's files only; what runs is told by `govcloud show`.
    """
    loaded = load(site)
    if requests:
        entries = [entry for entry in register(loaded) if everything or entry.approval is None]
        _requests(surface, entries)
        return surface.finish({"site": str(site), "requests": [request_json(entry) for entry in entries]})
    left = gone(loaded)
    told = [one.model_copy(update={"state": "gone"}) if one.name in left else one for one in loaded.tenants]
    tenants = [
        one
        for one in sorted(told, key=lambda one: one.name)
        if agency in {None, one.agency}
        and state in {None, one.state}
        and level in {None, one.system.level}
        and (expires_before is None or one.expires_on < expires_before.date())
    ]
    _tenants(surface, tenants)
    return surface.finish({"site": str(site), "tenants": [tenant_json(one) for one in tenants]})


def _tenants(surface: Surface, tenants: list[GrantedTenant]) -> None:
    show_table(
        surface,
        ("Tenant", "Agency", "Level", "Class", "State", "Review", "Expires", "Request"),
        [
            (
                one.name,
                one.agency,
                str(one.system.level),
                one.quota.class_name or "own figures",
                one.state,
                one.review_on.isoformat(),
                one.expires_on.isoformat(),
                one.request,
            )
            for one in tenants
        ],
    )
    surface.text(f"{count(len(tenants), 'tenant')}.", bold=True)


def _requests(surface: Surface, entries: list[Entry]) -> None:
    show_table(
        surface,
        ("Request", "Kind", "Made on", "Requester", "Tenants", "Status", "By"),
        [
            (
                entry.request.name,
                entry.request.kind.value,
                entry.request.made_on.isoformat(),
                entry.request.requester,
                ", ".join(one.name for one in entry.request.tenants),
                entry.status,
                entry.approval.by if entry.approval else "",
            )
            for entry in entries
        ],
    )
    surface.text(f"{count(len(entries), 'request')}.", bold=True)

"""``govcloud tenant notices``: tells people what they must know, once."""

from datetime import date
from pathlib import Path

import click

from gcloud.cli.day import today_option
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.examine import usable
from gcloud.deploy.tenants.delivery import deliver
from gcloud.deploy.tenants.observations import last
from gcloud.plan.tenants.build import tenant_plans
from gcloud.plan.tenants.consumption import consumption
from gcloud.plan.tenants.notices import notices as due
from gcloud.render.notices import message


@click.command(
    epilog=example(
        "govcloud tenant notices examples/ha-tinh",
        "govcloud tenant notices examples/ha-tinh --to smtp://mail.hatinh.example",
    )
)
@site_argument
@click.option(
    "--to",
    "target",
    metavar="TARGET",
    help="A folder, smtp://[USER@]HOST[:PORT], smtps://… or https://…; without it they are shown only.",
)
@today_option
@common
def notices(surface: Surface, site: Path, target: str | None, as_on: date) -> int:
    """Tell of decisions, of what ends or is to be reviewed within 30 days, of quotas that run full.

    In Vietnamese, to the tenant's contact and administrators; quotas by the last
    `govcloud tenant usage`. What was delivered to a target is not delivered there again.
    Passwords come from the variables GOVCLOUD_SMTP_PASSWORD and GOVCLOUD_WEBHOOK_SECRET;
    the sender's address from GOVCLOUD_SENDER.
    """
    loaded = usable(site)
    seen = last(site)
    lines = consumption(tenant_plans(loaded), seen, None, loaded.site.tenancy.warn_share) if seen else ()
    messages = [message(notice) for notice in due(loaded.site, as_on, lines)]
    delivered = () if target is None else deliver(site, messages, target)
    for one in messages if target is None else delivered:
        surface.text(f"{one.id}  →  {', '.join(one.to)}")
        surface.text(f"    {one.subject}", dim=True)
    what = "due" if target is None else f"due, {len(delivered)} delivered now"
    surface.text(f"{count(len(messages), 'notice')} {what}.", bold=True)
    return surface.finish(
        {
            "site": str(site),
            "target": target,
            "observed_at": seen.to_json()["at"] if seen else None,
            "notices": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "tenant": one.tenant,
                    "to": list(one.to),
                    "subject": one.subject,
                    "body": one.body,
                    "delivered": one in delivered,
                }
                for one in messages
            ],
        }
    )

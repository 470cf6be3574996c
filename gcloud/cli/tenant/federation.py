"""``govcloud tenant federation``: tell Keystone of the site's identity provider."""

import json
from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument, yes_option
from gcloud.cli.surface import Surface
from gcloud.deploy.examine import usable
from gcloud.plan.tenants.federation import federation as planned


@click.command(
    epilog=example(
        "govcloud tenant federation sites/ha-tinh", "govcloud tenant federation sites/ha-tinh --yes"
    )
)
@site_argument
@yes_option
@common
def federation(surface: Surface, site: Path, *, yes: bool) -> int:
    """Show, and with --yes set, the identity provider, mapping and protocol in Keystone.

    A person gets the roles of a tenant's group TENANT.ROLE by being in a group of that
    name at the provider. What Keystone has already is left alone. The web server before
    Keystone (mod_auth_openidc) is not ours to configure: docs/how-to/people.md.
    """
    described = usable(site).site
    plan = planned(described)
    surface.text(json.dumps(plan.rules, indent=2, ensure_ascii=False))
    done: list[str] = []
    if yes:
        from gcloud.cloud.connect import connect  # noqa: PLC0415 - half a second of imports, as below
        from gcloud.cloud.tenants.federation import federate  # noqa: PLC0415

        for cloud in described.clouds:
            told = federate(connect(cloud.cloud, region=cloud.region), plan)
            done += [f"{cloud.name}: {one}" for one in told]
        surface.text("\n".join(done) or "Nothing to do.", bold=True)
    return surface.finish(
        {
            "site": str(site),
            "provider": plan.provider,
            "issuer": plan.issuer,
            "mapping": plan.mapping,
            "rules": plan.rules,
            "done": done,
        }
    )

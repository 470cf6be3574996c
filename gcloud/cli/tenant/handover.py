"""``govcloud tenant handover``: give somebody their account."""

from datetime import UTC, datetime
from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.language import lang_option
from gcloud.cli.tenant.secret_out import Outlet, outlet_options
from gcloud.deploy.examine import usable
from gcloud.deploy.tenants.accesses import keep
from gcloud.deploy.tenants.people import hand_over
from gcloud.render.handover import handover_text
from gcloud.render.tenant_words import Language


@click.command(
    epilog=example(
        "govcloud tenant handover examples/ha-tinh interior-documents tran-thi-binh --lang vi",
        "govcloud tenant handover examples/ha-tinh interior-documents tran-thi-binh "
        '--recipient "$(cat binh.pub)" --to binh.age',
    )
)
@site_argument
@click.argument("tenant", metavar="TENANT")
@click.argument("person", metavar="PERSON")
@outlet_options
@lang_option
@common
def handover(
    surface: Surface,
    site: Path,
    tenant: str,
    person: str,
    *,
    file: Path | None,
    recipient: str | None,
    language: Language,
) -> int:
    """Give somebody their account: a one-time password and, for some roles, a second factor.

    Both are new, shown once and kept nowhere; what the account had before is void. So a
    forgotten password and a lost telephone are mended by another hand-over. Keystone lets
    nobody in until the password is changed, where it is told so. Who got an account and
    when, by whom and from which commit, is kept: `govcloud tenant history`.
    """
    outlet = Outlet(file, recipient)
    outlet.require(surface)
    given = hand_over(usable(site).site, tenant, person)
    # Before it is shown: what nobody could write down is handed over again.
    keep(site, tenant, "handed over", person, now=datetime.now(UTC))
    outlet.write(surface, handover_text(given, language))
    if not given.forced:
        surface.note("The cloud does not ask for a first password to be changed: see docs/how-to/people.md.")
    return surface.finish(
        {
            "site": str(site),
            "tenant": tenant,
            "person": person,
            "account": given.account,
            "second_factor": given.otpauth is not None,
            "change_forced": given.forced,
            "file": str(file) if file else None,
        }
    )

"""``govcloud tenant approve``: grant a request, by a signature."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument, yes_option
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.decision import decide, deciding


@click.command(
    epilog=example(
        "govcloud tenant approve examples/ha-tinh r-2026-0004",
        "govcloud tenant approve examples/ha-tinh r-2026-0004 --key ~/.ssh/id_ed25519_sk",
    )
)
@site_argument
@click.argument("request", metavar="REQUEST")
@deciding
@click.option("--reason", metavar="TEXT", help="Why it is granted.")
@click.option(
    "--override",
    metavar="TEXT",
    help="Why a quota may go below what is used or beyond the capacity; needs the role capacity.",
)
@yes_option
@common
def approve(
    surface: Surface,
    site: Path,
    request: str,
    *,
    key: str | None,
    by: str | None,
    reason: str | None,
    override: str | None,
    yes: bool,
) -> int:
    """Approve a request: see what it changes and what there is to ask, sign, write.

    The site as it would be is held against every rule first. The decision is signed
    by ssh-keygen or gpg, as git signs, by a key of the roster; the secret key stays
    where it is. Writes requests/REQUEST.approval.yaml and tenants/NAME.yaml.
    """
    return decide(surface, site, request, key, by, approve=True, reason=reason, override=override, yes=yes)

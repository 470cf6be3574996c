"""``govcloud tenant reject``: refuse a request, by a signature."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument, yes_option
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.decision import decide, deciding


@click.command(
    epilog=example('govcloud tenant reject examples/ha-tinh r-2026-0004 --reason "Use the platform"')
)
@site_argument
@click.argument("request", metavar="REQUEST")
@deciding
@click.option("--reason", metavar="TEXT", required=True, help="Why it is refused.")
@yes_option
@common
def reject(
    surface: Surface, site: Path, request: str, *, key: str | None, by: str | None, reason: str, yes: bool
) -> int:
    """Reject a request, with a reason, by a signature; nothing is granted.

    Writes requests/REQUEST.approval.yaml, which keeps the request from being
    approved later: what is to be decided anew is asked for anew.
    """
    return decide(surface, site, request, key, by, approve=False, reason=reason, yes=yes)

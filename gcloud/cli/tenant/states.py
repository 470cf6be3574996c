"""``govcloud tenant suspend``, ``resume`` and ``retire``: ask for tenants to be in another state."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.asks import Asking, asks, complete, tenants_argument
from gcloud.cli.tenant.submit import submit
from gcloud.deploy.tenants.asking import all_altered
from gcloud.deploy.tenants.proposal import present
from gcloud.model.tenants.request import RequestKind


def _asks_for(kind: RequestKind, state: str, what: str, *, why: str) -> click.Command:
    """Make the command that asks for a state.

    Args:
        kind: of the request; the command is called like it.
        state: what the tenants shall be.
        what: the command's help.
        why: the reason in its example.
    """

    @click.command(
        kind.value,
        help=what,
        epilog=example(
            f"govcloud tenant {kind.value} examples/ha-tinh interior-documents"
            f' --requester tran-thi-binh --reason "{why}"'
        ),
    )
    @site_argument
    @tenants_argument
    @common
    @asks
    def command(surface: Surface, site: Path, tenants: tuple[str, ...], asking: Asking) -> int:
        there = present(site)
        said = all_altered(there, tenants, {"state": state})
        return submit(surface, there, kind, said, asking=complete(asking))

    return command


suspend = _asks_for(
    RequestKind.SUSPEND,
    "suspended",
    "Ask for access to be taken away: nobody gets in, nothing new is made; what runs runs on.",
    why="The contract has ended",
)
resume = _asks_for(
    RequestKind.RESUME, "active", "Ask for access to be given again.", why="The contract was renewed"
)
retire = _asks_for(
    RequestKind.RETIRE,
    "retiring",
    "Ask for the end: access off, then a hold period, then export, backup and removal.",
    why="The system was replaced",
)

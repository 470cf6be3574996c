"""``govcloud hosts``: the hosts of a site, and the keys by which they are known."""

import click

from gcloud.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "list": ("gcloud.cli.hosts.list_:list_", "List hosts with their groups, and whose keys are known."),
    "trust": ("gcloud.cli.hosts.trust:trust", "Vouch for the host keys of hosts that nobody knows yet."),
    "inventory": ("gcloud.cli.hosts.inventory:inventory_", "Write an Ansible inventory of hosts."),
}


@click.command(
    cls=LazyGroup,
    table=COMMANDS,
    help="""The hosts of a site: what can be hardened, and the keys by which they are known.

\b
  govcloud hosts list  --site examples/ha-tinh
  govcloud hosts trust hypervisor-1 --site examples/ha-tinh
""",
    no_args_is_help=True,
)
def hosts() -> None:
    """The group itself does nothing."""

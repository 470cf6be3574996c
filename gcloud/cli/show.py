"""``govcloud show``: what runs now?"""

import os
from dataclasses import asdict
from pathlib import Path

import click
from rich import box
from rich.table import Table

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.words import count, type_word
from gcloud.deploy.inventory import Inventory, inventory
from gcloud.deploy.location import backend
from gcloud.deploy.passphrase import passphrase_of
from gcloud.deploy.stacks import stacks_of
from gcloud.deploy.target import target
from gcloud.engine.state.errors import PassphraseError
from gcloud.engine.state.view import read_stack
from gcloud.model.load import load_with_positions


@click.command(epilog=example("govcloud show examples/ha-tinh"))
@site_argument
@click.option(
    "--state",
    metavar="DIR|URL",
    help="The state: a folder or file:// URL.  [default: PULUMI_BACKEND_URL, else SITE/.govcloud/state]",
)
@common
def show(surface: Surface, site: Path, state: str | None) -> int:
    """Show what runs now: zones, servers, systems and their levels.

    Read from the state; no cloud is asked. What somebody changed behind our back
    is not seen here.
    """
    loaded = load_with_positions(site)
    described = loaded.site
    stacks = [
        target(site, one.name, state=state, program=one.program)
        for one in stacks_of(loaded, backend(site, state))
    ]
    where = stacks[0]
    try:
        secret: str | None = passphrase_of(where, os.environ)
    except PassphraseError:
        secret = None  # a state without secrets can be shown without a passphrase
    views = [read_stack(one.backend.local(), one.program.project, one.stack, secret) for one in stacks]
    resources = tuple(resource for view in views for resource in view.resources)
    now = inventory(described, resources, where.program.packages)
    for notice in (notice for view in views for notice in view.notices):
        surface.note(notice)
    unanswered = sum(len(view.unanswered) for view in views)
    _text(surface, described.name, now)
    if unanswered:
        surface.text(
            f"A run was stopped in the middle: {count(unanswered, 'step')} without an answer. "
            f"`govcloud up {site}` finds out what became of it."
        )
    return surface.finish(
        {
            "site": str(site),
            "stack": where.stack,
            "project": where.program.project,
            "state": where.backend.url,
            "zones": [asdict(zone) for zone in now.zones],
            "servers": [asdict(server) for server in now.servers],
            "systems": dict(now.systems),
            "resources": dict(now.resources),
            "total": now.total,
            "outputs": dict(now.outputs),
            "changed": now.changed,
            "unanswered": unanswered,
        }
    )


def _text(surface: Surface, name: str, now: Inventory) -> None:
    if surface.json:
        return
    if not now.total:
        surface.text(f"{name}: nothing runs.", bold=True)
        return
    surface.text(
        f"{name}: {count(now.total, 'resource')}, last changed {now.changed[:19].replace('T', ' ')} UTC"
    )
    console = surface.console()
    zones = Table("Zone", "Purpose", "Network", "Servers", box=box.SIMPLE_HEAD, title_justify="left")
    for zone in now.zones:
        zones.add_row(zone.name, zone.label, zone.cidr, str(zone.servers))
    console.print(zones)
    servers = Table("Server", "System", "Level", "Zone", "Address", "Public", "Size", box=box.SIMPLE_HEAD)
    for server in now.servers:
        level = "" if server.level is None else str(server.level)
        servers.add_row(
            server.name, server.system, level, server.zone, server.address, server.public, server.flavor
        )
    console.print(servers)
    kinds = ", ".join(f"{number} {type_word(type_)}" for type_, number in now.resources.items())
    surface.text(f"All: {kinds}.")

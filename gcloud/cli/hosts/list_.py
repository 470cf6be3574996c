"""``govcloud hosts list``: which hosts are there, and by which words are they meant?"""

from pathlib import Path

import click

from gcloud.cli.hardening.options import site_option, where
from gcloud.cli.options import common, example
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.words import count
from gcloud.deploy.examine import usable
from gcloud.deploy.hardening.targets import chosen
from gcloud.harden.keys.known_hosts import NAME, KnownHosts
from gcloud.plan.hardening.hosts import estate

_COLUMNS = ("Host", "Address", "System", "Level", "Zone", "Groups", "Key")


@click.command(
    name="list", epilog=example("govcloud hosts list --site examples/ha-tinh", "govcloud hosts list @dmz")
)
@click.argument("words", nargs=-1, metavar="[HOSTS...]")
@site_option
@common
def list_(surface: Surface, words: tuple[str, ...], site: Path | None) -> int:
    """List the hosts of a site: servers of its cloud and other machines, with their groups."""
    folder = where(site)
    found = estate(usable(folder).site)
    known = KnownHosts(folder / NAME)
    machines = [found.machines[name] for name in chosen(words or ("all",), found.groups)]
    rows = [
        {
            "name": one.name,
            "address": one.address,
            "port": one.port,
            "user": one.user,
            "system": one.system,
            "level": one.level,
            "zone": one.zone,
            "roles": list(one.roles),
            "groups": sorted(one.groups),
            "keys": [key.fingerprint for key in known.keys(one.name)],
        }
        for one in machines
    ]
    show_table(
        surface,
        _COLUMNS,
        [
            (
                one.name,
                one.address,
                one.system,
                str(one.level),
                one.zone or "",
                " ".join(f"@{group}" for group in sorted(one.groups)),
                "known" if known.keys(one.name) else "on record" if one.fingerprints else "",
            )
            for one in machines
        ],
    )
    surface.text(f"{count(len(machines), 'host')}.", bold=True)
    return surface.finish({"site": str(folder), "hosts": rows})

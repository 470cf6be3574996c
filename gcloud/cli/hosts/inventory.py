"""``govcloud hosts inventory``: the hosts of a site for plain `ansible-playbook`."""

from pathlib import Path

import click

from gcloud.cli.hardening.options import key_option, site_option, where
from gcloud.cli.options import common, example
from gcloud.cli.output_file import write_text
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.examine import usable
from gcloud.deploy.hardening.of_site import targets_of_site
from gcloud.plan.hardening.hosts import estate
from gcloud.render.hardening.inventory import inventory_text


@click.command(
    name="inventory",
    epilog=example(
        "govcloud hosts inventory all --site examples/ha-tinh --to hosts.yml",
        "ansible-playbook -i hosts.yml playbooks/harden.yml --check",
    ),
)
@click.argument("words", nargs=-1, metavar="[HOSTS...]")
@site_option
@key_option
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Instead of stdout."
)
@common
def inventory_(
    surface: Surface, words: tuple[str, ...], site: Path | None, key: Path | None, to: Path | None
) -> int:
    """Write an Ansible inventory of hosts, with what each must be. No secret is in it."""
    loaded = usable(where(site))
    targets = targets_of_site(loaded, estate(loaded.site), words or ("all",), key=key)
    assert not isinstance(targets.inventory, Path)  # noqa: S101 - a site's is made, not read
    text = inventory_text(targets.inventory)
    if to is not None:
        write_text(to, text)
        surface.note(f"Wrote {to}: {count(len(targets.hosts), 'host')}.")
    else:
        surface.text(text.rstrip("\n"))
    return surface.finish({"file": None if to is None else str(to), "inventory": dict(targets.inventory)})

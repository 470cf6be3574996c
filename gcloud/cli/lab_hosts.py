"""``govcloud lab hosts``: real hosts on this machine, to try hardening, patching and judges on."""

import subprocess
from collections.abc import Sequence
from typing import Any

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.interrupt import stoppable
from gcloud.cli.lab_progress import lab_progress
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.lab.hosts import api, record
from gcloud.lab.hosts.access import ssh_command
from gcloud.lab.hosts.context import INSTALLER, OPERATOR, HostsLab
from gcloud.lab.hosts.systems import DEFAULT, SYSTEMS

MIB = 1024**2
STOPPING = "Stopping; hosts that run already run on. Ctrl-C again stops at once."


@click.group(epilog=example("govcloud lab hosts up --count 2", "govcloud lab hosts ssh host-1 uname -a"))
def hosts() -> None:
    """Real Debian hosts on this machine: to be hardened, patched, judged and broken.

    They are containers with systemd, sshd, a firewall and a network of their own;
    this machine's network is not changed. They do not need the lab's cloud.
    """


@hosts.command(
    epilog=example("govcloud lab hosts up --count 2", "govcloud lab hosts up --names web --system debian-13")
)
@click.option("--count", type=click.IntRange(1, 100), help="So many, called host-1, host-2, ... [default: 1]")
@click.option("--names", metavar="NAMES", help="Hosts of these names, divided by commas.")
@click.option(
    "--system",
    type=click.Choice(list(SYSTEMS)),
    default=DEFAULT,
    show_default=True,
    help="What new hosts run.",
)
@common
def up(surface: Surface, count: int | None, names: str | None, system: str) -> int:
    """Make hosts, or switch on those that are there.

    The first one of a system takes a minute, to build what all hosts of it share;
    every further one a second. A run that was stopped is continued by the same command.
    """
    wanted = _names(count, names)
    with stoppable(STOPPING) as cancel, lab_progress(surface, "Hosts") as progress:
        lab = HostsLab(HostsLab.from_environment().lab, cancel)
        api.up(lab, wanted, system_name=system, on_progress=progress)
    return _show(surface, lab)


@hosts.command("list", epilog=example("govcloud lab hosts list --output json"))
@common
def list_(surface: Surface) -> int:
    """Show the hosts: system, address, port, whether they are on."""
    return _show(surface, HostsLab.from_environment())


@hosts.command(epilog=example("govcloud lab hosts reset host-1"))
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@common
def reset(surface: Surface, names: Sequence[str]) -> int:
    """Make hosts as if they had never run; they keep names, addresses and host keys."""
    lab = HostsLab.from_environment()
    for name in names:
        api.reset(lab, name)
        surface.text(f"{name} is fresh.")
    return surface.finish(_document(lab))


@hosts.command(epilog=example("govcloud lab hosts restart host-1 --cut"))
@click.argument("name")
@click.option("--cut", is_flag=True, help="Cut its power instead: everything ends at once.")
@common
def restart(surface: Surface, name: str, *, cut: bool) -> int:
    """Reboot a host and wait until one can log in; what it has written stays."""
    lab = HostsLab.from_environment()
    api.restart(lab, name, cut=cut)
    surface.text(f"{name} is up again.")
    return surface.finish(_document(lab))


@hosts.command(epilog=example("govcloud lab hosts down", "govcloud lab hosts down host-2 --yes"))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@yes_option
@common
def down(surface: Surface, names: Sequence[str], *, yes: bool) -> int:
    """Remove hosts with all that is in them; all, where none is named."""
    lab = HostsLab.from_environment()
    gone = [record.find(lab, name) for name in names] or list(record.hosts(lab))
    what = ", ".join(host.name for host in gone)
    if gone and not confirmed(surface, f"Remove {what} with all that is in them?", yes=yes):
        raise DeclinedError
    api.down(lab, names)
    surface.text(f"Removed: {what or 'nothing, there was no host'}.")
    return surface.finish(_document(lab))


@hosts.command(
    epilog=example("govcloud lab hosts ssh host-1", "govcloud lab hosts ssh host-1 systemctl --failed"),
    context_settings={"ignore_unknown_options": True},
)
@click.argument("name")
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="[COMMAND]...")
@click.option(
    "--user",
    type=click.Choice([INSTALLER, OPERATOR]),
    default=INSTALLER,
    show_default=True,
    help="govops has the password in the file that `inventory` names.",
)
def ssh(name: str, command: Sequence[str], user: str) -> int:
    """Log in to a host, or run a command there; the exit code is the command's.

    Only the host keys that were made with the hosts are trusted.
    """
    lab = HostsLab.from_environment()
    return subprocess.call([*ssh_command(lab, record.find(lab, name), user), *command])


@hosts.command(
    epilog=example('ansible -i "$(govcloud lab hosts inventory)" all -m ping -e ansible_pipelining=1')
)
@common
def inventory(surface: Surface) -> int:
    """Print the path of an Ansible inventory of the hosts."""
    lab = HostsLab.from_environment()
    surface.text(str(lab.inventory_file))
    surface.note(f"The operator's password for sudo is in {lab.password_file}.")
    return surface.finish({"inventory": str(lab.inventory_file), "password_file": str(lab.password_file)})


def _names(count: int | None, names: str | None) -> tuple[str, ...]:
    if count is not None and names is not None:
        raise click.UsageError("--count and --names can't go together")
    if names is not None:
        return tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    return tuple(f"host-{n}" for n in range(1, (count or 1) + 1))


def _show(surface: Surface, lab: HostsLab) -> int:
    found = api.listed(lab)
    show_table(
        surface,
        ("Host", "System", "Address", "Ssh", "State", "Memory"),
        [
            (
                one.host.name,
                one.host.system,
                one.host.address,
                f"127.0.0.1:{one.host.port}",
                "on" if one.on else "off",
                f"{one.memory / MIB:.0f} MiB" if one.on else "",
            )
            for one in found
        ],
    )
    surface.text(f"Inventory: {lab.inventory_file}" if found else "There is no host.")
    return surface.finish(_document(lab))


def _document(lab: HostsLab) -> dict[str, Any]:
    return {
        "inventory": str(lab.inventory_file),
        "hosts": [
            {
                "name": one.host.name,
                "system": one.host.system,
                "address": one.host.address,
                "port": one.host.port,
                "on": one.on,
                "memory": one.memory,
                "console": str(one.console),
            }
            for one in api.listed(lab)
        ],
    }

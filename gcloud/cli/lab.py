"""``govcloud lab``: the built-in cloud of this machine."""

import shlex
from dataclasses import asdict
from pathlib import Path

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.interrupt import stoppable
from gcloud.cli.lab_hosts import hosts
from gcloud.cli.lab_progress import lab_progress
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.surface import Surface
from gcloud.errors import ExitCode
from gcloud.lab import api
from gcloud.lab.registry import EXTRAS
from gcloud.lab.settings import LabSettings
from gcloud.lab.status import LabStatus

MIB = 1024**2
NONE = "none"
COLORS = {"ready": "green", "silent": "yellow", "starting": "yellow"}

STOPPING = "Stopping the start; Debian's packages are finished first. Ctrl-C again stops at once."

for_option = click.option(
    "--for",
    "site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="SITE",
    help="Also give the cloud the names that this site's clouds have in clouds.yaml.",
)
with_option = click.option(
    "--with",
    "extras",
    metavar="NAMES",
    help=f"From now on also serve these, divided by commas: {', '.join(EXTRAS)}; `none` for none of them.",
)


@click.group(epilog=example("govcloud lab up --for examples/ha-tinh", 'eval "$(govcloud lab env)"'))
def lab() -> None:
    """The built-in cloud: a real OpenStack on this machine, bound to loopback.

    It lives in /var/lib/govcloud-lab, or where the variable GOVCLOUD_LAB says.
    Its hypervisors are fake: servers are scheduled and counted, nothing boots.
    """


@lab.command(
    epilog=example("govcloud lab up --for examples/ha-tinh", "govcloud lab up --with dns,key-manager")
)
@for_option
@with_option
@common
def up(surface: Surface, site: Path | None, extras: str | None) -> int:
    """Bring the cloud up, from a bare machine or from wherever it is.

    Installs what is missing, once: Debian's packages and a virtual environment of
    pinned releases. A run that was stopped is continued by the same command.
    """
    settings = LabSettings.from_environment()
    names = _extras(extras)
    with stoppable(STOPPING) as cancel, lab_progress(surface, f"Lab in {settings.folder}") as progress:
        api.up(settings, aliases=_names(site), extras=names, on_progress=progress, cancel=cancel)
    status = api.status(settings)
    surface.text(
        f"The lab is up: {len(status.processes)} processes, {status.memory / MIB:.0f} MiB. "
        f"Its clouds.yaml: {status.clouds_file}",
        bold=True,
    )
    surface.text('Use it with: eval "$(govcloud lab env)"')
    return surface.finish(_document(status))


@lab.command(epilog=example("govcloud lab status", "govcloud lab status --output json"))
@common
def status(surface: Surface) -> int:
    """Show each process with its state, port and log; exit code 4 unless all are ready."""
    found = api.status(LabSettings.from_environment())
    _table(surface, found)
    return surface.finish(_document(found), ExitCode.OK if found.condition == "up" else ExitCode.REFUSED)


@lab.command(epilog=example("govcloud lab down"))
@common
def down(surface: Surface) -> int:
    """Stop the cloud; its data stay, and `up` brings back what was in it."""
    settings = LabSettings.from_environment()
    api.down(settings)
    surface.text("The lab is down: no process, mount or network device of it is left.")
    return surface.finish(_document(api.status(settings)))


@lab.command(epilog=example("govcloud lab reset"))
@yes_option
@common
def reset(surface: Surface, *, yes: bool) -> int:
    """Stop the cloud and forget all that was in it; what was installed stays."""
    settings = LabSettings.from_environment()
    if not confirmed(surface, f"Forget all that is in the lab in {settings.folder}?", yes=yes):
        raise DeclinedError
    api.reset(settings)
    surface.text("The lab is empty. What was installed for it is kept, so the next `up` is quick.")
    return surface.finish(_document(api.status(settings)))


@lab.command(epilog=example('eval "$(govcloud lab env)"'))
@common
def env(surface: Surface) -> int:
    """Print the variables with which any OpenStack or Pulumi program uses the lab."""
    variables = api.env(LabSettings.from_environment())
    for name, value in variables.items():
        surface.text(f"export {name}={shlex.quote(value)}")
    return surface.finish({"variables": dict(variables)})


lab.add_command(hosts)


def _extras(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return () if text == NONE else tuple(name.strip() for name in text.split(","))


def _names(site: Path | None) -> tuple[str, ...]:
    if site is None:
        return ()
    from gcloud.model.load import load  # noqa: PLC0415 - only where a site is given

    return tuple(cloud.cloud for cloud in load(site).clouds)


def _table(surface: Surface, found: LabStatus) -> None:
    if surface.json:
        return
    from rich import box  # noqa: PLC0415 - costs 0.1 s, which the JSON form need not wait for
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("Process", "Service", "State", "Pid", "Up", "Port", "Log", box=box.SIMPLE_HEAD)
    for one in found.processes:
        table.add_row(
            one.name,
            one.service,
            Text(one.state, style=COLORS.get(one.state, "red")),
            str(one.pid or ""),
            f"{one.uptime:.0f} s" if one.pid else "",
            str(one.port or ""),
            str(one.log),
        )
    if found.processes:
        surface.console().print(table)
    for one in found.processes:
        if one.reason:
            surface.text(f"{one.name}: {one.reason}", fg="yellow")
    surface.text(f"The lab in {found.folder} is {found.condition}, {found.memory / MIB:.0f} MiB.", bold=True)


def _document(found: LabStatus) -> dict[str, object]:
    return {
        "folder": str(found.folder),
        "condition": found.condition,
        "memory": found.memory,
        "clouds_file": str(found.clouds_file),
        "processes": [{**asdict(one), "log": str(one.log)} for one in found.processes],
    }

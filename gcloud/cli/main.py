"""The command ``govcloud``: its sub-commands, and the one place where errors end.

Commands are named in a table and imported when they are called, so that
``govcloud --help`` costs no more than click itself. Commands raise; what an
error looks like, and which exit code the process dies of, is decided here only.
"""

import gc
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import NoReturn

import click

from gcloud import __version__
from gcloud.cli.lazy import LazyGroup
from gcloud.cli.surface import Surface
from gcloud.errors import ExitCode, GovCloudError, InputError

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("gcloud.cli.check:check", "Check a site's files; show every problem at once."),
    "policy": ("gcloud.cli.policy:policy", "Judge a site by the province's rules, waivers included."),
    "schema": ("gcloud.cli.schema:schema", "Write the JSON Schema of a site's files."),
    "allot": ("gcloud.cli.allot:allot", "Allot addresses to what has none and record them."),
    "plan": ("gcloud.cli.plan:plan", "Show what `up` would change in the cloud."),
    "up": ("gcloud.cli.up:up", "Make the cloud what the site describes."),
    "down": ("gcloud.cli.down:down", "Destroy what the site made in the cloud."),
    "adopt": ("gcloud.cli.adopt:adopt", "Bring a site's state back from a running cloud."),
    "import": ("gcloud.cli.import_:import_", "Take existing objects as resources of the site."),
    "show": ("gcloud.cli.show:show", "Show what runs now, from the state."),
    "drift": ("gcloud.cli.drift:drift", "Show where the cloud is not what the state says."),
    "refresh": ("gcloud.cli.refresh:refresh", "Make the state what the cloud is."),
    "history": ("gcloud.cli.history:history", "Show who ran what, when, and how it ended."),
    "state": ("gcloud.cli.state:state", "Look into the state, edit it, mend it, carry it elsewhere."),
    "capacity": ("gcloud.cli.capacity:capacity_", "Show how full the province is, against its machines."),
    "tenant": ("gcloud.cli.tenant.group:tenant", "Tenants of agencies: ask, decide, change, show, end."),
    "ci": ("gcloud.cli.ci.group:ci", "Pipelines for GitLab, Forgejo and GitHub."),
    "hosts": ("gcloud.cli.hosts.group:hosts", "Hosts of a site: list, vouch for their keys, inventory."),
    "harden": ("gcloud.cli.harden:harden", "Bring hosts to the baseline that their level asks for."),
    "patch": ("gcloud.cli.patch:patch", "Bring security updates to hosts, in waves; say what is open."),
    "audit": ("gcloud.cli.audit:audit", "Say how hosts stand against their baseline; change nothing."),
    "results": ("gcloud.cli.host_results.group:results", "Results of hosts: show, page, compare two runs."),
    "judge": ("gcloud.cli.judge:judge_", "Have hosts judged by OpenSCAP, Lynis and ssh-audit."),
    "lab": ("gcloud.cli.lab:lab", "The built-in cloud: a real OpenStack on this machine."),
}
"""Name → where the command is, and the line that ``govcloud --help`` shows."""

_RARELY = (50_000, 20, 100)
"""Allocations between two collections of garbage, by generation."""

HELP = """A province's data centre, from its description to a running cloud.

SITE is a folder of YAML files, for example examples/ha-tinh.

\b
  govcloud check examples/ha-tinh
  govcloud plan  examples/ha-tinh
  govcloud up    examples/ha-tinh

\b
Exit codes:
    0  done, or nothing to do       5  locked by another run
    1  internal error               6  findings (policy, audit)
    2  usage or bad input           7  incomplete: something could not be seen
    3  changes pending (if asked)   130  interrupted
    4  the cloud refused or failed
"""


@click.command(
    cls=LazyGroup,
    table=COMMANDS,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)
@click.version_option(__version__, prog_name="govcloud", message="%(prog)s %(version)s")
def govcloud() -> None:
    """The group itself does nothing; its help is HELP."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; never raises.

    Args:
        arguments: what follows the program's name.
    """
    # Known before click has parsed anything, so that even a usage error is JSON when JSON was asked for.
    fallback = Surface(command=" ".join(arguments[:1]), json=_wants_json(arguments), color=False)
    holder: list[Surface] = [fallback]
    try:
        code = govcloud.main(args=list(arguments), prog_name="govcloud", standalone_mode=False, obj=holder)
    except SystemExit:
        # The reader of our output has gone (head, less): click stops, and nothing is left to say.
        return int(ExitCode.OK)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place where errors end
        return _end(holder[-1], error)
    return int(code or 0)


def main() -> NoReturn:
    """Entry point of the console script."""
    # A command builds what it needs and ends: looking for garbage in a large site was a third of reading it.
    gc.set_threshold(*_RARELY)
    code = run(sys.argv[1:])
    if code == ExitCode.INTERRUPTED:
        # Threads that still wait for a cloud's answer must not keep whoever pressed Ctrl-C.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _end(surface: Surface, error: BaseException) -> int:
    match error:
        case click.Abort() | KeyboardInterrupt():
            return surface.interrupted()
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message(), err=True)
            return int(ExitCode.USAGE)
        case click.ClickException():
            return surface.fail(_from_click(error))
        case GovCloudError():
            return surface.fail(error)
        case _:
            from gcloud.cli.crash import crashed  # noqa: PLC0415 - needed only when we crash

            return surface.fail(crashed(error))


def _wants_json(arguments: Sequence[str]) -> bool:
    return "--output=json" in arguments or ("--output", "json") in pairwise(arguments)


def _from_click(error: click.ClickException) -> GovCloudError:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "govcloud"
    return InputError(error.format_message(), hint=f"See `{path} --help`.")

"""``govcloud harden``: bring hosts to the baseline that their level asks for."""

from contextlib import nullcontext
from typing import Any

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.hardening.files import Reports, report_options, write_reports
from gcloud.cli.hardening.going import gather, go
from gcloud.cli.hardening.manner import manner_options
from gcloud.cli.hardening.options import Chosen, host_options
from gcloud.cli.hardening.shown import show_changes, show_hosts, summary
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.hardening.gather import Gathered, alone
from gcloud.deploy.hardening.work import Done, Manner
from gcloud.errors import ExitCode
from gcloud.plan.hardening.documents import results_json


@click.command(
    epilog=example(
        "govcloud harden one-stop-web-1 --site examples/ha-tinh --check --diff",
        "govcloud harden @zone/dmz --site examples/ha-tinh --ask-become-password",
        "govcloud harden all --serial 10% --max-fail 20% --yes",
        "govcloud harden all --inventory hosts.yml --vault vault.yml",
    )
)
@host_options
@click.option("--check", is_flag=True, help="Change nothing; say what a run would change.")
@click.option("--diff", is_flag=True, help="Show from what to what, line by line.")
@manner_options
@click.option("--serial", metavar="N|N%", help="Finish so many hosts, or such a share, before others begin.")
@click.option(
    "--max-fail", metavar="N%", help="Begin with no others when more than this share of hosts has failed."
)
@report_options
@yes_option
@common
def harden(
    surface: Surface,
    hosts: Chosen,
    depth: str | None,
    manner: Manner,
    reports: Reports,
    *,
    check: bool,
    diff: bool,
    yes: bool,
) -> int:
    """Bring hosts to their baseline: the controls that their system's level asks for.

    HOSTS are names, @groups (@zone/dmz, @system/lgsp, @role/database), patterns
    (one-stop-*), or `all`. What could cut access is applied under a guard on the host, which
    takes it back unless a new connection confirms it. A host that fails keeps no other
    from its turn; the run can be repeated, and a second one changes nothing.

    Exit code 3 with --check if a run would change something, 4 if a host was not done or
    something on it could not be brought about.
    """
    found = gather(surface, hosts, depth)
    going = len(found.targets.hosts) - len(found.held)
    if not check and going and not confirmed(surface, _question(found, going), yes=yes):
        raise DeclinedError
    with nullcontext() if check else alone(found.targets.folder):
        went = go(surface, "harden", found, hosts, manner)
    done = went.done
    show_changes(surface, done.results.hosts, dict(done.answers), diff=diff)
    show_hosts(surface, done.results.hosts)
    surface.text(summary(done.results.hosts), bold=True)
    write_reports(reports, done.results)
    result: dict[str, Any] = {
        "check": check,
        "kept": str(went.kept),
        "seconds": round(done.seconds, 1),
        "diffs": {name: list(one.diffs) for name, one in done.answers.items() if one.diffs} if diff else {},
        "results": results_json(done.results),
    }
    return surface.finish(result, _code(done, check=check))


def _question(found: Gathered, going: int) -> str:
    where = f" of {found.targets.name}" if found.targets.name else ""
    return f"Harden {count(going, 'host')}{where}?"


def _code(done: Done, *, check: bool) -> ExitCode:
    if done.interrupted:
        return ExitCode.INTERRUPTED
    if not done.whole:
        return ExitCode.REFUSED
    pending = check and any(one.changes for one in done.results.hosts)
    return ExitCode.CHANGES if pending else ExitCode.OK

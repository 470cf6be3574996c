"""``govcloud audit``: how do hosts stand against the baseline that their level asks for?"""

import click

from gcloud.cli.hardening.files import Reports, report_options, write_reports
from gcloud.cli.hardening.going import gather, go
from gcloud.cli.hardening.manner import manner_options
from gcloud.cli.hardening.options import Chosen, host_options
from gcloud.cli.hardening.shown import show_controls, show_hosts, summary
from gcloud.cli.options import common, example
from gcloud.cli.surface import Surface
from gcloud.deploy.hardening.work import Done, Manner
from gcloud.errors import ExitCode
from gcloud.plan.hardening.documents import results_json
from gcloud.plan.hardening.gather import unmet, unseen

_NAMED = 5
"""Hosts that are named of a control that fails on more."""


@click.command(
    epilog=example(
        "govcloud audit all --site examples/ha-tinh",
        "govcloud audit @system/lgsp --site examples/ha-tinh --results lgsp.json",
        "govcloud audit all --inventory hosts.yml --output json",
    )
)
@host_options
@manner_options
@report_options
@common
def audit(surface: Surface, hosts: Chosen, depth: str | None, manner: Manner, reports: Reports) -> int:
    """Say how hosts stand against their baseline. Nothing on them is changed.

    HOSTS are names, @groups (@zone/dmz, @system/lgsp, @role/database), patterns
    (one-stop-*), or `all`. What could not be seen is said to be unseen, never left out.

    Exit code 6 if a control fails or a waiver has expired, 7 if something could not be seen.
    """
    found = gather(surface, hosts, depth)
    went = go(surface, "audit", found, hosts, manner)
    results = went.done.results
    show_controls(surface, results.hosts, most=_NAMED)
    show_hosts(surface, results.hosts)
    surface.text(summary(results.hosts), bold=True)
    write_reports(reports, results)
    return surface.finish(
        {"kept": str(went.kept), "seconds": round(went.done.seconds, 1), "results": results_json(results)},
        _code(went.done),
    )


def _code(done: Done) -> ExitCode:
    if done.interrupted:
        return ExitCode.INTERRUPTED
    if unmet(done.results.hosts):
        return ExitCode.FINDINGS
    return ExitCode.INCOMPLETE if unseen(done.results.hosts) else ExitCode.OK

"""``govcloud judge``: have hosts judged by those who did not write the hardening."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gcloud.cli.options import common, example
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.words import count
from gcloud.errors import ExitCode, InputError
from gcloud.harden.judges.report import Finding, Judgement
from gcloud.harden.judges.sitting import JUDGES, PROFILES, judge
from gcloud.harden.judges.target import EVERYBODY, targets
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.judges import kit


@click.command(
    "judge",
    epilog=example(
        "govcloud judge host-1", "govcloud judge all --profile cis-l1 --with openscap --output json"
    ),
)
@click.argument("hosts", nargs=-1, metavar="[HOST]...")
@click.option(
    "--inventory",
    type=click.Path(exists=True, path_type=Path),
    help="An Ansible inventory with the hosts. [default: the one of the lab's hosts]",
)
@click.option(
    "--with",
    "judges",
    metavar="JUDGES",
    help=f"Some of them, divided by commas: {', '.join(JUDGES)}. [default: all]",
)
@click.option(
    "--profile",
    "profiles",
    type=click.Choice(list(PROFILES)),
    multiple=True,
    help="What OpenSCAP judges by; may be repeated. [default: both]",
)
@common
def judge_(
    surface: Surface,
    hosts: tuple[str, ...],
    inventory: Path | None,
    judges: str | None,
    profiles: tuple[str, ...],
) -> int:
    """Have hosts (all, where none is named) judged by OpenSCAP, Lynis and ssh-audit.

    Nothing is installed on a host: the judges come in a folder in memory and go with
    it. They need ssh as somebody who may sudo without a password. The exit code is
    0 whatever they say, and 7 when a host could not be judged.
    """
    lab = HostsLab.from_environment()
    wanted = _judges(judges)
    chosen = targets(inventory or lab.inventory_file, hosts or (EVERYBODY,))
    surface.note("Fetching the judges, unless they are here ...")
    found = judge(
        chosen,
        kit(lab),
        judges=wanted,
        profiles=profiles or tuple(PROFILES),
        tell=lambda host, what: surface.note(f"{host}: {what}"),
    )
    _show(surface, found)
    missing = any(one.problem for one in found)
    document = {"judgements": [_document(one) for one in found]}
    return surface.finish(document, ExitCode.INCOMPLETE if missing else ExitCode.OK)


def _judges(text: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",")) if text else JUDGES
    if unknown := [name for name in names if name not in JUDGES]:
        raise InputError(f"there is no judge {unknown[0]}; there are {', '.join(JUDGES)}")
    return names


def _show(surface: Surface, found: tuple[Judgement, ...]) -> None:
    rows = [(one.host, *row) for one in found for row in _rows(one)]
    show_table(surface, ("Host", "Judge", "Pass", "Fail", "Warn", "Others"), rows)
    for one in found:
        for report in one.openscap:
            _findings(
                surface,
                f"{one.host}, {report.profile}: {count(len(report.failed), 'rule')} fail",
                report.failed,
            )
        if one.lynis is not None:
            notes = (*one.lynis.warnings, *one.lynis.suggestions)
            _findings(surface, f"{one.host}, Lynis: {count(len(notes), 'finding')}", notes)
        if one.ssh_audit is not None:
            notes = (*one.ssh_audit.failed, *one.ssh_audit.warned)
            _findings(surface, f"{one.host}, ssh-audit: {count(len(notes), 'finding')}", notes)
        if one.problem:
            surface.text(f"{one.host} could not be judged: {one.problem}", fg="red")


def _rows(one: Judgement) -> list[tuple[str, str, str, str, str]]:
    rows = [
        (
            f"OpenSCAP {report.profile}",
            str(len(report.passed)),
            str(len(report.failed)),
            "",
            ", ".join(f"{number} {result}" for result, number in report.others),
        )
        for report in one.openscap
    ]
    if one.lynis is not None:
        rows.append(
            (
                "Lynis",
                f"index {one.lynis.index}",
                "",
                str(len(one.lynis.warnings)),
                f"{one.lynis.tests} tests",
            )
        )
    if one.ssh_audit is not None:
        rows.append(("ssh-audit", "", str(len(one.ssh_audit.failed)), str(len(one.ssh_audit.warned)), ""))
    return rows


def _findings(surface: Surface, head: str, findings: tuple[Finding, ...]) -> None:
    if findings:
        surface.text(head, bold=True)
        for finding in findings:
            surface.text(f"  {finding.id}: {finding.title}")


def _document(one: Judgement) -> dict[str, Any]:
    plain = asdict(one)
    plain["openscap"] = [{**asdict(report), "others": dict(report.others)} for report in one.openscap]
    return plain

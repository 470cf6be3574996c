"""``govcloud policy``: does the site keep the province's rules?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from gcloud.cli.day import today_option
from gcloud.cli.junit import junit_option, write_report
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.examine import usable
from gcloud.deploy.policies import built_in
from gcloud.errors import ExitCode
from gcloud.model.load import LoadedSite
from gcloud.model.policy import PolicyRule
from gcloud.plan.policies.judge import Findings, Judgement, judge, misjudged
from gcloud.plan.profiles.rows import MEANING, OWN_RULE
from gcloud.render.junit import Case, Result


@click.command(
    epilog=example(
        "govcloud policy examples/ha-tinh",
        "govcloud policy examples/ha-tinh --junit policy.xml",
        "govcloud policy examples/ha-tinh --test",
    )
)
@site_argument
@click.option("--test", "only_test", is_flag=True, help="Judge the rules by their own examples instead.")
@today_option
@junit_option
@common
def policy(surface: Surface, site: Path, as_on: date, report: Path | None, *, only_test: bool) -> int:
    """Judge the site by the built-in rules and its own, waivers included.

    Needs no cloud. Exit code 6 if a rule of severity `error` is broken and not
    waived, if a rule can't be asked, or if a waiver has expired or is not needed.
    """
    loaded = usable(site)
    rules = built_in()
    if only_test:
        return _test(surface, rules, loaded, site, report)
    found = judge(loaded, rules, as_on)
    write_report(report, "policy", [_case(loaded, one) for one in found.judgements])
    _show(surface, loaded, found)
    return surface.finish(
        {"site": str(site), "today": as_on.isoformat(), **_json(loaded, found)},
        ExitCode.OK if found.clean else ExitCode.FINDINGS,
    )


def _test(
    surface: Surface, shared: Sequence[PolicyRule], loaded: LoadedSite, site: Path, report: Path | None
) -> int:
    rules = (*shared, *loaded.site.policies)
    wrong = tuple(misjudged(rules))
    examples = sum(len(rule.examples) for rule in rules)
    by_rule = {one.rule.name: one for one in wrong}
    write_report(report, "policy-test", [_tested(rule.name, by_rule.get(rule.name)) for rule in rules])
    for one in wrong:
        surface.text(f"  {surface.styled(one.rule.name, fg='red')}  {one.subject}: {one.detail}")
    told = f"{count(len(rules), 'rule')} on {count(examples, 'example')}: {len(wrong)} judged wrong."
    surface.text(told, bold=True)
    return surface.finish(
        {
            "site": str(site),
            "rules": len(rules),
            "examples": examples,
            "wrong": [{"rule": one.rule.name, "example": one.subject, "why": one.detail} for one in wrong],
        },
        ExitCode.FINDINGS if wrong else ExitCode.OK,
    )


def _show(surface: Surface, loaded: LoadedSite, found: Findings) -> None:
    for one in found.judgements:
        if one.verdict == "passed":
            continue
        color = "red" if one.stops else "yellow"
        place = f"{loaded.positions.at(one.path)}: " if one.path else ""
        surface.text(f"{surface.styled(one.verdict, fg=color)} {one.rule.name}  {one.subject}")
        surface.text(f"    {place}{one.rule.message}  ({_source(one)})")
        if one.detail:
            surface.text(f"    {one.detail}")
        if one.waiver is not None:
            until, who = one.waiver.expires_on, one.waiver.approver
            surface.text(
                f"    waived until {until} by {who}: {one.waiver.reason}; instead: {one.waiver.measure}"
            )
    for idle in found.idle:
        at = loaded.positions.at(idle.path)
        surface.text(
            f"{surface.styled('waiver', fg='red')} {at}: {idle.waiver.rule} {idle.waiver.subject}: {idle.why}"
        )
    counts = _counts(found)
    told = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
    surface.text(f"{count(len(found.judgements), 'judgement')}: {told}.", bold=True)


def _counts(found: Findings) -> dict[str, int]:
    verdicts = ("passed", "failed", "waived", "broken")
    return {verdict: sum(one.verdict == verdict for one in found.judgements) for verdict in verdicts}


def _source(one: Judgement) -> str:
    if one.rule.clause is None or one.rule.certainty is None:
        return OWN_RULE
    return f"{one.rule.clause} [{one.rule.certainty}: {MEANING[one.rule.certainty]}]"


def _case(loaded: LoadedSite, one: Judgement) -> Case:
    results: dict[str, Result] = {
        "passed": "passed",
        "failed": "failed" if one.stops else "skipped",
        "waived": "skipped",
        "broken": "broken",
    }
    place = f"{loaded.positions.at(one.path)}: " if one.path else ""
    return Case(one.rule.name, one.subject, results[one.verdict], one.rule.message, f"{place}{one.detail}")


def _tested(name: str, wrong: Judgement | None) -> Case:
    if wrong is None:
        return Case("examples", name, "passed")
    return Case("examples", name, "failed", wrong.detail, wrong.subject)


def _json(loaded: LoadedSite, found: Findings) -> dict[str, Any]:
    return {
        "counts": _counts(found),
        "findings": [
            {
                "rule": one.rule.name,
                "subject": one.subject,
                "verdict": one.verdict,
                "severity": one.rule.severity,
                "message": one.rule.message,
                "source": _source(one),
                "detail": one.detail,
                "place": str(loaded.positions.at(one.path)) if one.path else None,
                "waived_until": one.waiver.expires_on.isoformat() if one.waiver else None,
            }
            for one in found.judgements
            if one.verdict != "passed"
        ],
        "idle_waivers": [
            {
                "rule": idle.waiver.rule,
                "subject": idle.waiver.subject,
                "why": idle.why,
                "place": str(loaded.positions.at(idle.path)),
            }
            for idle in found.idle
        ],
    }

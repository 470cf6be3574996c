"""Results of hosts as test cases, for CI systems: a control on a host is one."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from gcloud.plan.hardening.results import ControlResult, HostResult, Results, Verdict
from gcloud.render.junit import Case, Result

_RESULTS: Final[Mapping[Verdict, Result]] = MappingProxyType(
    {
        "pass": "passed",
        "fail": "failed",
        "waived": "skipped",
        "not-applicable": "skipped",
        "not-checked": "broken",
    }
)


def cases(results: Results) -> Iterator[Case]:
    """A case for each control of each host, and one for each host that could not be judged to the end.

    Args:
        results: what came of a run.
    """
    for host in results.hosts:
        if host.problem is not None:
            yield Case(host.host, host.problem.kind, "broken", host.problem.message, host.problem.hint)
        yield from (_case(host, one) for one in host.controls)


def _case(host: HostResult, one: ControlResult) -> Case:
    result: Result = "skipped" if one.procedural and one.verdict == "not-checked" else _RESULTS[one.verdict]
    message = one.why or (f"{one.id} is not as {one.clause} asks" if one.verdict == "fail" else "")
    return Case(host.host, one.id, result, message, "\n".join(_detail(one)))


def _detail(one: ControlResult) -> Iterator[str]:
    yield f"{one.clause} [{one.certainty}]"
    if one.want:
        yield f"wanted: {one.want}"
    if one.have:
        yield f"found: {one.have}"
    for seen in one.evidence:
        yield f"{seen.file}{f':{seen.line}' if seen.line else ''}: {seen.value}"
    if one.waiver is not None:
        yield f"waived until {one.waiver.expires_on} by {one.waiver.approver}: {one.waiver.reason}"

"""From what was compiled for a host and what the host answered to a verdict on every control.

No control is ever dropped: what was not asked, could not be read or did not come
back is `not-checked`, with why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from gcloud.plan.hardening.answer import Answer, Evidence, ItemAnswer, Setback, Undone
from gcloud.plan.hardening.compiled import Compiled, CompiledControl
from gcloud.plan.hardening.decision import decide
from gcloud.plan.hardening.results import (
    ControlResult,
    HostProblem,
    HostResult,
    Run,
    WaiverNote,
)
from gcloud.plan.hardening.said import apart, said, short, together
from gcloud.plan.hardening.score import score

_SILENT: Final = "the host did not answer for it"


@dataclass(frozen=True, slots=True)
class Visit:
    """How a host was visited.

    Attributes:
        host: its name.
        address: where it was reached.
        at: when.
        run: audit or harden.
        problem: what went wrong; None where nothing did.
    """

    host: str
    address: str
    at: datetime
    run: Run
    problem: HostProblem | None = None


def host_result(
    visit: Visit,
    compiled: Compiled,
    answer: Answer | None,
    applied: Sequence[Answer] = (),
    *,
    undone: Sequence[Undone] = (),
) -> HostResult:
    """What came of a host.

    Args:
        visit: how it was visited.
        compiled: what it must be.
        answer: what it is, by the last reading; None where it could not be asked.
        applied: what came of batches that were applied, as far as `answer` doesn't tell it.
        undone: what the guard took back beyond that: what the host told after a connection was lost.
    """
    results = {one.id: one for one in answer.results} if answer else {}
    silent = visit.problem.message if visit.problem else _SILENT
    answers = (*applied, *((answer,) if answer else ()))
    setbacks = [setback for one in answers for setback in one.problems]
    controls = tuple(
        _with_setbacks(_judge(one, results, answer, silent), one, setbacks) for one in compiled.controls
    )
    taken_back = (*(told for one in answers for told in one.undone), *undone)
    return HostResult(
        host=visit.host,
        address=visit.address,
        system=answer.system if answer else None,
        profile=compiled.profile,
        level=compiled.level,
        depth=compiled.depth,
        roles=compiled.roles,
        at=visit.at,
        run=visit.run,
        reached=answer is not None,
        problem=visit.problem or _of_batches(setbacks),
        controls=controls,
        changes=tuple(change for one in answers for change in one.changes),
        undone=tuple(dict.fromkeys(taken_back)),
        score=score(controls),
    )


def _judge(
    one: CompiledControl, results: Mapping[str, ItemAnswer], host: Answer | None, silent: str
) -> ControlResult:
    items = [results.get(item["id"], ItemAnswer(item["id"], "unknown", why=silent)) for item in one.items]
    found = decide(one, items, host)
    veil = _Veil(one)
    values = [
        apart(item.want, item.have) if item.status == "differs" else (item.want, item.have)
        for item in found.by
    ]
    return ControlResult(
        id=one.control.id,
        family=one.control.family,
        severity=one.control.severity,
        level=one.level,
        verdict=found.verdict,
        clause=one.source.clause,
        certainty=one.source.certainty,
        evidence=veil.over_all(seen for item in found.by for seen in item.evidence),
        want=veil.over(together(want for want, _ in values)),
        have=veil.over(together(have for _, have in values)),
        why=veil.over(found.why),
        why_vi=veil.over(found.why_vi),
        waiver=_note(one),
        reboot=one.control.reboot,
        procedural=one.standing == "procedural",
    )


def _with_setbacks(result: ControlResult, one: CompiledControl, setbacks: Sequence[Setback]) -> ControlResult:
    """Say of what still fails why it could not be brought about."""
    ids = {item["id"] for item in one.items}
    reasons = dict.fromkeys(setback.why for setback in setbacks if setback.id in ids)
    if not reasons or result.verdict not in {"fail", "not-checked"}:
        return result
    return replace(result, why="; ".join(filter(None, (result.why, *reasons))))


def _of_batches(setbacks: Sequence[Setback]) -> HostProblem | None:
    """What kept whole batches from being applied."""
    reasons = dict.fromkeys(setback.why for setback in setbacks if setback.id == "*")
    if not reasons:
        return None
    return HostProblem("apply", "; ".join(reasons), "Mend that on the host, then run again.")


def _note(one: CompiledControl) -> WaiverNote | None:
    waiver = one.waiver
    if waiver is None:
        return None
    return WaiverNote(
        waiver.subject, waiver.reason, waiver.approver, waiver.expires_on, waiver.measure, one.expired
    )


class _Veil:
    """Hides values that must not be seen, whatever text they turn up in.

    Args:
        one: the control whose secret parameters are hidden.
    """

    def __init__(self, one: CompiledControl) -> None:
        self._secrets = [
            str(one.values[name])
            for name, parameter in one.control.parameters.items()
            if parameter.secret and one.values.get(name)
        ]

    def over(self, text: str) -> str:
        """The text without them; only then it may be cut."""
        for secret in self._secrets:
            text = text.replace(secret, "(secret)")
        return short(text)

    def over_all(self, seen: Iterable[Evidence]) -> tuple[Evidence, ...]:
        """Evidence without them, each once."""
        return tuple(dict.fromkeys(Evidence(one.file, one.line, self.over(said(one.value))) for one in seen))

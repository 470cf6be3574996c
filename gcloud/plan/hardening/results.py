"""What came of a run: for each host the verdict on every control, with evidence.

These are the documents that commands write, pages show and two runs are compared
by, so they hold all that is needed for that: nothing has to be looked up elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from gcloud.plan.hardening.answer import Change, Evidence, Undone
from gcloud.plan.profiles.rows import Certainty

Verdict = Literal["pass", "fail", "waived", "not-applicable", "not-checked"]
VERDICTS: tuple[Verdict, ...] = ("pass", "fail", "waived", "not-applicable", "not-checked")
"""Every verdict there is, in the order in which people read them."""

Severity = Literal["high", "medium", "low"]
Run = Literal["audit", "harden"]

FORMAT: Final = 1
"""Version of the documents' form; it changes when a reader would have to change."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages.

    Attributes:
        vi: in Vietnamese.
        en: in English.
    """

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class WaiverNote:
    """The waiver that a control of a host has.

    Attributes:
        subject: whom it is given to: `host/NAME` or `group/NAME`.
        reason: why.
        approver: who lets it pass.
        expires_on: its last day.
        measure: what is done instead.
        expired: the day is past, so it lets nothing pass any more.
    """

    subject: str
    reason: str
    approver: str
    expires_on: date
    measure: str
    expired: bool = False


@dataclass(frozen=True, slots=True)
class ControlResult:
    """What is to be said of one control on one host.

    Attributes:
        id: the control's.
        family: the control's.
        severity: the control's.
        level: the first level that asks for it; None where only the depth (CIS) does.
        verdict: pass, fail, waived, not-applicable or not-checked.
        clause: where it is asked for, with the standard's name.
        certainty: how sure this project is of the clause (V, S, P, I, G).
        evidence: where the values were seen.
        want: what must be so, in words.
        have: what is so, in words.
        why: the reason of the verdict, where it needs one.
        why_vi: the same in Vietnamese, where it stands in the baselines; otherwise empty.
        waiver: the waiver of it, expired or not.
        reboot: whether it holds only after a reboot.
        procedural: nobody can check it on the host; the reason says who does.
    """

    id: str
    family: str
    severity: Severity
    level: int | None
    verdict: Verdict
    clause: str
    certainty: Certainty
    evidence: tuple[Evidence, ...] = ()
    want: str = ""
    have: str = ""
    why: str = ""
    why_vi: str = ""
    waiver: WaiverNote | None = None
    reboot: bool = False
    procedural: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what is asked holds, from 0 to 100; how it is reckoned: `gcloud.plan.hardening.score`.

    Attributes:
        overall: of all controls; None where none counts.
        by_level: of the controls that a level is the first to ask for; "depth": that only CIS asks for.
        by_family: of the controls of a family.
    """

    overall: float | None
    by_level: Mapping[str, float] = field(default_factory=dict)
    by_family: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostProblem:
    """Why a host could not be judged, or not to the end.

    Attributes:
        kind: a stable name: `unreachable`, `host-key`, `sudo`, `python`, `unsupported`, `undone` ...
        message: what happened.
        hint: what to do next.
    """

    kind: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class HostResult:
    """What came of one host.

    Attributes:
        host: its name.
        address: where it was reached.
        system: what it runs (`debian-12`); None where it could not be asked.
        profile: the profile that it is held against.
        level: its level.
        depth: `none`, `cis-l1` or `cis-l2`.
        roles: its roles.
        at: when it was looked at.
        run: audit or harden.
        reached: whether it could be asked.
        problem: what went wrong with it.
        controls: every control that its profile, level and depth ask for, each once.
        changes: what was changed.
        undone: what the guard took back.
        score: how much holds.
    """

    host: str
    address: str
    system: str | None
    profile: str
    level: int
    depth: str
    roles: tuple[str, ...]
    at: datetime
    run: Run
    reached: bool
    problem: HostProblem | None
    controls: tuple[ControlResult, ...]
    changes: tuple[Change, ...]
    undone: tuple[Undone, ...]
    score: Score

    def counts(self) -> dict[Verdict, int]:
        """How many controls have each verdict."""
        return {verdict: sum(one.verdict == verdict for one in self.controls) for verdict in VERDICTS}


@dataclass(frozen=True, slots=True)
class ControlText:
    """What people call a control; the same for all hosts.

    Attributes:
        title: its title.
        text: what it asks for and why.
        cis: the CIS recommendations that it covers, by system.
    """

    title: Words
    text: Words
    cis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a run.

    Attributes:
        format: version of this form.
        run: audit or harden.
        at: when it began.
        site: the site's name; empty for a plain inventory.
        program: which version of govcloud judged.
        catalogue: the controls' texts by id, of those that some host has.
        hosts: host by host.
        check: nothing was changed: the hosts' changes are what a run would do.
    """

    format: Literal[1]
    run: Run
    at: datetime
    site: str
    program: str
    catalogue: Mapping[str, ControlText]
    hosts: tuple[HostResult, ...]
    check: bool = False

"""Judges a site by rules, and rules by their own examples.

Nothing passes by accident: a rule that asks for a fact which isn't there, a waiver
that has expired, names nothing or was given by somebody who may not, is a finding.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gcloud.model.load import LoadedSite
from gcloud.model.policy import HOST_SUBJECTS, PolicyRule, Waiver
from gcloud.model.problem import Path
from gcloud.model.tenants.person import Person, PersonRole
from gcloud.plan.policies.condition import Condition, ConditionError
from gcloud.plan.policies.facts import Subject, subjects
from gcloud.plan.tenants.roster import in_office, people

Verdict = Literal["passed", "failed", "waived", "broken"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule says of one thing.

    Attributes:
        rule: the rule.
        subject: KIND/NAME.
        verdict: passed, failed, waived, or broken: the rule could not be asked.
        path: where the thing stands in the files; empty where it stands nowhere.
        detail: why, beyond the rule's message.
        waiver: by which it is let pass.
    """

    rule: PolicyRule
    subject: str
    verdict: Verdict
    path: Path = ()
    detail: str = ""
    waiver: Waiver | None = None

    @property
    def stops(self) -> bool:
        """Whether nothing may be applied because of it."""
        return self.verdict == "broken" or (self.verdict == "failed" and self.rule.severity == "error")


@dataclass(frozen=True, slots=True)
class IdleWaiver:
    """A waiver that lets nothing pass.

    Attributes:
        waiver: the waiver.
        path: where it stands.
        why: what is wrong with it.
    """

    waiver: Waiver
    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What came of judging a site.

    Attributes:
        judgements: of every rule on everything that it judges, in the order of rules and files.
        idle: waivers that let nothing pass.
    """

    judgements: tuple[Judgement, ...]
    idle: tuple[IdleWaiver, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing stops what is to be applied."""
        return not self.idle and not any(one.stops for one in self.judgements)


def judge(loaded: LoadedSite, rules: Iterable[PolicyRule], today: date) -> Findings:
    """Judge a site.

    Args:
        loaded: the site; its own rules and waivers are used too.
        rules: the built-in rules; one of the site's with the same name replaces it.
        today: the day on which waivers count and from which days are counted.
    """
    site = loaded.site
    chosen = {rule.name: rule for rule in (*rules, *site.policies)}
    there = subjects(loaded, today)
    roster = people(site)
    ours = [one for one in site.waivers if one.subject.partition("/")[0] not in HOST_SUBJECTS]
    idle = {waiver: why for waiver in ours if (why := _worthless(waiver, roster, chosen, today))}
    # Whether a host needs its waiver only an audit knows; whether it counts at all is known here.
    idle |= {one: why for one in site.waivers if one not in ours and (why := _lapsed(one, roster, today))}
    waived = {(one.rule, one.subject): one for one in ours if one not in idle}
    judgements = tuple(
        found
        for rule in chosen.values()
        for found in _by(rule, [s for s in there if s.kind is rule.subject], waived)
    )
    used = {one.waiver for one in judgements if one.waiver is not None}
    for waiver in ours:
        if waiver not in used and waiver not in idle:
            idle[waiver] = "nothing needs it"
    return Findings(
        judgements,
        tuple(
            IdleWaiver(waiver, ("waivers", index), idle[waiver])
            for index, waiver in enumerate(site.waivers)
            if waiver in idle
        ),
    )


def misjudged(rules: Iterable[PolicyRule]) -> Iterator[Judgement]:
    """What rules say wrong of their own examples; nothing if they are sound.

    Args:
        rules: the rules.
    """
    for rule in rules:
        for example in rule.examples:
            subject = f"example: {example.name}"
            try:
                if _applies(rule, example.given):
                    said = Condition(rule.require).holds({rule.subject.value: example.given})
                else:
                    said = True
            except ConditionError as error:
                yield Judgement(rule, subject, "broken", detail=str(error))
                continue
            if said != example.passes:
                yield Judgement(rule, subject, "failed", detail=f"it says {'pass' if said else 'fail'}")


def _applies(rule: PolicyRule, facts: Mapping[str, object]) -> bool:
    return rule.when is None or Condition(rule.when).holds({rule.subject.value: facts})


def _by(
    rule: PolicyRule, things: Iterable[Subject], waived: Mapping[tuple[str, str], Waiver]
) -> Iterator[Judgement]:
    try:
        when = Condition(rule.when) if rule.when is not None else None
        require = Condition(rule.require)
    except ConditionError as error:
        yield Judgement(rule, f"rule/{rule.name}", "broken", detail=str(error))
        return
    for thing in things:
        facts = {rule.subject.value: thing.facts}
        try:
            if when is not None and not when.holds(facts):
                continue
            passed = require.holds(facts)
        except ConditionError as error:
            yield Judgement(rule, thing.title, "broken", thing.path, str(error))
            continue
        waiver = None if passed else waived.get((rule.name, thing.title))
        verdict: Verdict = "passed" if passed else "failed" if waiver is None else "waived"
        yield Judgement(rule, thing.title, verdict, thing.path, waiver=waiver)


def _worthless(
    waiver: Waiver, roster: Mapping[str, Person], rules: Mapping[str, PolicyRule], today: date
) -> str:
    if waiver.rule not in rules:
        return f"there is no rule {waiver.rule}"
    return _lapsed(waiver, roster, today)


def _lapsed(waiver: Waiver, roster: Mapping[str, Person], today: date) -> str:
    """Why a waiver counts no more, whatever it is of; empty if it does."""
    approver = roster[waiver.approver]
    if waiver.expires_on < today:
        return f"it has expired on {waiver.expires_on}"
    if PersonRole.APPROVER not in approver.roles:
        return f"{waiver.approver} is no approver"
    if not in_office(approver, today):
        return f"{waiver.approver} is not in office any more"
    return ""

"""Rules are judged by what they say of a site; what can't be asked is a finding, never a pass."""

from datetime import date
from pathlib import Path

import pytest

from gcloud.deploy.policies import built_in
from gcloud.model.load import understand
from gcloud.model.policy import PolicyRule
from gcloud.plan.policies.condition import Condition, ConditionError
from gcloud.plan.policies.judge import judge, misjudged

EXAMPLE = Path(__file__).parents[3] / "examples" / "ha-tinh"
TODAY = date(2026, 11, 23)

ROSTER = """
people:
  - {name: an, label: An, organisation: science-department, email: an@hatinh.example, roles: [approver]}
  - {name: binh, label: Bình, organisation: science-department, email: b@hatinh.example, roles: [requester]}
"""

RULE = """
policies:
  - name: server-purpose
    subject: server
    require: server.purpose.size() > 30
    message: A server's purpose is said in more than a few words
    examples: [{name: short, passes: false, given: {purpose: web}}]
"""

WAIVER = """
waivers:
  - rule: server-purpose
    subject: server/lgsp-app
    reason: It is known to everybody
    approver: %(approver)s
    expires_on: %(until)s
    measure: none is needed
"""


def site(*texts: str):
    files = {str(path): path.read_text() for path in sorted(EXAMPLE.glob("*.yaml"))}
    examined = understand({**files, **{f"more-{n}.yaml": text for n, text in enumerate(texts)}}, EXAMPLE)
    assert examined.loaded is not None, examined.problems
    return examined.loaded


def failed(found):
    return {(one.rule.name, one.subject) for one in found.judgements if one.verdict == "failed"}


def test_the_example_keeps_every_built_in_rule():
    found = judge(site(), built_in(), TODAY)
    assert found.clean
    assert {one.verdict for one in found.judgements} == {"passed"}


@pytest.mark.parametrize("rule", built_in(), ids=lambda rule: rule.name)
def test_a_built_in_rule_judges_its_examples_right_and_has_one_that_fails(rule):
    assert list(misjudged([rule])) == []
    assert not all(example.passes for example in rule.examples)
    assert (rule.clause is None) == (rule.certainty is None)


def test_a_rule_of_the_site_is_judged_with_its_place():
    loaded = site(RULE)
    found = judge(loaded, built_in(), TODAY)
    assert not found.clean
    assert ("server-purpose", "server/lgsp-app") in failed(found)
    one = next(
        one for one in found.judgements if one.subject == "server/lgsp-app" and one.verdict == "failed"
    )
    assert str(loaded.positions.at(one.path)).endswith(f"servers.yaml:{loaded.positions.at(one.path).line}:5")


def test_a_waiver_lets_one_thing_pass_and_no_other():
    waiver = WAIVER % {"approver": "an", "until": "2026-11-23"}
    before, after = judge(site(RULE), (), TODAY), judge(site(RULE, ROSTER, waiver), (), TODAY)
    assert failed(before) - failed(after) == {("server-purpose", "server/lgsp-app")}
    assert failed(after)
    assert after.idle == ()


@pytest.mark.parametrize(
    ("approver", "until", "why"),
    [
        ("an", "2026-11-22", "it has expired on 2026-11-22"),
        ("binh", "2026-12-31", "binh is no approver"),
    ],
)
def test_a_waiver_that_is_worth_nothing_is_a_finding_and_lets_nothing_pass(approver, until, why):
    found = judge(site(RULE, ROSTER, WAIVER % {"approver": approver, "until": until}), (), TODAY)
    assert ("server-purpose", "server/lgsp-app") in failed(found)
    assert [idle.why for idle in found.idle] == [why]


def test_a_waiver_that_nothing_needs_is_a_finding():
    lenient = RULE.replace("> 30", "> 3").replace("purpose: web", "purpose: we")
    found = judge(site(lenient, ROSTER, WAIVER % {"approver": "an", "until": "2026-12-31"}), (), TODAY)
    assert [idle.why for idle in found.idle] == ["nothing needs it"]
    assert not found.clean


@pytest.mark.parametrize(
    ("require", "why"),
    [
        ("server.colour == 'red'", "there is no fact colour"),
        ("server.purpose", "it is neither true nor false but str"),
    ],
)
def test_a_rule_that_cannot_be_asked_stops_everything(require, why):
    rule = RULE.replace("server.purpose.size() > 30", require)
    found = judge(site(rule), (), TODAY)
    assert {one.verdict for one in found.judgements} == {"broken"}
    assert {one.detail for one in found.judgements} == {why}
    assert not found.clean


def test_what_is_no_expression_is_refused_with_the_place_of_the_mistake():
    with pytest.raises(ConditionError, match="mismatched input"):
        Condition("tenant.level +")


def test_a_rule_that_judges_its_example_wrong_is_told():
    rule = PolicyRule.model_validate(
        {
            "name": "upside-down",
            "subject": "zone",
            "require": "zone.level > 3",
            "message": "upside down",
            "examples": [{"name": "level 4", "passes": False, "given": {"level": 4}}],
        }
    )
    [wrong] = misjudged([rule])
    assert (wrong.subject, wrong.detail) == ("example: level 4", "it says pass")


@pytest.mark.parametrize(
    ("approver", "until", "why"),
    [
        ("an", "2026-11-23", []),
        ("an", "2026-11-22", ["it has expired on 2026-11-22"]),
        ("binh", "2027-01-01", ["binh is no approver"]),
    ],
)
def test_of_a_waiver_for_hosts_it_is_told_whether_it_counts_but_not_whether_it_is_needed(
    approver, until, why
):
    waiver = WAIVER.replace("server/lgsp-app", "host/soc-jump") % {"approver": approver, "until": until}
    found = judge(site(ROSTER, waiver), (), TODAY)
    assert [idle.why for idle in found.idle] == why
    assert failed(found) == set()

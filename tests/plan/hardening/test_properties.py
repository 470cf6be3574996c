"""What holds for every host, level, depth, value, waiver and answer."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.model.baseline.load import load_baselines
from gcloud.model.baseline.words import SYSTEMS
from gcloud.plan.hardening.answer import read_answer
from gcloud.plan.hardening.asked import asked, stricter
from gcloud.plan.hardening.compile import Compiler
from gcloud.plan.hardening.fault import WishInvalid
from gcloud.plan.hardening.variables import wish_of
from gcloud.plan.hardening.verdicts import Visit, host_result

SHIPPED = load_baselines(Path(__file__).parents[3] / "playbooks" / "baselines")
COMPILER = Compiler(SHIPPED, date(2026, 11, 23))
VISIT = Visit("a", "192.0.2.10", datetime(2026, 11, 23, tzinfo=UTC), "audit")
PROFILES = sorted(name for name, profile in SHIPPED.profiles.items() if profile.levels)
DEPTHS = ["none", *sorted(name for name, profile in SHIPPED.profiles.items() if not profile.levels)]
ROLES = sorted(SHIPPED.roles)
FEWER = settings(max_examples=40)  # a whole catalogue is compiled for each

hosts = st.fixed_dictionaries(
    {
        "govcloud_profile": st.sampled_from(PROFILES),
        "govcloud_level": st.integers(1, 5),
        "govcloud_depth": st.sampled_from(DEPTHS),
        "govcloud_roles": st.lists(st.sampled_from(ROLES), max_size=2, unique=True),
        "govcloud_ntp": st.sampled_from([[], ["192.0.2.1"]]),
    }
)


def compiled(variables, **more):
    return COMPILER.compile(wish_of("a", {**variables, **more}))


def waiver(control):
    return {
        "control": control,
        "subject": "host/a",
        "reason": "R",
        "approver": "b",
        "expires_on": "2027-01-01",
        "measure": "M",
    }


@FEWER
@given(hosts)
def test_every_control_that_is_asked_for_is_there_once(variables):
    found = [one.control.id for one in compiled(variables).controls]
    assert len(found) == len(set(found))
    profile, level = SHIPPED.profiles[variables["govcloud_profile"]], variables["govcloud_level"]
    assert {one.control for one in profile.controls if one.since <= level} <= set(found)


@FEWER
@given(hosts, st.data())
def test_each_control_gets_one_verdict_whatever_the_host_answers(variables, data):
    what = compiled(variables)
    items = [item["id"] for item in what.items]
    answered = data.draw(
        st.dictionaries(st.sampled_from(items), st.sampled_from(["ok", "differs", "na", "unknown"]))
    )
    results = [{"id": item, "status": status} for item, status in answered.items()]
    said = read_answer("a", {"system": data.draw(st.sampled_from(SYSTEMS)), "results": results})
    found = host_result(VISIT, what, said)
    assert [one.id for one in found.controls] == [one.control.id for one in what.controls]
    assert all(one.why for one in found.controls if one.verdict == "not-checked")
    assert all(
        one.verdict != "pass" or any(answered.get(item["id"]) == "ok" for item in of.items)
        for one, of in zip(found.controls, what.controls, strict=True)
    )


@FEWER
@given(hosts, st.data())
def test_a_waiver_changes_its_control_and_nothing_else(variables, data):
    without = compiled(variables)
    name = data.draw(st.sampled_from([one.control.id for one in without.controls]))
    with_it = compiled(variables, govcloud_waivers=[waiver(name)])
    for before, after in zip(without.controls, with_it.controls, strict=True):
        if before.control.id != name:
            assert after == before
        else:
            assert after.waived
            assert [{**item, "waived": True} for item in before.items] == list(after.items)


@FEWER
@given(hosts)
def test_a_value_is_never_weaker_than_the_level_or_the_depth_asks(variables):
    plain = {**variables, "govcloud_roles": []}
    values = {one.control.id: one.values for one in compiled(plain).controls}
    for depth in {"none", plain["govcloud_depth"]}:
        for one in asked(SHIPPED, plain["govcloud_profile"], plain["govcloud_level"], depth):
            for name, bound in one.bounds.items():
                parameter = one.control.parameters[name]
                assert not parameter.weaker(values[one.control.id][name], bound.value)


@FEWER
@given(hosts, st.data())
def test_a_site_makes_a_value_stricter_or_is_refused(variables, data):
    plain = {**variables, "govcloud_roles": []}
    where = (plain["govcloud_profile"], plain["govcloud_level"], plain["govcloud_depth"])
    numbers = [
        (one.control.id, name, parameter, one.bounds.get(name))
        for one in asked(SHIPPED, *where)
        for name, parameter in one.control.parameters.items()
        if parameter.type == "integer"
    ]
    control, name, parameter, bound = data.draw(st.sampled_from(numbers))
    value = data.draw(st.integers(parameter.least or 0, parameter.most or 10_000))
    own = {control: {name: value}}
    if bound is not None and parameter.weaker(value, bound.value):
        with pytest.raises(WishInvalid) as refused:
            compiled(plain, govcloud_parameters=own)
        assert [fault.rule for fault in refused.value.faults] == ["parameter.weaker"]
    else:
        found = compiled(plain, govcloud_parameters=own)
        assert {one.control.id: one.values for one in found.controls}[control][name] == value


@given(st.data())
def test_the_stricter_of_two_is_weaker_than_neither(data):
    parameters = [p for control in SHIPPED.controls.values() for p in control.parameters.values()]
    parameter = data.draw(st.sampled_from([p for p in parameters if p.stricter != "none"]))
    values = {
        "integer": st.integers(0, 100),
        "flag": st.booleans(),
        "choice": st.sampled_from(parameter.order or ("",)),
        "list": st.lists(st.sampled_from("abcd"), unique=True).map(tuple),
    }[parameter.type]
    one, other = data.draw(values), data.draw(values)
    found = stricter(parameter, one, other)
    assert not parameter.weaker(found, one)
    assert not parameter.weaker(found, other)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_what_is_shipped_leaves_no_value_empty(profile, level, depth):
    found = compiled({"govcloud_profile": profile, "govcloud_level": level, "govcloud_depth": depth})
    bounded = {by.control.id: by.bounds for by in asked(SHIPPED, profile, level, depth)}
    assert all(bound.value != () for bounds in bounded.values() for bound in bounds.values())
    assert found.controls

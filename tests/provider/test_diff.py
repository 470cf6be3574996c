"""Comparing: a table of cases, what the official provider answered, and properties that must always hold."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gcloud.engine.values import UNKNOWN
from gcloud.provider.diff import diff
from gcloud.provider.openstack import OpenStackProvider
from gcloud.provider.schema import Schema, boolean, integer, list_of, set_of, string, string_map, structure

DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "diff-cases.yaml").read_text())
OFFICIAL = [call for call in json.loads((DATA / "official-calls.json").read_text()) if call["verb"] == "Diff"]

KINDS = Schema(
    {
        "text": string(),
        "number": integer(computed=True),
        "flag": boolean(replaces=True),
        "list": list_of(string()),
        "set": set_of(structure({"a": string(), "b": integer()})),
        "map": string_map(),
    }
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "text": st.text(max_size=3),
        "number": st.integers(),
        "flag": st.booleans(),
        "list": st.lists(st.text(max_size=2), max_size=3),
        "set": st.lists(
            st.fixed_dictionaries({"a": st.text(max_size=2), "b": st.integers(0, 3)}), max_size=4
        ),
        "map": st.dictionaries(st.text(max_size=2), st.text(max_size=2), max_size=3),
    },
)


def known(value):
    if value == "UNKNOWN":
        return UNKNOWN
    if isinstance(value, dict):
        return {key: known(item) for key, item in value.items()}
    return [known(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_of_the_table(case):
    new = {"__defaults": [], **known(case["new"])}
    result = OpenStackProvider().diff(case["type"], "id", {}, case["old"], new, case.get("ignore", ()))
    found = {change.path: [change.old, change.new, change.replaces] for change in result.changes}
    assert found == {path: known(change) for path, change in case["changes"].items()}
    assert result.delete_before_replace == case.get("delete_first", False)


@pytest.mark.parametrize("call", OFFICIAL, ids=lambda call: f"{call['run']} {call['request']['urn'][21:]}")
def test_the_official_provider_answers_the_same(call):
    request, response = call["request"], call["response"]
    result = OpenStackProvider().diff(
        call["type"], request["id"], request["oldInputs"], request["olds"], request["news"], ()
    )
    assert [change.path for change in result.changes] == response.get("diffs", [])
    assert [c.path for c in result.changes if c.replaces] == response.get("replaces", [])
    assert result.delete_before_replace == response.get("deleteBeforeReplace", False)


@given(VALUES)
def test_a_state_doesn_t_differ_from_itself(values):
    assert diff(KINDS, values, values, values).changes == ()


@given(VALUES, st.randoms())
def test_the_order_of_a_set_never_matters(values, random):
    shuffled = dict(values)
    if "set" in values:
        shuffled["set"] = random.sample(values["set"], len(values["set"]))
    assert diff(KINDS, values, values, shuffled).changes == ()


@given(VALUES, VALUES)
def test_changes_name_what_differs_and_nothing_else(old, new):
    names = {change.path.partition(".")[0].partition("[")[0] for change in diff(KINDS, old, old, new).changes}
    for name in names:
        assert old.get(name) != new.get(name)
    assert "number" not in names or "number" in new


@given(VALUES, st.sampled_from(sorted(KINDS.properties)))
def test_an_unknown_value_is_always_a_change(old, name):
    changes = diff(KINDS, old, old, {**old, name: UNKNOWN}).changes
    assert [(change.path, change.new) for change in changes] == [(name, UNKNOWN)]

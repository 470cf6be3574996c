"""Checking inputs: a table of cases, and what the official provider answered to the same."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcloud.engine.values import UNKNOWN
from gcloud.provider.check import check
from gcloud.provider.openstack import OpenStackProvider
from gcloud.provider.schema import Schema, boolean, integer, list_of, set_of, string, string_map, structure

DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "check-cases.yaml").read_text())
OFFICIAL = [
    call for call in json.loads((DATA / "official-calls.json").read_text()) if call["verb"] == "Check"
]
URN = "urn:pulumi:s::p::openstack:x/y:Z::thing"


def known(value):
    if value in ("UNKNOWN", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: known(item) for key, item in value.items()}
    return [known(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_of_the_table(case):
    result = OpenStackProvider().check(case["type"], URN, known(case.get("olds")), known(case["news"]))
    said = {failure.property: failure.reason for failure in result.failures}
    assert said.keys() == case.get("failures", {}).keys()
    for name, words in case.get("failures", {}).items():
        assert words in said[name]
    if "inputs" in case:
        assert result.inputs == known(case["inputs"])


@pytest.mark.parametrize("call", OFFICIAL, ids=lambda call: f"{call['run']} {call['request']['urn'][21:]}")
def test_the_official_provider_answers_the_same(call):
    request, wanted = call["request"], known(call["response"]["inputs"])
    olds = known(request["olds"]) or None
    result = OpenStackProvider().check(call["type"], request["urn"], olds, known(request["news"]))
    assert not result.failures
    if not olds and "name" in wanted["__defaults"]:
        assert re.fullmatch("kept-[0-9a-f]{7}", result.inputs["name"])
        assert re.fullmatch("kept-[0-9a-f]{7}", wanted["name"])
        wanted = {**wanted, "name": result.inputs["name"]}
    assert result.inputs == wanted


def test_autonames_differ():
    check = OpenStackProvider().check
    names = {check("openstack:networking/network:Network", URN, None, {}).inputs["name"] for _ in range(50)}
    assert len(names) == 50
    assert all(re.fullmatch("thing-[0-9a-f]{7}", name) for name in names)


def test_an_autoname_fits_into_the_longest_name():
    result = OpenStackProvider().check("openstack:networking/network:Network", f"urn::{'n' * 400}", None, {})
    assert len(result.inputs["name"]) == 255


def test_a_secret_is_not_shown_in_a_failure():
    result = check(Schema({"pin": integer(secret=True)}), "x:y:Z", "thing", None, {"pin": "pass-word"})
    assert "pass-word" not in result.failures[0].reason


KINDS = Schema(
    {
        "text": string(required=True),
        "number": integer(default=4),
        "flag": boolean(),
        "list": list_of(structure({"a": string(), "b": integer(default=7)})),
        "set": set_of(string()),
        "map": string_map(),
    }
)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=4)
    | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # on a busy machine making the inputs is slow
@given(st.dictionaries(st.sampled_from([*KINDS.properties, "other"]), ANYTHING))
def test_whatever_a_program_gives_is_judged_and_what_passed_passes_again(news):
    first = check(KINDS, "x:y:Z", "thing", None, news)
    for failure in first.failures:
        assert failure.property
        assert failure.reason
    if not first.failures:
        assert first.inputs.keys() >= {"text", "number", "__defaults"}
        again = check(KINDS, "x:y:Z", "thing", first.inputs, news)
        assert again == first

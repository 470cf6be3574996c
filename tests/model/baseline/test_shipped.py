"""The baselines that this project ships, held against the list of CIS rules (data/README.md)."""

import csv
from pathlib import Path

import pytest
import yaml

from gcloud.model.baseline.load import load_baselines

DATA = Path(__file__).parent / "data"
FOLDER = Path(__file__).parents[3] / "playbooks" / "baselines"
with (DATA / "cis-rules.csv").open() as file:
    RULES = {row["rule"]: row for row in csv.DictReader(file)}
EXCEPTED = {
    rule for group in yaml.safe_load((DATA / "not-covered.yaml").read_text()) for rule in group["rules"]
}
SYSTEMS = ("debian-12", "debian-13")


@pytest.fixture(scope="module")
def baselines():
    return load_baselines(FOLDER)


@pytest.fixture(scope="module")
def covered(baselines):
    return {rule: control for control in baselines.controls.values() for rule in control.rules}


def test_the_profiles_and_roles_that_are_promised_are_there(baselines):
    assert {"tcvn11930-2017", "tcvn14423-2026", "cis-l1", "cis-l2"} == set(baselines.profiles)
    assert {
        "router",
        "hypervisor",
        "controller",
        "container-host",
        "database",
        "load-balancer",
        "jump-host",
    } <= set(baselines.roles)


def test_every_control_is_asked_for_by_a_profile_with_levels(baselines):
    for name in ("tcvn11930-2017", "tcvn14423-2026"):
        assert set(baselines.controls) == {asked.control for asked in baselines.profiles[name].controls}


def test_every_rule_of_cis_is_covered_or_excepted_with_a_reason(covered):
    assert set(RULES) - set(covered) == EXCEPTED
    assert not set(covered) - set(RULES)


def test_the_numbers_of_a_control_are_those_of_its_rules(baselines):
    for control in baselines.controls.values():
        for system in SYSTEMS:
            numbers = {
                number for rule in control.rules for number in RULES[rule][f"{system} numbers"].split()
            }
            assert set(control.cis.get(system, ())) == numbers, control.id


def test_a_depth_asks_for_every_control_that_covers_a_rule_of_its_level(baselines, covered):
    first, second = (
        {asked.control for asked in baselines.profiles[depth].controls} for depth in ("cis-l1", "cis-l2")
    )
    assert baselines.profiles["cis-l2"].includes == ("cis-l1",)
    for rule, control in covered.items():
        levels = {RULES[rule][f"{system} level"] for system in SYSTEMS}
        assert control.id in (first if "1" in levels else first | second), (rule, control.id)


def test_no_fact_of_a_secondary_source_is_shown_as_read(baselines):
    for name in ("tcvn11930-2017", "tcvn14423-2026"):
        assert {asked.certainty for asked in baselines.profiles[name].controls} <= {"S", "I"}

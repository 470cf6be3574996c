from pathlib import Path

import pytest
import yaml

from govcloud.patching import health

DATA = yaml.safe_load((Path(__file__).parent / "data" / "health.yaml").read_text())


@pytest.mark.parametrize("case", DATA["after"].values(), ids=DATA["after"])
def test_what_worked_before_and_does_not_now_is_lost(case):
    assert health.lost(DATA["before"], case["reading"]) == case["lost"]


def test_services_that_somebody_wants_are_a_promise_and_idle_helpers_are_not():
    assert health.running(DATA["units"], health.meant(DATA["files"])) == DATA["running"]
    assert health.failed(DATA["units"]) == DATA["failed"]


def test_ports_are_those_listened_on_and_not_given_out_by_chance():
    assert sorted(health.ports(DATA["sockets"], "tcp", "0A", 32768)) == DATA["ports"]

"""`govcloud patch` where there is nobody to patch, and what it does not take."""

import json

import pytest
import yaml

GONE = {"ansible_host": "127.0.0.1", "ansible_port": 1, "govcloud_group": "db"}


@pytest.fixture
def inventory(tmp_path):
    file = tmp_path / "hosts.yml"
    file.write_text(yaml.safe_dump({"all": {"hosts": {"db-1": GONE, "db-2": GONE}}}))
    return file


@pytest.mark.process
def test_hosts_that_can_not_be_reached_are_told_each_and_nothing_is_done(govcloud, inventory, tmp_path):
    page = tmp_path / "report.html"
    ran = govcloud("patch", "all", "--inventory", inventory, "--yes", "--to", page, "--output", "json")
    hosts = ran.document["result"]["hosts"]
    assert [(one["host"], one["problem"]["kind"]) for one in hosts] == [
        ("db-1", "unreachable"),
        ("db-2", "unreachable"),
    ]
    assert (ran.code, ran.document["result"]["waves"]) == (7, [])
    assert "Không kiểm tra được" in page.read_text(encoding="utf-8")


@pytest.mark.process
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--max-fail", "x"), "no share of hosts"),
        (("--at-once", "0"), "how many hosts may be away"),
        (("--tracker", "TRACKER"), "security tracker"),
    ],
)
def test_what_makes_no_sense_is_refused_before_any_host_is_asked(govcloud, inventory, tmp_path, words, told):
    tracker = tmp_path / "tracker.json"
    tracker.write_text(json.dumps(["no tracker"]))
    words = [str(tracker) if word == "TRACKER" else word for word in words]
    ran = govcloud("patch", "all", "--inventory", inventory, "--yes", *words)
    assert ran.code == 2
    assert told in ran.err
    assert "Looking at" not in ran.err

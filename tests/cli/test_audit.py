"""`govcloud audit` and `harden --check` on this very machine, beside hosts that are not there."""

import json
import stat
from pathlib import Path

import pytest
import yaml

from gcloud.plan.hardening.documents import results_from

pytestmark = pytest.mark.process

HERE = {"ansible_connection": "local", "ansible_host": "127.0.0.1", "ansible_become": False}
CONTROLS = "net-forwarding,kernel-address-space"


@pytest.fixture
def inventory(tmp_path):
    def write(**hosts):
        file = tmp_path / "inventory.yml"
        common = {"govcloud_profile": "tcvn14423-2026", "govcloud_level": 3, "govcloud_operator": "root"}
        file.write_text(yaml.safe_dump({"all": {"hosts": hosts, "vars": common}}))
        return file

    return write


def mark(folder):
    """Every file below a folder with its size, time and mode."""
    found = {}
    for path in Path(folder).rglob("*"):
        status = path.lstat()
        found[str(path)] = (status.st_size, status.st_mtime_ns, stat.S_IMODE(status.st_mode))
    return found


def test_each_host_is_told_by_itself_and_the_good_one_is_judged(govcloud, inventory, tmp_path):
    file = inventory(
        here=HERE,
        gone={"ansible_host": "127.0.0.1", "ansible_port": 1},
        deep={"govcloud_level": 9},
        other={"govcloud_parameters": {"no-such-control": {"tries": 1}}},
    )
    told = tmp_path / "results.json"
    before = mark("/etc")
    ran = govcloud(
        "audit", "all", "--inventory", file, "--controls", CONTROLS, "--results", told, "--output", "json"
    )
    assert mark("/etc") == before
    document = ran.document
    hosts = {one["host"]: one for one in document["result"]["results"]["hosts"]}
    kinds = {name: (one["problem"] or {}).get("kind") for name, one in hosts.items()}
    assert kinds == {"here": None, "gone": "unreachable", "deep": "input", "other": "input"}
    assert {one["id"] for one in hosts["here"]["controls"]} == set(CONTROLS.split(","))
    assert {one["id"] for one in hosts["gone"]["controls"]} == set(CONTROLS.split(","))
    assert all(one["verdict"] == "not-checked" for one in hosts["gone"]["controls"])
    assert ran.code in {6, 7}
    assert results_from(told.read_bytes(), str(told)) == results_from(
        Path(document["result"]["kept"]).read_bytes(), "kept"
    )


def test_what_a_run_would_change_is_told_and_nothing_is_changed(govcloud, inventory):
    file = inventory(here=HERE)
    before = mark("/etc/sysctl.d")
    ran = govcloud(
        "harden", "here", "--inventory", file, "--controls", CONTROLS, "--check", "--output", "json"
    )
    assert mark("/etc/sysctl.d") == before
    host = ran.document["result"]["results"]["hosts"][0]
    failing = {one["id"] for one in host["controls"] if one["verdict"] == "fail"}
    assert {one["id"].partition("/")[0] for one in host["changes"]} <= failing
    assert ran.code == (3 if host["changes"] else 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--controls", "net-forwardin"), "There is no control net-forwardin"),
        (("--forks", "0"), "--forks"),
    ],
)
def test_bad_words_are_refused_before_any_host_is_touched(govcloud, inventory, arguments, says):
    ran = govcloud("audit", "here", "--inventory", inventory(here=HERE), *arguments)
    assert ran.code == 2
    assert says in ran.err


@pytest.mark.parametrize(
    ("option", "value"), [("--serial", "many"), ("--serial", "0%"), ("--max-fail", "120%")]
)
def test_bad_shares_are_refused(govcloud, inventory, option, value):
    ran = govcloud("harden", "here", "--inventory", inventory(here=HERE), option, value, "--check")
    assert ran.code == 2
    assert option in ran.err


def test_an_inventory_that_trusts_any_key_is_refused(govcloud, inventory):
    file = inventory(here={**HERE, "ansible_ssh_common_args": "-o StrictHostKeyChecking=no"})
    ran = govcloud("audit", "all", "--inventory", file)
    assert ran.code == 2
    assert "host keys off for here" in ran.err


def test_changing_hosts_asks_first(govcloud, inventory):
    ran = govcloud("harden", "here", "--inventory", inventory(here=HERE))
    assert ran.code == 2
    assert "--yes" in ran.err


def test_hosts_of_a_site_that_nobody_vouches_for_are_held(govcloud, site, monkeypatch, tmp_path):
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "none.yaml"))
    ran = govcloud("audit", "soc-jump", "lgsp-db", "--site", site, "--output", "json")
    hosts = {one["host"]: one for one in ran.document["result"]["results"]["hosts"]}
    assert hosts["soc-jump"]["problem"]["kind"] == "host-key"
    assert hosts["lgsp-db"]["problem"]["kind"] in {"host-key", "jump-host"}
    assert (
        "soc-jump" in json.dumps(hosts["lgsp-db"]["problem"])
        or "console" in hosts["lgsp-db"]["problem"]["message"]
    )
    assert ran.code == 7

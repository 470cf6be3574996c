"""A province whose state is lost comes back from the cloud and the site's files, and nothing is touched."""

import os
import shutil
import signal

import pytest

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def province(provinces):
    made = provinces()
    made.command("up", str(made.site), "--yes", "--engine", "embedded")
    return made


@pytest.fixture(scope="module")
def before(province):
    return province.estate()


def plan(province, **environment):
    return province.command("plan", str(province.site), "--engine", "embedded", **environment)["plan"]


def adopt(province, *arguments, code=0, **environment):
    return province.command(
        "adopt", "ha-tinh", "--site", str(province.site), "--yes", *arguments, code=code, **environment
    )


def test_after_the_state_is_lost_it_is_brought_back_and_nothing_is_left_to_do(province, before):
    shutil.rmtree(province.site / ".govcloud" / "state")
    killed = province.start("adopt", "ha-tinh", "--site", str(province.site), "--yes")
    assert any("read " in line for line in killed.stdout)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    result = adopt(province)
    assert result["written"]
    assert not result["missing"]
    assert {one["next"]["op"] for one in result["adopted"]} == {"same"}
    counts = plan(province)["counts"]
    assert {kind: number for kind, number in counts.items() if number} == {"same": len(result["adopted"])}
    assert province.estate().differs(before) == {}


def test_after_the_passphrase_is_lost_the_old_state_stays_beside_the_new_one(province, before):
    new = {"PULUMI_CONFIG_PASSPHRASE": "another passphrase"}
    result = adopt(province, **new)
    assert [name for name in result["moved"] if name.split("/")[-1].startswith("ha-tinh.json.lost-")]
    assert plan(province, **new)["changes"] == []
    assert province.estate().differs(before) == {}
    province.environment.update(new)


def test_a_single_resource_is_imported_by_its_id(province, before):
    (network,) = [item for item in before.kinds["network"].values() if item["name"] == "dmz"]
    shutil.rmtree(province.site / ".govcloud" / "state")
    result = province.command("import", str(province.site), f"Network::dmz={network['id']}", "--yes")
    assert [(one["name"], one["id"]) for one in result["adopted"]] == [("dmz", network["id"])]
    assert plan(province)["counts"]["same"] == 1
    assert not adopt(province)["missing"]
    assert plan(province)["changes"] == []


def test_what_somebody_has_changed_is_shown_and_mended_by_the_next_run(province, before):
    shutil.rmtree(province.site / ".govcloud" / "state")
    (network,) = [item for item in before.kinds["network"].values() if item["name"] == "dmz"]
    province.cloud.network.update_network(network["id"], description="changed by hand")
    changed = [one for one in adopt(province)["adopted"] if one["next"]["op"] != "same"]
    assert [(one["type"].rpartition(":")[2], one["name"]) for one in changed] == [("Network", "dmz")]
    province.command("up", str(province.site), "--yes", "--engine", "embedded")
    assert province.estate().differs(before) == {}

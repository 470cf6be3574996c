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
    with province.start("adopt", "ha-tinh", "--site", str(province.site), "--yes") as killed:
        assert any("read " in line for line in killed.stdout)
        os.killpg(killed.pid, signal.SIGKILL)
    result = adopt(province)
    assert result["written"]
    assert not result["missing"]
    assert {one["next"]["op"] for one in result["adopted"]} == {"same"}
    counts = plan(province)["counts"]
    assert {kind: number for kind, number in counts.items() if number} == {"same": len(result["adopted"])}
    assert province.estate().differs(before) == {}


@pytest.mark.official
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="no official pulumi CLI on PATH: not run")
def test_the_official_engine_plans_nothing_on_a_state_that_was_brought_back(province):
    planned = province.command("plan", str(province.site), "--engine", "pulumi")["plan"]
    assert planned["changes"] == []


def test_after_the_passphrase_is_lost_the_old_state_stays_beside_the_new_one(province, before):
    new = {"PULUMI_CONFIG_PASSPHRASE": "another passphrase"}
    result = adopt(province, **new)
    assert [name for name in result["moved"] if name.split("/")[-1].startswith("ha-tinh.json.lost-")]
    assert plan(province, **new)["changes"] == []
    assert province.estate().differs(before) == {}
    province.environment.update(new)


def test_one_resource_is_imported_then_the_rest_and_what_was_changed_by_hand_is_mended(province, before):
    (network,) = [item for item in before.kinds["network"].values() if item["name"] == "dmz"]
    province.cloud.network.update_network(network["id"], description="changed by hand")
    shutil.rmtree(province.site / ".govcloud" / "state")
    result = province.command("import", str(province.site), f"Network::dmz={network['id']}", "--yes")
    (imported,) = result["adopted"]
    assert (imported["id"], [change["path"] for change in imported["next"]["changes"]]) == (
        network["id"],
        ["description"],
    )
    rest = adopt(province)
    assert not rest["missing"]
    assert {one["next"]["op"] for one in rest["adopted"]} == {"same"}
    province.command("up", str(province.site), "--yes", "--engine", "embedded")
    assert province.estate().differs(before) == {}

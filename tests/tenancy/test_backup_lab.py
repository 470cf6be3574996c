"""Backups of a tenant by its policy, by the commands: made, brought back, tried."""

import json
from pathlib import Path

import pytest

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

VOLUMES = {"register-data", "loose"}


@pytest.fixture(scope="module")
def name(tag, archive):
    return f"{tag}-archive"


@pytest.fixture(scope="module")
def made(province, name):
    (done,) = province.command("tenant", "backup", str(province.site), name)["tenants"]
    return done


def test_what_is_due_is_backed_up_and_not_twice(province, made, name, keeper):
    assert {(one["name"], one["status"]) for one in made["made"]} == {(one, "available") for one in VOLUMES}
    for backup in made["made"]:
        found = province.cloud.block_storage.get_backup(backup["id"])
        assert found.project_id == keeper.id
    (again,) = province.command("tenant", "backup", str(province.site))["tenants"]
    assert (again["tenant"], again["due"], again["made"]) == (name, [], [])


def test_the_data_of_one_server_comes_back_beside_what_is_there(province, made, archive, name):
    before = {volume.id for volume in archive.block_storage.volumes()}
    done = province.command("tenant", "restore", str(province.site), name, "register", "--yes")
    assert [one["of"] for one in done["volumes"]] == ["register-data"]
    (new,) = [one for one in archive.block_storage.volumes() if one.id not in before]
    assert new.id == done["volumes"][0]["volume"]
    assert (new.size, new.status) == (1, "available")
    archive.block_storage.delete_volume(new)
    archive.block_storage.wait_for_delete(new, interval=0.5, wait=120)


def test_a_restore_is_tried_and_its_result_is_kept(province, made, name, keeper):
    (done,) = province.command("tenant", "restore-test", str(province.site), "--due")["tests"]
    assert done["passed"]
    assert {one["volume"] for one in done["backups"]} == VOLUMES
    assert json.loads(Path(done["file"]).read_text())["tenant"] == name
    left = [
        one for one in province.cloud.block_storage.volumes(all_projects=True) if one.project_id == keeper.id
    ]
    assert left == []
    assert province.command("tenant", "restore-test", str(province.site), "--due")["tests"] == []

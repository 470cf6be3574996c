"""Bad weather that needs no cloud: it must be told before anything is touched."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
import yaml

from gcloud.cli.main import run
from tests.cli.weather import Ground, environment_of

pytestmark = pytest.mark.process

SMALL = Path(__file__).parent / "data" / "small"


@pytest.fixture(scope="module")
def allotted(tmp_path_factory):
    """The small site with its addresses recorded."""
    site = tmp_path_factory.mktemp("template") / "small"
    shutil.copytree(SMALL, site)
    file = site / "site.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("NAME", "small"), encoding="utf-8")
    assert run(["allot", str(site)]) == 0
    return site


@pytest.fixture
def ground(allotted, tmp_path):
    """A site whose cloud nobody answers for: port 9 of this machine."""
    site = tmp_path / "small"
    shutil.copytree(allotted, site)
    clouds = tmp_path / "clouds.yaml"
    auth = {
        "auth_url": "http://127.0.0.1:9/v3",
        "username": "u",
        "password": "planted-password",
        "project_name": "p",
        "user_domain_name": "Default",
        "project_domain_name": "Default",
    }
    clouds.write_text(yaml.safe_dump({"clouds": {"test": {"auth": auth, "region_name": "RegionOne"}}}))
    return Ground(site, environment_of(tmp_path, OS_CLIENT_CONFIG_FILE=str(clouds)))


def test_unreachable_cloud_says_where_nobody_answers(ground):
    ended = ground.run("up", "--yes")
    assert ended.code == 4
    assert "nobody answers at http://127.0.0.1:9" in ended.err
    assert "clouds.yaml" in ended.err
    assert "Traceback" not in ended.err
    assert "planted-password" not in ended.out + ended.err


def test_no_clouds_yaml(ground):
    ended = ground.run("plan", OS_CLIENT_CONFIG_FILE="/no/such/clouds.yaml")
    assert ended.code == 4
    assert "/no/such/clouds.yaml" in ended.err


def test_no_passphrase(ground):
    ground.environment.pop("PULUMI_CONFIG_PASSPHRASE")
    ended = ground.run("plan")
    assert ended.code == 2
    assert "PULUMI_CONFIG_PASSPHRASE_FILE" in ended.err


def test_addresses_that_are_not_recorded_are_refused_by_up(ground):
    (ground.site / "addresses.yaml").unlink()
    ended = ground.run("up", "--yes")
    assert ended.code == 2
    assert "not recorded yet" in ended.err
    assert f"govcloud allot {ground.site}" in ended.err


def test_site_with_a_problem_is_refused_with_its_line(ground):
    ground.replace("kind: dmz", "kind: dzm")
    ended = ground.run("up", "--yes", "--output", "json")
    assert ended.code == 2
    error = json.loads(ended.out)["error"]
    assert "site.yaml:" in error["message"]
    assert error["data"]["problems"]


def test_corrupt_checkpoint_is_moved_aside_and_never_overwritten(ground):
    checkpoint = ground.state / "stacks" / "datacenter" / "small.json"
    checkpoint.parent.mkdir(parents=True)
    (ground.state / "meta.yaml").write_text("version: 1\n")
    checkpoint.write_text('{"version": 3, "checkpoint": {"half')
    ended = ground.run("up", "--yes")
    assert ended.code == 2
    assert str(checkpoint) in ended.err
    aside = [path for path in checkpoint.parent.iterdir() if "corrupt" in path.name]
    assert [path.read_text() for path in aside] == ['{"version": 3, "checkpoint": {"half']


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_state_folder_that_is_read_only(ground, tmp_path):
    folder = tmp_path / "state"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    ended = ground.run("up", "--yes", "--state", str(folder))
    assert ended.code == 2
    assert str(folder) in ended.err


def test_state_folder_that_cannot_be_made(ground, tmp_path):
    (tmp_path / "file").write_text("")
    ended = ground.run("up", "--yes", "--state", str(tmp_path / "file" / "state"))
    assert ended.code == 2
    assert str(tmp_path / "file") in ended.err
    assert "Traceback" not in ended.err


def test_state_of_another_kind_needs_the_official_engine(ground):
    ended = ground.run("plan", "--state", "s3://bucket", "--engine", "embedded")
    assert ended.code == 2
    assert "--engine pulumi" in ended.err


def test_official_engine_that_is_not_there(ground, tmp_path):
    ended = ground.run("plan", "--engine", "pulumi", PATH=str(tmp_path))
    assert ended.code == 2
    assert "no `pulumi` is on PATH" in ended.err


def test_show_before_anything_runs(ground):
    ended = ground.run("show")
    assert ended.code == 0
    assert "nothing runs" in ended.out


def test_down_before_anything_runs(ground):
    ended = ground.run("down", "--yes")
    assert ended.code == 0
    assert "Nothing to do" in ended.out

"""Bad weather on the real cloud: what happened is told, and the next run converges.

One stack has all the bad luck: each test goes on where the one before it stopped.
"""

import shutil
import signal
from pathlib import Path

import pytest
import yaml

from gcloud.engine.state.view import read_stack
from tests.cli.weather import PASSPHRASE, Ground, environment_of, wait_for
from tests.datacenter.estate import look

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

SMALL = Path(__file__).parent / "data" / "small"
RESOURCES = 27


@pytest.fixture(scope="module")
def ground(project, tmp_path_factory):
    """The small site on that project, which has room for no port until a test gives it some."""
    name, clouds, cloud = project
    cloud.network.update_quota(cloud.current_project_id, ports=0)
    folder = tmp_path_factory.mktemp("ground")
    site = folder / "small"
    shutil.copytree(SMALL, site)
    file = site / "site.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("NAME", name), encoding="utf-8")
    made = Ground(site, environment_of(folder, OS_CLIENT_CONFIG_FILE=str(clouds)))
    assert made.run("allot").code == 0
    yield made
    made.run("down", "--yes")


def test_wrong_password_is_told_and_nothing_is_touched(ground, project, tmp_path):
    name, clouds, cloud = project
    entry = yaml.safe_load(clouds.read_text())
    entry["clouds"]["test"]["auth"]["password"] = "planted-password"
    other = tmp_path / "wrong.yaml"
    other.write_text(yaml.safe_dump(entry))
    ended = ground.run("up", "--yes", OS_CLIENT_CONFIG_FILE=str(other))
    assert ended.code == 4
    assert "credentials" in ended.err
    assert "planted-password" not in ended.out + ended.err
    assert not any(look(cloud, f"{name}-").counts().values())


def test_interrupted_run_finishes_what_it_has_sent_and_says_how_to_go_on(ground, project):
    with ground.started("up", "--yes") as process:
        wait_for(process, "created")
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait() == 130
    assert "Stopping" in rest
    assert f"To go on: govcloud up {ground.site}" in rest
    held = read_stack(ground.state.parent, "datacenter", project[0], PASSPHRASE)
    assert held.resources
    assert held.unanswered == ()


def test_killed_runs_and_a_refused_resource_end_in_each_thing_once(ground, project):
    name, _, cloud = project
    for _ in range(2):
        with ground.started("up", "--yes") as process:
            wait_for(process, "created")
            process.kill()

    ended = ground.run("up", "--yes", "--output", "json")
    assert ended.code == 4
    run = ended.result["run"]
    assert run["failed"]
    assert run["skipped"]
    assert all("quota" in step["error"].lower() for step in run["failed"])
    assert all(step["hint"] for step in run["failed"])

    cloud.network.update_quota(cloud.current_project_id, ports=100)
    assert ground.run("up", "--yes").code == 0
    again = ground.run("up", "--yes", "--output", "json")
    assert again.code == 0
    assert again.result["run"] is None
    assert again.result["plan"]["counts"]["same"] == RESOURCES
    there = {kind: number for kind, number in look(cloud, f"{name}-").counts().items() if number}
    assert there == {
        "network": 3,
        "subnet": 3,
        "router": 1,
        "port": 4,
        "security group": 3,
        "server": 2,
        "server group": 1,
        "volume": 2,
        "image": 1,
        "flavor": 1,
        "volume type": 1,
    }


def test_more_deletions_than_allowed_and_what_nobody_confirms_are_refused_before_anything(ground, project):
    _, _, cloud = project
    before = look(cloud, f"{project[0]}-").counts()
    text = (ground.site / "site.yaml").read_text(encoding="utf-8")
    ground.replace("    count: 2\n", "")
    assert ground.run("allot").code == 0
    ended = ground.run("up", "--yes")
    assert ended.code == 6
    assert "--max-deletes" in ended.err
    # Within the bound it must still be confirmed, and without a terminal nobody can be asked.
    for command in (("up", "--max-deletes", "99"), ("down",)):
        unasked = ground.run(*command)
        assert unasked.code == 2
        assert "--yes" in unasked.err
    assert look(cloud, f"{project[0]}-").counts() == before
    (ground.site / "site.yaml").write_text(text, encoding="utf-8")
    assert ground.run("allot").code == 0


def test_second_run_is_told_who_holds_the_stack_and_a_killed_down_is_continued(ground, project):
    name, _, cloud = project
    with ground.started("down", "--yes") as process:
        wait_for(process, "deleted")
        second = ground.run("up", "--yes")
        assert second.code == 5
        assert str(process.pid) in second.err
        assert ground.run("show").code == 0  # looking is not locked out
        process.kill()
    assert ground.run("down", "--yes").code == 0
    assert not any(look(cloud, f"{name}-").counts().values())

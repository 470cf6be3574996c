"""Barbican's limits of a project by a dynamic resource, set, changed, seen behind our back and put right."""

import secrets

import pytest

from gcloud.cloud.connect import connect
from gcloud.engine.scope import Scope
from tests.deploy.memory import Ground

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]

PROGRAM = """
from stacks.components.key_manager_quota import KeyManagerQuota
KeyManagerQuota("q", "lab", "RegionOne", {project!r}, {limits!r})
"""


@pytest.fixture
def barbican(lab, monkeypatch):
    """The key manager, and a name of a project of our own: Barbican asks nobody whether it is there."""
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))
    cloud = connect("lab")
    if not cloud.has_service("key-manager"):
        pytest.skip("the lab has no key manager: govcloud lab up --with key-manager")
    project = secrets.token_hex(16)
    yield cloud.key_manager, project
    cloud.key_manager.delete(f"/project-quotas/{project}")


def test_limits_through_their_life(barbican, tmp_path):
    service, project = barbican
    ground = Ground(tmp_path / "it")

    def limits():
        return service.get(f"/project-quotas/{project}").json()["project_quotas"]

    ground.program(PROGRAM.format(project=project, limits={"secrets": 5, "containers": 2}))
    assert ground.up().counts == {"create": 1}
    assert limits() == {"secrets": 5, "containers": 2, "orders": -1, "consumers": -1, "cas": -1}
    assert ground.up().counts == {"same": 1}

    ground.program(PROGRAM.format(project=project, limits={"secrets": 0, "containers": 2}))
    assert ground.up().counts == {"update": 1}
    assert limits()["secrets"] == 0

    service.put(f"/project-quotas/{project}", json={"project_quotas": {"secrets": 9}}).raise_for_status()
    with ground.engine(changes=True) as engine:
        assert [one.kind for one in engine.drift().drifted] == ["changed"]
        assert engine.up(scope=Scope(verify=True)).counts == {"update": 1}
    assert limits()["secrets"] == 0

    with ground.engine(changes=True) as engine:
        assert engine.destroy().counts == {"delete": 1}
    assert limits()["secrets"] == 0


def test_what_is_no_limit_is_refused_in_the_plan(barbican, tmp_path):
    _, project = barbican
    ground = Ground(tmp_path / "it")
    ground.program(PROGRAM.format(project=project, limits={"secrets": -7, "orders": 1.5}))
    with ground.engine(changes=False) as engine:
        [failed] = engine.preview().failed
    assert "secrets" in failed.error
    assert "orders" in failed.error

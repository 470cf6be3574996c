"""One program on two projects of a real cloud: each resource in its own, taken over and moved."""

import secrets
from pathlib import Path

import pytest
import yaml

from gcloud.cloud.connect import connect
from gcloud.engine.scope import Scope
from gcloud.provider.openstack import OpenStackProvider
from tests.engine.stack import Stack

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]

NETWORK = "openstack:networking/network:Network"


@pytest.fixture
def clouds(lab, tmp_path, monkeypatch):
    """Give connections to two projects of the lab, `north` and `south` in a clouds.yaml."""
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))
    admin = connect("lab")
    entries, projects = {}, []
    for name in ("north", "south"):
        project = admin.identity.create_project(name=f"{name}-{secrets.token_hex(3)}", domain_id="default")
        role, user = admin.identity.find_role("admin"), admin.identity.find_user("admin")
        admin.identity.assign_project_role_to_user(project, user, role)
        entry = yaml.safe_load(Path(lab.clouds_file).read_text())["clouds"]["lab"]
        entry["auth"]["project_name"] = project.name
        entries[name] = entry
        projects.append(project)
    file = tmp_path / "clouds.yaml"
    file.write_text(yaml.safe_dump({"clouds": entries}))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(file))
    made = {name: connect(name) for name in entries}
    yield made
    for cloud, project in zip(made.values(), projects, strict=True):
        for kind in ("networks", "security_groups"):
            for found in getattr(cloud.network, kind)(project_id=project.id):
                getattr(cloud.network, f"delete_{kind.removesuffix('s')}")(found)
        admin.identity.delete_project(project)


def networks(clouds):
    return {
        name: sorted(found.name for found in cloud.network.networks(project_id=cloud.current_project_id))
        for name, cloud in clouds.items()
    }


def program(where, existing=""):
    """Give a program: a network in each cloud, one that is taken over, and one that is given to `where`."""

    def run(p):
        providers = {
            name: p.resource("pulumi:providers:openstack", name, cloud=name) for name in ("north", "south")
        }
        reference = {name: f"{made.urn}::{made.id.value}" for name, made in providers.items()}
        for name in providers:
            p.resource(NETWORK, f"in-{name}", name=f"in-{name}", opt_provider=reference[name])
        taken = {"opt_provider": reference["south"], "opt_importId": existing}
        p.resource(NETWORK, "old", name="old", adminStateUp=True, **taken)
        p.resource(NETWORK, "moving", name="moving", opt_provider=reference[where])

    return run


def test_each_resource_is_in_the_project_of_its_provider(clouds, tmp_path):
    stack = Stack(tmp_path)
    stack.make = lambda _: OpenStackProvider()
    existing = clouds["south"].network.create_network(name="old").id
    stack.script(program("north", existing))
    assert stack.preview().failures == ()
    assert networks(clouds) == {"north": [], "south": ["old"]}
    assert stack.up().failures == ()
    assert networks(clouds) == {"north": ["in-north", "moving"], "south": ["in-south", "old"]}
    assert stack.state("old", NETWORK).id == existing
    assert not stack.preview().touched

    stack.script(program("south", existing))
    # The lab's administrator sees the object from the other project too, so its place is asked for.
    assert stack.up(Scope(replace=("moving",))).failures == ()
    assert networks(clouds) == {"north": ["in-north"], "south": ["in-south", "moving", "old"]}
    assert stack.destroy().failures == ()
    assert networks(clouds) == {"north": [], "south": []}

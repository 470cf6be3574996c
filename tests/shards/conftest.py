"""A tenant of a name of its own on the lab; what it has and what is beside it is gone after the tests."""

import secrets
from dataclasses import replace

import openstack
import pytest

from tests.shards.bench import Bench
from tests.shards.plans import shard


def connect(clouds_file, name="lab"):
    """Connect to a cloud of a clouds.yaml, whatever the environment says."""
    config = openstack.config.OpenStackConfig(config_files=[str(clouds_file)], load_envvars=False)
    return openstack.connection.Connection(config=config.get_one(name))


@pytest.fixture(scope="session")
def admin(lab):
    """The lab's administrator."""
    return connect(lab.clouds_file)


@pytest.fixture(scope="module")
def name():
    """A tenant's name that nobody else has."""
    return f"t{secrets.token_hex(3)}-docs"


@pytest.fixture(scope="module")
def bench(lab, admin, tmp_path_factory, name):
    """A shard on the lab; its tenants are suspended and destroyed at the end, with their default groups."""
    made = Bench(tmp_path_factory.mktemp("shard"), lab)
    yield made
    if made.last is not None:
        projects = made.ids("Project")
        made.up(shard(*(replace(one, enabled=False) for one in made.last.tenants)))
        result = made.ours("destroy")
        for project in projects:
            for group in list(admin.network.security_groups(project_id=project)):
                admin.network.delete_security_group(group)  # Neutron's own default group
        assert result.ok, result.failures

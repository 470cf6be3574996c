"""Agencies' projects in the lab, each with users of its own who fill it as people do."""

import secrets
from dataclasses import dataclass

import openstack
import pytest
import yaml

from gcloud.cloud.connect import connect
from gcloud.cloud.patience import Patience
from gcloud.cloud.tenants.purge import purge
from tests.people import user_with_password


@dataclass(frozen=True)
class Agency:
    """A project, its user's connection to it, and what its objects are called by."""

    name: str
    project: str
    user: str
    cloud: openstack.connection.Connection


@pytest.fixture(scope="session")
def admin(lab):
    """An administrator's connection; the tests' own objects are told by their project alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))
        return connect("lab", patience=Patience())


@pytest.fixture(scope="session")
def within(lab):
    """Connect as the administrator in a project."""

    def connected(project: str) -> openstack.connection.Connection:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))
            return connect("lab", project=project, patience=Patience())

    return connected


@pytest.fixture(scope="session")
def agencies(lab, admin, tmp_path_factory):
    """Make projects, each with a member of its own; they are deleted at the end."""
    made = []

    def make() -> Agency:
        name, password = f"t{secrets.token_hex(3)}", secrets.token_urlsafe(16)
        project = admin.identity.create_project(name=name, domain_id="default")
        user = user_with_password(admin, name, password)
        role = admin.identity.find_role("member")
        admin.identity.assign_project_role_to_user(project, user, role)
        entry = yaml.safe_load(lab.clouds_file.read_text())["clouds"]["lab"]
        entry["auth"] |= {"project_name": name, "username": name, "password": password}
        clouds = tmp_path_factory.mktemp("agency") / "clouds.yaml"
        clouds.write_text(yaml.safe_dump({"clouds": {name: entry}}))
        config = openstack.config.OpenStackConfig(config_files=[str(clouds)], load_envvars=False)
        agency = Agency(
            name, project.id, user.id, openstack.connection.Connection(config=config.get_one(name))
        )
        made.append(agency)
        return agency

    yield make
    for agency in made:
        purge(admin, agency.project, [agency.user], max_deletes=200, besides=["key-manager"])
        admin.identity.delete_user(agency.user)
        admin.identity.delete_project(agency.project)

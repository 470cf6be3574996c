"""An auditor of the province reads all tenants' things by the shipped policy files, and changes nothing."""

import importlib.resources
import json
import subprocess

import openstack
import pytest
import yaml

from gcloud.lab.venv import venv_folder
from gcloud.render import policies
from tests.isolation.operations import IDENTITY, IMAGES, NETWORKS, SERVERS, VOLUMES
from tests.isolation.tenants import PASSWORD
from tests.isolation.trial import ALLOWED, outcome
from tests.people import user_with_password

pytestmark = pytest.mark.lab

READS = {
    "list servers of all projects",
    "list hypervisors",
    "list volumes of all projects",
    "show a volume",
    "show a snapshot",
    "list networks",
    "show a network",
    "list ports",
    "show a port",
    "list subnets",
    "list routers",
    "show a router",
    "list security groups",
    "list floating addresses",
    "show compute quotas",
    "show network quotas",
    "show volume quotas",
}
# Of the auditor's own project, or of nobody's, as for everybody.
OWN = {"make an application credential"}

REGISTERED = """
import importlib, json, sys
rules = importlib.import_module(sys.argv[1]).list_rules()
print(json.dumps({rule.name: rule.check_str for rule in rules}))
"""
MODULES = {
    "nova": "nova.policies",
    "neutron": "neutron.conf.policies",
    "cinder": "cinder.policies",
    "glance": "glance.policies",
}


@pytest.fixture(scope="module")
def auditor(tenants):
    """A connection of an auditor, whose role is in a project of its own."""
    admin, name = tenants.admin, f"{tenants.name}-province"
    identity = admin.identity
    project = identity.create_project(name=name)
    user = user_with_password(admin, name, PASSWORD)
    roles = [identity.find_role(role) or identity.create_role(name=role) for role in ("auditor", "reader")]
    for role in roles:
        identity.assign_project_role_to_user(project, user, role)
    auth = {"username": name, "password": PASSWORD, "user_domain_name": "Default", "project_id": project.id}
    yield openstack.connection.Connection(
        auth=auth | {"auth_url": tenants.url},
        region_name="RegionOne",
        compute_default_microversion="2.96",
    )
    identity.delete_user(user)
    identity.delete_project(project)


@pytest.mark.parametrize("operations", [SERVERS, VOLUMES, NETWORKS, IMAGES, IDENTITY])
def test_it_reads_everything_of_everybody_and_changes_nothing(tenants, auditor, operations):
    for tenant in (tenants.tenant, tenants.neighbour):
        tried = {name: outcome(operation, auditor, tenant) for name, operation in operations.items()}
        done = {name for name, ended in tried.items() if ended == ALLOWED}
        assert done - OWN == READS & operations.keys(), tried


def test_it_lists_servers_with_their_hosts(tenants, auditor):
    servers = {server.id: server for server in auditor.compute.servers(all_projects=True)}
    for tenant in (tenants.tenant, tenants.neighbour):
        assert servers[tenant.server].project_id == tenant.project
        assert servers[tenant.server].compute_host.startswith("host-")


@pytest.mark.parametrize("service", policies.SERVICES)
def test_each_rule_is_the_release_s_own_with_the_auditor_added_or_stricter(lab, service):
    command = [venv_folder(lab) / "bin" / "python", "-W", "ignore", "-c", REGISTERED, MODULES[service]]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    release = json.loads(said.splitlines()[-1])
    ours = yaml.safe_load(policies.text(service))
    assert not ours.keys() - release.keys()
    other = {name: rule for name, rule in ours.items() if rule != f"{release[name]} or role:auditor"}
    assert set(other) == BY_HAND[service]


BY_HAND = {
    "nova": set(),
    "neutron": {"context_with_global_access", "get_quota", "create_rbac_policy", "update_rbac_policy"},
    "cinder": {
        "admin_api",
        "admin_or_owner",
        "xena_system_admin_or_project_reader",
        "volume:create_transfer",
        "volume:accept_transfer",
    },
    "glance": {"add_member"},
}


def test_the_files_are_part_of_the_library():
    folder = importlib.resources.files(policies)
    assert {path.name for path in folder.iterdir() if path.name.endswith(".yaml")} == {
        f"{service}.yaml" for service in policies.SERVICES
    }

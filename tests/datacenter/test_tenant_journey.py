"""A tenant from its request to its suspension, on a real cloud, by the commands that people use."""

import secrets
import shutil
import subprocess
from pathlib import Path

import openstack
import pytest
import yaml
from keystoneauth1 import exceptions as refused

from gcloud.deploy.tenants.files import request_file, write
from gcloud.model.tenants.tenant import Member, TenantService
from tests import tenants
from tests.datacenter.conftest import ROOT, Province, _connect

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

CORES = 8  # of the class `small`
SYSTEM = {"label": "Camera giao thông", "purpose": "Traffic cameras"}
ADMIN = "tran-thi-binh"


@pytest.fixture(scope="module")
def name():
    return f"t{secrets.token_hex(3)}-cameras"


@pytest.fixture(scope="module")
def province(lab, tmp_path_factory, name):
    """The example with a roster of its own and nobody's tenants; what is made is gone at the end."""
    folder = tmp_path_factory.mktemp("journey")
    site = shutil.copytree(
        ROOT / "examples" / "ha-tinh",
        folder / "ha-tinh",
        ignore=shutil.ignore_patterns(".govcloud", "requests", "tenants"),
    )
    keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "an"]
    subprocess.run(keygen, check=True)
    key = {
        "kind": "ssh",
        "public": (folder / "an.pub").read_text().strip(),
        "valid_from": "2026-01-01",
        "valid_until": "2035-12-31",
    }
    people = [
        {"name": ADMIN, "organisation": "interior-department", "roles": ["requester"]},
        {"name": "an", "organisation": "science-department", "roles": ["approver"], "keys": [key]},
    ]
    for person in people:
        person |= {"label": person["name"], "email": f"{person['name']}@hatinh.example"}
    (site / "people.yaml").write_text(yaml.safe_dump({"people": people}))
    entry = yaml.safe_load(Path(lab.clouds_file).read_text())["clouds"]["lab"]
    clouds = folder / "clouds.yaml"
    clouds.write_text(yaml.safe_dump({"clouds": {"ha-tinh": entry}}))
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "OS_CLIENT_CONFIG_FILE": str(clouds),
        "PULUMI_CONFIG_PASSPHRASE": "a passphrase for tests",
    }
    cloud = _connect(clouds, "ha-tinh")
    made = Province(site, name, environment, cloud)
    yield made
    _clear(made, cloud, name)


def _clear(province, cloud, name):
    """Take what the agency made, suspend what is not, and destroy the rest."""
    project = cloud.identity.find_project(name)
    if project is None:
        return
    for server in list(cloud.compute.servers(all_projects=True, project_id=project.id)):
        cloud.compute.delete_server(server, force=True)
        cloud.compute.wait_for_delete(server)
    for image in list(cloud.image.images(owner=project.id)):
        cloud.image.delete_image(image)
    if project.is_enabled:
        decide(province, "suspend")
        province.command("up", str(province.site), "--stack", "tenants", "--yes", "--engine", "embedded")
    province.command("down", str(province.site), "--stack", "tenants", "--yes", "--engine", "embedded")
    for group in list(cloud.network.security_groups(project_id=project.id)):
        cloud.network.delete_security_group(group)  # Neutron's own default group


def decide(province, *asked):
    """Ask for something of the tenant and have it approved."""
    told = ("--requester", ADMIN, "--reason", "a test")
    result = province.command("tenant", asked[0], str(province.site), province.prefix, *asked[1:], *told)
    approve(province, result["request"])


def approve(province, request):
    key = province.site.parent / "an"
    province.command("tenant", "approve", str(province.site), request, "--key", str(key), "--yes")


@pytest.fixture(scope="module")
def cameras(province, name):
    """The tenant, granted and brought up."""
    member = Member(name=ADMIN, label="Trần Thị Bình", email="b@hatinh.example", role="administrator")
    system = tenants.tenant().system.model_copy(update={**SYSTEM, "name": name})
    asked = tenants.tenant(
        name=name, members=(member,), services=frozenset({TenantService.OUTSIDE}), system=system, **SYSTEM
    )
    write(province.site, [request_file(tenants.request(asked))])
    approve(province, "r-2026-0001")
    province.command("allot", str(province.site))
    return province.command("up", str(province.site), "--stack", "tenants", "--yes", "--engine", "embedded")


@pytest.fixture(scope="module")
def pipeline(province, cameras, name):
    """The tenant's own pipeline, by its credential."""
    file = province.site.parent / "pipeline.yaml"
    province.command("tenant", "credential", str(province.site), name, "--to", str(file))
    return _connect(file, name)


@pytest.fixture(scope="module")
def flavors(province, name):
    """Two sizes, of which one is more than the tenant may have."""
    compute = province.cloud.compute
    sizes = {"small": 1, "beyond": CORES + 1}
    made = {
        size: compute.create_flavor(name=f"{name}-{size}", ram=64, vcpus=vcpus, disk=1)
        for size, vcpus in sizes.items()
    }
    yield made
    for flavor in made.values():
        compute.delete_flavor(flavor)


@pytest.fixture(scope="module")
def server(pipeline, name, flavors):
    """A server that the agency makes, of an image of its own."""
    image = pipeline.image.create_image(
        name=name, disk_format="raw", container_format="bare", data=bytes(1024), wait=True
    )

    def make(size):
        (network,) = pipeline.network.networks(name=f"{name}.app")
        body = {"image_id": image.id, "flavor_id": flavors[size].id, "networks": [{"uuid": network.id}]}
        return pipeline.compute.wait_for_server(pipeline.compute.create_server(name=name, **body))

    return make


def test_only_the_tenant_s_shard_was_worked_on(cameras):
    (stack,) = cameras["stacks"]
    assert stack["project"] == "tenants"


def test_nothing_is_left_to_do(province, cameras):
    again = province.command("plan", str(province.site), "--stack", "tenants", "--engine", "embedded")
    assert again["plan"]["changes"] == []


def test_the_agency_boots_a_server_inside_its_quota(server):
    assert server("small").status == "ACTIVE"


def test_what_goes_beyond_the_quota_is_refused(server):
    with pytest.raises(openstack.exceptions.ForbiddenException, match="Quota exceeded"):
        server("beyond")


def test_a_tenant_that_is_not_suspended_is_not_destroyed(province, cameras):
    with pytest.raises(AssertionError, match="is protected"):
        province.command("down", str(province.site), "--stack", "tenants", "--yes")
    assert province.cloud.identity.find_project(province.prefix).is_enabled


def test_a_suspended_tenant_has_no_access_and_runs_on(province, cameras, pipeline, server):
    (running,) = province.cloud.compute.servers(
        all_projects=True, project_id=province.cloud.identity.find_project(province.prefix).id
    )
    decide(province, "suspend")
    province.command("up", str(province.site), "--stack", "tenants", "--yes", "--engine", "embedded")
    with pytest.raises((refused.ClientException, openstack.exceptions.SDKException)):
        list(_connect(province.site.parent / "pipeline.yaml", province.prefix).network.networks())
    assert province.cloud.compute.get_server(running).status == "ACTIVE"

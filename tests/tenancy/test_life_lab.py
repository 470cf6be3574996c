"""A tenant's whole life on a real cloud, by the commands that people use: granted, used, retired, gone."""

import re
import time
import urllib.parse

import openstack
import pytest
import requests

from gcloud.cloud.tenants.projects import tenant_projects
from gcloud.plan.tenants.shards import shard_of, stack_name
from tests.datacenter.estate import look
from tests.people import until_the_next_second
from tests.tenancy.province import BINH, EMBEDDED, SHARDS, booted, stored

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

AT_MOST = 180
"""From an approval to a server that runs, s (issue: three minutes)."""

MOST = 10
"""Resources that one run may delete, by the example's site.yaml."""

CHOSEN = "a pass phrase of her own 7!"

NOBODYS = "~"
"""Begins no name: look at a project only, and at nothing that is cloud-wide."""


@pytest.fixture(scope="module")
def name(tag):
    return f"{tag}-cameras"


@pytest.fixture(scope="module")
def granted(province, asked, archive, name, flavors):
    """From the approval to a server of somebody who logged in: the connection, the server, seconds."""
    began = time.monotonic()
    province.approve(asked["cameras"])
    province.command("allot", str(province.site))
    done = province.up()
    cloud = _logged_in(province, name)
    server = booted(cloud, name, flavors["small"])
    return {"up": done, "cloud": cloud, "server": server, "seconds": time.monotonic() - began}


def _logged_in(province, name):
    """Hand the account over, choose a password as its owner does, and log in by it."""
    sheet = province.site.parent / "sheet.txt"
    words = ("--to", str(sheet), "--lang", "en")
    given = province.command("tenant", "handover", str(province.site), name, BINH, *words)
    first = re.search(r"assword: +(\S+)", sheet.read_text())[1]
    (user,) = province.cloud.identity.users(name=given["account"])
    url = province.cloud.config.get_auth_args()["auth_url"]
    body = {"user": {"original_password": first, "password": CHOSEN}}
    address = urllib.parse.urljoin(url, f"/v3/users/{user.id}/password")
    assert requests.post(address, json=body, timeout=60).status_code == 204
    until_the_next_second()
    return _person(province, name)


def _person(province, name):
    """Whose password is known by now."""
    auth = {"username": f"{BINH}.{name}", "password": CHOSEN, "project_name": name}
    url = province.cloud.config.get_auth_args()["auth_url"]
    return openstack.connection.Connection(
        auth=auth | {"auth_url": url, "user_domain_name": "Default", "project_domain_name": "Default"},
        region_name="RegionOne",
        compute_default_microversion="2.96",
    )


@pytest.fixture(scope="module")
def things(province, granted, name, archive):
    """What the agency makes of its own, beside the server: some of everything."""
    cloud, server = granted["cloud"], granted["server"]
    network = cloud.network.create_network(name="own")
    subnet = cloud.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.99.0.0/24")
    (router,) = cloud.network.routers()
    cloud.network.add_interface_to_router(router, subnet_id=subnet.id)
    cloud.network.create_port(network_id=network.id, name="spare")
    cloud.network.create_security_group(name="web")
    outside = cloud.network.find_network("public", ignore_missing=False)
    cloud.network.create_ip(floating_network_id=outside.id)
    public = (province.site.parent / "an.pub").read_text()
    cloud.compute.create_keypair(name=f"{name}-key", public_key=public)
    cloud.compute.create_server_group(name="apart", policy="anti-affinity")
    stored(cloud, "footage", server.id)
    loose = stored(cloud, "footage-old")
    snapshot = cloud.block_storage.create_snapshot(volume_id=loose, name="before")
    cloud.block_storage.wait_for_status(snapshot, "available", interval=0.5)
    if cloud.has_service("key-manager"):
        cloud.key_manager.create_secret(name="s", payload="of the agency", payload_content_type="text/plain")
    if cloud.has_service("dns"):
        (zone,) = cloud.dns.zones()
        cloud.dns.create_recordset(zone, name=f"web.{zone.name}", type="A", records=["10.99.0.9"])
    if cloud.has_service("load-balancer"):
        balancer = cloud.load_balancer.create_load_balancer(
            name="front", vip_subnet_id=subnet.id, provider="ovn"
        )
        cloud.load_balancer.wait_for_load_balancer(balancer.id, interval=1)
    return cloud


def test_from_an_approval_to_a_server_it_takes_three_minutes_at_most(granted, record_property):
    record_property("approval_to_server_s", granted["seconds"])
    assert granted["server"].status == "ACTIVE"
    assert granted["seconds"] < AT_MOST


def test_only_the_tenant_s_shard_was_worked_on(granted, province):
    (left_alone,) = granted["up"]["plan"]["unchanged"]
    assert left_alone["stack"] == stack_name("ha-tinh", shard_of(f"{province.prefix}archive", SHARDS))


def test_nothing_is_left_to_do(province, granted):
    again = province.command("plan", str(province.site), "--stack", "tenants", "--engine", "embedded")
    assert again["plan"]["changes"] == []


def test_what_goes_beyond_the_quota_is_refused(province, granted, flavors):
    cloud = granted["cloud"]
    with pytest.raises(openstack.exceptions.ForbiddenException, match="Quota exceeded"):
        cloud.compute.create_server(
            name="beyond",
            flavor_id=flavors["beyond"],
            image_id=cloud.image.find_image(f"{province.prefix}cameras", ignore_missing=False).id,
            networks="none",
        )


def test_a_tenant_that_is_not_suspended_is_not_destroyed(province, granted, name):
    ran = province.failing("down", str(province.site), "--stack", "tenants", "--yes")
    assert "is protected" in str(ran)
    assert province.cloud.identity.find_project(name).is_enabled
    again = province.command(
        "plan", str(province.site), "--stack", "tenants", "--verify", "--engine", "embedded"
    )
    assert again["plan"]["changes"] == []


def test_a_tenant_ends_and_leaves_nothing_and_its_neighbour_does_not_notice(
    province, granted, things, neighbour
):
    site, admin, name = str(province.site), province.cloud, f"{province.prefix}cameras"
    project = admin.identity.find_project(name).id
    users = [user.id for user in admin.identity.users() if user.name.endswith(f".{name}")]
    before = neighbour()

    # Approved and brought up: access is off, nothing is lost.
    province.approve(province.ask("retire", name))
    province.up()
    with pytest.raises(openstack.exceptions.SDKException, match="401"):
        _person(province, name).authorize()
    assert admin.compute.get_server(granted["server"].id).status == "ACTIVE"

    # Looked at first, and not more deleted than is allowed.
    province.command("tenant", "retirement", site, name, "--yes", "--max-deletes", "3", code=2)
    seen = province.command("tenant", "retirement", site, name, "--dry-run")
    assert [step["step"] for step in seen["steps"]] == ["suspended", "exported"]
    assert seen["holds"]["kinds"]["volumes"] == 2
    done = province.command("tenant", "retirement", site, name, "--yes", "--max-deletes", "60", code=3)
    assert [step["step"] for step in done["steps"]][2:] == ["purged", "zeroed", "disabled"]

    # The stack deletes what it made, no more than is allowed, and the end is noted.
    assert province.failing("up", site, *EMBEDDED)["error"]["data"]["limit"] == MOST
    province.up("--max-deletes", "60")
    assert province.command("tenant", "retirement", site, name)["next"] is None
    assert _traces(admin, project, name, users) == {}
    assert name not in tenant_projects(admin, "ha-tinh")
    keeper = admin.identity.find_project(f"{province.prefix}backups").id
    backups = [one for one in admin.block_storage.backups(all_projects=True) if one.project_id == keeper]
    kept = {one.name: one.status for one in backups if one.name.startswith(name)}
    assert kept == {f"{name} footage": "available", f"{name} footage-old": "available"}

    assert neighbour() == before
    again = province.command("plan", site, "--stack", "tenants", "--engine", "embedded", "--verify")
    assert again["plan"]["changes"] == []

    # The files tell it.
    listed = {one["name"]: one for one in province.command("tenant", "list", site)["tenants"]}
    assert listed[name]["state"] == "gone"
    assert listed[f"{province.prefix}archive"]["state"] == "active"
    told = province.command("tenant", "history", site, name)["changes"]
    assert [one["kind"] for one in told] == ["create", "retire"]


@pytest.fixture(scope="module")
def neighbour(province, archive):
    """Looks at all of the other tenant."""
    return lambda: _all_of(province.cloud, archive, f"{province.prefix}archive")


def _all_of(admin, cloud, name):
    """All of a tenant: what its project holds, its limits, its people and what they may."""
    project = admin.identity.find_project(name)
    estate = {kind: things for kind, things in look(cloud, NOBODYS).kinds.items() if things}
    limits = [
        admin.compute.get_quota_set(project.id).to_dict(),
        admin.network.get_quota(project.id).to_dict(),
        admin.block_storage.get_quota_set(project.id).to_dict(),
    ]
    roles = [
        (one.role["id"], (one.group or one.user)["id"])
        for one in admin.identity.role_assignments(scope_project_id=project.id)
    ]
    people = sorted(user.id for user in admin.identity.users() if user.name.endswith(f".{name}"))
    return estate, limits, sorted(roles), people, project.to_dict()


def _traces(admin, project, name, users):
    """What is left of a tenant anywhere, by kind; empty if nothing is."""
    within, everyone = {"project_id": project}, {"all_projects": True, "project_id": project}
    network, volume, compute = admin.network, admin.block_storage, admin.compute
    left = {
        "project": [one for one in [admin.identity.find_project(name)] if one],
        "users": [user for user in admin.identity.users() if user.name.endswith(f".{name}")],
        "groups": [group for group in admin.identity.groups() if group.name.startswith(f"{name}.")],
        "credentials": [one for one in admin.identity.credentials() if one.user_id in users],
        "servers": compute.servers(**everyone),
        "server groups": [
            one for one in compute.server_groups(all_projects=True) if one.project_id == project
        ],
        "volumes": volume.volumes(**everyone),
        "snapshots": volume.snapshots(**everyone),
        "backups": [one for one in volume.backups(all_projects=True) if one.project_id == project],
        "images": admin.image.images(owner=project),
        "networks": network.networks(**within),
        "subnets": network.subnets(**within),
        "routers": network.routers(**within),
        "ports": network.ports(**within),
        "addresses": network.ips(**within),
        # asked without the project: Neutron makes a default group for the first project that is named
        "security groups": [one for one in network.security_groups() if one.project_id == project],
        "qos": [one for one in network.qos_policies() if one.name.startswith(name)],
        "quotas": [one for one in network.quotas() if one.project_id == project],
        "sharing": [
            one for one in network.rbac_policies() if project in {one.project_id, one.target_project_id}
        ],
    }
    if admin.has_service("dns"):
        left["zones"] = [one for one in admin.dns.zones(all_projects=True) if one.project_id == project]
    if admin.has_service("load-balancer"):
        left["load balancers"] = admin.load_balancer.load_balancers(**within)
    return {kind: found for kind, objects in left.items() if (found := list(objects))}

"""A project that somebody made by hand becomes a site: its files, its state, and nothing is touched."""

import secrets
import shutil
import time

import pytest
import yaml

from tests.datacenter.estate import Estate

PATIENCE = 60
"""Seconds."""

pytestmark = [pytest.mark.lab, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def project(provinces):
    """A project with no site, in which somebody has made things by openstacksdk alone."""
    made = provinces()
    _make(made)
    yield made
    # A key pair is its user's, whom the projects of all tests share.
    made.cloud.compute.delete_keypair(f"{made.prefix}ops")


def _make(made):
    cloud, network = made.cloud, made.cloud.network
    outside = network.find_network("public")
    nets = {}
    for number, name in enumerate(("web", "db"), 1):
        net = network.create_network(name=name, description=f"Mạng {name}")
        nets[name] = network.create_subnet(
            name=name,
            network_id=net.id,
            ip_version=4,
            cidr=f"10.{number}.0.0/24",
            dns_nameservers=["192.0.2.53"],
            enable_dhcp=number == 1,
        )
    router = network.create_router(name="edge", external_gateway_info={"network_id": outside.id})
    for subnet in nets.values():
        network.add_interface_to_router(router, subnet_id=subnet.id)
    group = network.create_security_group(name="web", description="Web servers")
    network.create_security_group_rule(
        security_group_id=group.id, direction="ingress", ethertype="IPv4", protocol="tcp",
        port_range_min=443, port_range_max=443, remote_ip_prefix="10.9.0.0/16",
    )  # fmt: skip
    network.create_security_group_rule(
        security_group_id=group.id, direction="ingress", ethertype="IPv4", remote_group_id=group.id
    )
    port = network.create_port(
        name="web-1",
        network_id=nets["web"].network_id,
        fixed_ips=[{"subnet_id": nets["web"].id, "ip_address": "10.1.0.10"}],
        security_group_ids=[group.id],
    )
    network.create_port(network_id=nets["db"].network_id)
    key = f"{made.prefix}ops"
    cloud.compute.create_keypair(name=key)
    volume = cloud.block_storage.create_volume(name="web-1.data", size=1, metadata={"of": "web-1"})
    cloud.block_storage.wait_for_status(volume, "available", interval=0.5)
    flavor = cloud.compute.create_flavor(name=f"{made.prefix}tiny", vcpus=1, ram=64, disk=1)
    image = cloud.image.create_image(
        name=f"{made.prefix}empty", data=b"\0" * 512, container_format="bare", disk_format="raw"
    )
    server = cloud.compute.create_server(
        name="web-1",
        flavor_id=flavor.id,
        image_id=image.id,
        networks=[{"port": port.id}],
        key_name=key,
        metadata={"role": "web"},
        user_data="I2Nsb3VkLWNvbmZpZwo=",
    )
    server = cloud.compute.wait_for_server(server, interval=0.5)
    cloud.compute.create_volume_attachment(server, volume_id=volume.id)
    cloud.block_storage.wait_for_status(volume, "in-use", interval=0.5)
    network.create_ip(floating_network_id=outside.id, port_id=port.id, description="web-1")
    _until_known(cloud, server)


def _until_known(cloud, server):
    """Wait until Nova has heard of the server's floating address: what changes later is our doing."""
    for _ in range(PATIENCE):
        addresses = cloud.compute.get_server(server.id).addresses["web"]
        if any(one["OS-EXT-IPS:type"] == "floating" for one in addresses):
            return
        time.sleep(1)
    raise TimeoutError("Nova does not hear of the floating address")


@pytest.fixture(scope="module")
def before(project) -> Estate:
    return project.estate()


@pytest.fixture(scope="module")
def site(project, before):
    """The site that the project has become."""
    return project.site.with_name("taken-over")


@pytest.fixture(scope="module")
def adopted(project, site):
    return project.command(
        "adopt", "ha-tinh", "--site", str(site), "--province", "42", "--name", "taken-over", "--yes"
    )


def plan(project, site):
    return project.command("plan", str(site), "--engine", "embedded")["plan"]


def objects(site):
    return {one["name"]: one for one in yaml.safe_load((site / "adopted.yaml").read_text())["adopted"]}


def change(site, name, **properties):
    file = site / "adopted.yaml"
    data = yaml.safe_load(file.read_text())
    (one,) = [one for one in data["adopted"] if one["name"] == name]
    one["properties"].update(properties)
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def test_everything_is_described_and_nothing_is_touched(project, site, adopted, before):
    described = objects(site)
    kinds = sorted(one["type"].rpartition(":")[2] for one in described.values())
    assert kinds == sorted(
        [
            "FloatingIp", "Image", "Instance", "Keypair", "Network", "Network", "Port", "Port", "Router",
            "RouterInterface", "RouterInterface", "SecGroup", "SecGroupRule", "SecGroupRule", "Subnet",
            "Subnet", "Volume", "VolumeAttach",
        ]
    )  # fmt: skip
    assert described["server-web-1"]["properties"]["networks"] == [{"port": {"$ref": "port-web-1"}}]
    assert described["public-" + _address(project)]["properties"]["portId"] == {"$ref": "port-web-1"}
    assert adopted["written"]
    assert not adopted["missing"]
    assert ("default", "Neutron makes one for each project") in {
        (one["name"], one["why"]) for one in adopted["left_out"]
    }
    assert "userData" not in described["server-web-1"]["properties"]
    assert project.estate().differs(before) == {}


def _address(project):
    (address,) = project.cloud.network.ips(project_id=project.cloud.current_project_id)
    return address.floating_ip_address.replace(".", "-")


def test_the_plan_shows_no_change_and_nothing_is_foreign(project, site, adopted):
    found = plan(project, site)
    assert {kind: number for kind, number in found["counts"].items() if number} == {"same": 18}
    drift = project.command("drift", str(site), "--engine", "embedded")
    assert (drift["drifted"], drift["foreign"]) == ([], [])


@pytest.mark.official
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="no official pulumi CLI on PATH: not run")
def test_the_official_engine_plans_nothing_either(project, site, adopted):
    planned = project.command("plan", str(site), "--engine", "pulumi")["plan"]
    assert planned["changes"] == []


def test_one_change_in_the_file_is_one_change_in_the_cloud(project, site, adopted, before):
    change(site, "network-db", description="Cơ sở dữ liệu")
    (step,) = plan(project, site)["changes"]
    assert (step["op"], step["name"]) == ("update", "network-db")
    project.command("up", str(site), "--engine", "embedded", "--yes")
    assert project.estate().differs(before) == {"network": ["db"]}
    change(site, "network-db", description="Mạng db")
    project.command("up", str(site), "--engine", "embedded", "--yes")
    assert project.estate().differs(before) == {}


def test_nothing_adopted_is_destroyed_by_a_slip(project, site, adopted, before):
    change(site, "subnet-db", cidr="10.7.0.0/24")
    project.command("up", str(site), "--engine", "embedded", "--yes", code=2)
    change(site, "subnet-db", cidr="10.2.0.0/24")
    project.command("down", str(site), "--engine", "embedded", "--yes", code=2)
    assert project.estate().differs(before) == {}


def test_a_lost_state_comes_back_by_the_ids_in_the_file(project, site, adopted, before):
    (site / ".govcloud" / "state").rename(site / ".govcloud" / f"lost-{secrets.token_hex(2)}")
    again = project.command("adopt", "ha-tinh", "--site", str(site), "--yes")
    assert {one["id"] for one in again["adopted"]} == {one["id"] for one in adopted["adopted"]}
    assert plan(project, site)["changes"] == []
    assert project.estate().differs(before) == {}

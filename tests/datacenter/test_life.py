"""The life of a data centre on a real cloud: made, changed, destroyed, with openstacksdk as the judge."""

import hashlib
import resource
import shutil

import pytest

from gcloud.model.load import load_with_positions
from gcloud.plan.build import build

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def province(provinces):
    return provinces()


@pytest.fixture(scope="module")
def strangers(province):
    """What somebody else has in the same project, under names that the site uses too."""
    network = province.cloud.network
    lan = network.create_network(name="dmz", description="not ours")
    network.create_subnet(name="dmz", network_id=lan.id, ip_version=4, cidr="10.99.0.0/24")
    network.create_security_group(name="dmz", description="not ours")
    network.create_port(name="edge-waf", network_id=lan.id)
    volume = province.cloud.block_storage.create_volume(name="lgsp-db.data", size=1)
    province.cloud.block_storage.wait_for_status(volume, "available", interval=0.5)
    return province.estate()


@pytest.fixture(scope="module")
def applied(province, strangers):
    """The site, applied once; what its run said."""
    return province.command("up", str(province.site), "--yes")


@pytest.fixture(scope="module")
def plan(province):
    (cloud,) = build(load_with_positions(province.site)).clouds
    return cloud


@pytest.fixture(scope="module")
def ours(province, strangers, applied):
    return province.estate().minus(strangers)


def test_the_cloud_has_as_many_of_each_kind_as_the_plan_and_no_more(ours, plan):
    assert ours.counts() == {
        "network": len(plan.zones),
        "subnet": len(plan.zones),
        "router": 1,
        # A port for each server, one for the router in each routed zone.
        "port": len(plan.servers) + len(plan.edge.zones),
        "security group": len(plan.security_groups),
        "address group": len(plan.address_groups),
        "floating address": len(plan.edge.floating),
        "server": len(plan.servers),
        "server group": len(plan.server_groups),
        "volume": sum(len(server.volumes) for server in plan.servers),
        "image": len(plan.images),
        "flavor": len(plan.flavors),
        "volume type": len(plan.volume_types),
    }


def test_zones_have_the_planned_blocks_and_gateways(ours, plan):
    subnets = ours.named("subnet")
    networks = ours.named("network")
    assert subnets.keys() == {zone.name for zone in plan.zones}
    for zone in plan.zones:
        subnet = subnets[zone.name]
        assert subnet["network_id"] == networks[zone.name]["id"]
        assert subnet["cidr"] == zone.cidr
        assert subnet["gateway_ip"] == zone.gateway
        assert subnet["dns_nameservers"] == list(zone.dns)
        assert [(pool["start"], pool["end"]) for pool in subnet["allocation_pools"]] == [zone.pool]


def test_the_router_stands_in_every_routed_zone_and_outside(province, ours, plan):
    (router,) = ours.kinds["router"].values()
    outside = province.cloud.network.find_network(plan.external_network)
    assert router["external_gateway_info"]["network_id"] == outside.id
    networks = ours.named("network")
    joined = {
        port["network_id"]
        for port in ours.kinds["port"].values()
        if port["device_owner"] == "network:router_interface"
    }
    assert joined == {networks[name]["id"] for name in plan.edge.zones}


def test_security_groups_hold_exactly_the_planned_rules(ours, plan):
    groups = ours.named("address group")
    for group in plan.security_groups:
        live = ours.named("security group")[group.name]
        assert sorted(
            (
                rule["direction"],
                rule["ether_type"] if "ether_type" in rule else rule["ethertype"],
                rule["protocol"],
                rule["port_range_min"],
                rule["port_range_max"],
                rule["remote_address_group_id"],
                rule["remote_ip_prefix"],
            )
            for rule in live["security_group_rules"]
        ) == sorted(
            (
                rule.direction,
                rule.ethertype,
                rule.protocol,
                rule.port_min,
                rule.port_max,
                groups[rule.remote_group]["id"] if rule.remote_group else None,
                rule.remote_prefix,
            )
            for rule in group.rules
        ), group.name


def test_address_groups_hold_the_planned_peers(ours, plan):
    live = {name: sorted(group["addresses"]) for name, group in ours.named("address group").items()}
    assert live == {group.name: sorted(group.addresses) for group in plan.address_groups}


def test_servers_run_with_their_address_group_size_image_and_disks(ours, plan):
    servers = ours.named("server")
    ports = {port["device_id"]: port for port in ours.kinds["port"].values()}
    images = ours.named("image")
    groups = ours.named("security group")
    volumes = ours.named("volume")
    for server in plan.servers:
        live = servers[server.name]
        assert live["status"] == "ACTIVE"
        assert live["flavor"]["original_name"] == server.flavor
        assert live["image"]["id"] == images[server.image]["id"]
        assert live["metadata"] == {"site": "ha-tinh", "system": server.system, "level": str(server.level)}
        port = ports[live["id"]]
        assert [ip["ip_address"] for ip in port["fixed_ips"]] == [server.address]
        assert port["security_group_ids"] == [groups[server.zone]["id"]]
        for volume in server.volumes:
            disk = volumes[volume.name]
            assert (disk["size"], disk["volume_type"], disk["status"]) == (
                volume.size_gb,
                volume.type,
                "in-use",
            )
            assert disk["attachments"][0]["server_id"] == live["id"]


def test_machines_of_a_server_group_run_on_different_hosts(ours, plan):
    servers = ours.named("server")
    for group in plan.server_groups:
        hosts = [servers[name]["hypervisor_hostname"] for name in group.members]
        assert len(set(hosts)) == len(hosts), group.name


def test_public_servers_have_an_address_outside_and_others_have_none(ours, plan):
    ports = {port["id"]: port["device_id"] for port in ours.kinds["port"].values()}
    servers = {server["id"]: name for name, server in ours.named("server").items()}
    reached = {servers[ports[address["port_id"]]] for address in ours.kinds["floating address"].values()}
    assert reached == set(plan.edge.floating)


def test_the_image_is_the_file(province, ours, plan):
    for image in plan.images:
        live = ours.named("image")[image.name]
        content = (province.site / image.file).read_bytes()
        assert live["hash_value"] == hashlib.new(live["hash_algo"], content).hexdigest()
        assert live["visibility"] == image.visibility


def test_a_second_up_leaves_the_stack_alone_in_a_moment(province, ours):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    again = province.command("up", str(province.site), "--yes")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert [stack["project"] for stack in again["plan"]["unchanged"]] == ["datacenter"]
    assert again["plan"]["counts"]["same"] == again["plan"]["unchanged"][0]["resources"] > 100
    # The processor's time: what others do on this machine is not the command's.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


def test_a_second_run_of_the_program_changes_nothing(province, ours):
    before = province.estate()
    shutil.rmtree(province.site / ".govcloud" / "fingerprints")
    again = province.command("up", str(province.site), "--yes")
    assert again["plan"]["unchanged"] == []
    assert {kind: n for kind, n in again["plan"]["counts"].items() if n} == {
        "same": again["plan"]["counts"]["same"]
    }
    assert province.estate().differs(before) == {}


def test_one_change_is_one_change(province, ours, plan):
    before = province.estate()
    province.edit("servers.yaml", lambda data: data["servers"][-1].update(purpose="Another purpose"))
    name = plan.servers[-1].name
    (change,) = province.command("plan", str(province.site))["plan"]["changes"]
    assert (change["op"], change["name"]) == ("update", name)
    (part,) = change["changes"]
    assert (part["path"], part["old"], part["new"]) == (
        "description",
        plan.servers[-1].purpose,
        "Another purpose",
    )
    province.command("up", str(province.site), "--yes")
    assert province.estate().differs(before) == {"port": [name]}


def test_drift_that_was_found_is_mended_by_the_next_plain_up(province, ours):
    before = province.estate()
    (dmz,) = [one for one in ours.kinds["subnet"].values() if one["name"] == "dmz"]
    province.cloud.network.update_subnet(dmz["id"], dns_nameservers=["192.0.2.53"])
    # Nobody has looked yet, and what the stack depends on is as it was.
    assert province.command("up", str(province.site), "--yes")["plan"]["unchanged"]
    (drifted,) = province.command("drift", str(province.site), code=3)["drifted"]
    assert (drifted["name"], drifted["kind"]) == ("dmz", "changed")
    run = province.command("up", str(province.site), "--yes")["run"]
    assert (run["counts"]["update"], run["finished"]) == (1, 1)
    assert province.estate().differs(before) == {}
    assert province.command("plan", str(province.site))["plan"]["unchanged"]


def test_show_tells_what_runs(province, ours, plan):
    shown = province.command("show", str(province.site))
    text = str(shown)
    for server in plan.servers:
        assert server.name in text
        assert server.address in text


def test_down_leaves_nothing_of_ours_and_strangers_untouched(province, strangers, ours):
    province.command("down", str(province.site), "--yes")
    assert province.estate().differs(strangers) == {}

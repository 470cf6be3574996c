"""Our networking types on a real Neutron, beside what the official engine stored for the same program."""

import json
import re
from functools import partial
from pathlib import Path

import pytest

from gcloud.cloud.errors import ConflictError
from gcloud.errors import CloudError

pytestmark = pytest.mark.lab

DATA = Path(__file__).parent.parent / "data"
SAMPLE = {
    (item["type"].rpartition(":")[2], item["name"]): item
    for item in json.loads((DATA / "official-resources.json").read_text())
}
TYPES = {key[0]: item["type"] for key, item in SAMPLE.items()}
ALLOTTED = {
    "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}": "an id",
    "[0-9a-f]{32}": "a project's id",
    "fa:16:3e(:[0-9a-f]{2}){3}": "a hardware address",
    r"172\.24\.4\.\d+": "an address of the provider network",
}


BESIDES = {"SecGroupRule", "QuotaV2"}
"""Types whose objects are there as long as a group or a project is."""

NETWORKING = [type_ for kind, type_ in TYPES.items() if ":networking/" in type_ and kind not in BESIDES]


def shape(value, path=""):
    """Replace what a cloud allots by what it is, so that two clouds can be compared."""
    if isinstance(value, dict):
        return {key: shape(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item, path) for item in value]
    if isinstance(value, str):
        return next((kind for form, kind in ALLOTTED.items() if re.fullmatch(form, value)), value)
    return "a number of the cloud's" if path in {"segmentationId", "mtu"} else value


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left(tenant):
    """After all tests, the project holds what Neutron puts into every project, and no more."""
    yield
    provider, *_ = tenant
    left = {kind: provider.list_all(kind) for kind in NETWORKING}
    groups = {group["name"] for group in left.pop(TYPES["SecGroup"]).values()}
    assert not any(left.values())
    assert groups <= {"default"}


@pytest.fixture
def create(program):
    return lambda kind, name, /, **news: program.create(TYPES[kind], name, **news)


def test_the_sample_program_stores_what_the_official_engine_stores(create, program):
    ours = {}

    def make(kind, name, /, **news):
        ours[kind, name] = create(kind, name, **news)
        return ours[kind, name]

    public = program.provider.invoke("openstack:networking/getNetwork:getNetwork", {"name": "public"})
    network = make("Network", "n", name="srv", adminStateUp=True)
    make("Network", "n2", name="srv2")
    subnet = make(
        "Subnet",
        "s",
        name="srv",
        networkId=network.id,
        cidr="10.50.1.0/24",
        ipVersion=4,
        dnsNameservers=["10.50.0.53"],
        allocationPools=[{"start": "10.50.1.10", "end": "10.50.1.200"}],
    )
    router = make("Router", "r", name="edge", externalNetworkId=public["id"])
    make("RouterInterface", "ri", routerId=router.id, subnetId=subnet.id)
    group = make("SecGroup", "sec", name="web", deleteDefaultRules=True)
    peers = make("AddressGroupV2", "agp", name="agencies", addresses=["10.50.0.0/16", "10.60.0.0/16"])
    rule = {"ethertype": "IPv4", "securityGroupId": group.id}
    https = {"protocol": "tcp", "portRangeMin": 443, "portRangeMax": 443}
    make("SecGroupRule", "r1", direction="ingress", remoteAddressGroupId=peers.id, **https, **rule)
    make("SecGroupRule", "r2", direction="egress", **rule)
    port = make(
        "Port",
        "p",
        name="web",
        networkId=network.id,
        fixedIps=[{"subnetId": subnet.id, "ipAddress": "10.50.1.20"}],
        securityGroupIds=[group.id],
    )
    address = make("FloatingIp", "f", pool="public")
    make("FloatingIpAssociate", "fa2", floatingIp=address.outputs["address"], portId=port.id)

    for key, created in ours.items():
        official, type_ = SAMPLE[key], TYPES[key[0]]
        assert shape(program.inputs(created)) == shape(official["inputs"])
        assert shape(created.outputs) == shape(official["outputs"])
        live = program.read(created)
        assert shape(live.inputs) == shape(official["refreshed_inputs"])
        refreshed = dict(official["refreshed_outputs"])
        if key[0] == "Port":  # the sample boots a server on it in between
            unbound = {"binding", "deviceId", "deviceOwner", "dnsAssignments", "dnsName"}
            refreshed |= {name: official["outputs"][name] for name in unbound}
        assert shape(live.outputs) == shape(refreshed)
        listed = program.provider.list_all(type_)[created.id]
        carried = {"tags", "fixedIps", "securityGroupIds", "deleteDefaultRules"}
        reported = {name for name, value in listed.items() if value is not None} - carried
        assert {name: listed[name] for name in reported} == {name: live.outputs[name] for name in reported}


def test_networks_and_subnets_change_in_place(create, program):
    network = create("Network", "n", name="zone", tags=["a", "b"])
    outputs = program.update(
        network, name="area", description="words", adminStateUp=False, mtu=1400, tags=["b", "c"]
    )
    assert (outputs["name"], outputs["mtu"], outputs["adminStateUp"]) == ("area", 1400, False)
    assert sorted(outputs["tags"]) == ["b", "c"]
    subnet = create("Subnet", "s", networkId=network.id, cidr="10.9.0.0/24", noGateway=True)
    assert re.fullmatch("s-[0-9a-f]{7}", subnet.outputs["name"])
    assert subnet.outputs["gatewayIp"] == ""
    given = {"networkId": network.id, "cidr": "10.9.0.0/24"}
    outputs = program.update(subnet, **given, enableDhcp=False, dnsNameservers=["10.9.0.53"])
    assert (outputs["gatewayIp"], outputs["noGateway"]) == ("10.9.0.1", False)
    assert outputs["dnsNameservers"] == ["10.9.0.53"]


def test_six_and_other_spellings(create, program):
    network = create("Network", "n", name="six")
    subnet = create(
        "Subnet",
        "s6",
        name="six",
        networkId=network.id,
        cidr="2001:DB8:1::/64",
        ipVersion=6,
        ipv6AddressMode="slaac",
        ipv6RaMode="slaac",
    )
    assert subnet.outputs["cidr"] == "2001:db8:1::/64"
    group = create("SecGroup", "g", name="six", description="d", stateful=True)
    rule = {"direction": "ingress", "ethertype": "IPv6", "securityGroupId": group.id}
    create("SecGroupRule", "ping", **rule, protocol="ipv6-icmp", remoteIpPrefix="2001:DB8::/32")
    create("SecGroupRule", "number", **rule, protocol="50", description="ESP")
    create("SecGroupRule", "type", **rule, protocol="ipv6-icmp", portRangeMin=128, portRangeMax=0)
    create("SecGroupRule", "members", **rule, remoteGroupId=group.id)
    outputs = program.update(group, name="sixth", description="", stateful=True)
    assert (outputs["name"], outputs["description"]) == ("sixth", "")


def test_a_port_changes_in_place(create, program):
    network = create("Network", "n", name="ports")
    subnet = create("Subnet", "s", name="ports", networkId=network.id, cidr="10.9.1.0/24")
    one, two = (create("SecGroup", name, name=name) for name in ("one", "two"))
    asked = {"name": "p", "networkId": network.id}
    port = create(
        "Port",
        "p",
        **asked,
        fixedIps=[{"subnetId": subnet.id}],
        securityGroupIds=[one.id, two.id],
        allowedAddressPairs=[{"ipAddress": "10.9.1.99"}],
        extraDhcpOptions=[{"name": "mtu", "value": "1400"}, {"name": "router", "value": "10.9.1.1"}],
        macAddress="FA:16:3E:00:00:01",
    )
    assert port.outputs["fixedIps"] == [{"ipAddress": "", "subnetId": subnet.id}]
    assert port.outputs["allFixedIps"][0].startswith("10.9.1.")
    outputs = program.update(
        port,
        **asked,
        macAddress="fa:16:3e:00:00:01",
        description="moved",
        fixedIps=[{"subnetId": subnet.id, "ipAddress": "10.9.1.77"}],
        securityGroupIds=[two.id],
        extraDhcpOptions=[{"name": "mtu", "value": "1442"}],
        binding={"vnicType": "macvtap"},
    )
    assert outputs["allFixedIps"] == ["10.9.1.77"]
    assert outputs["allSecurityGroupIds"] == [two.id]
    assert outputs["binding"]["vnicType"] == "macvtap"
    assert outputs["allowedAddressPairs"] == []
    assert outputs["extraDhcpOptions"] == [{"ipVersion": 4, "name": "mtu", "value": "1442"}]
    bare = create("Port", "bare", name="bare", networkId=network.id, noFixedIp=True, noSecurityGroups=True)
    assert (bare.outputs["allFixedIps"], bare.outputs["allSecurityGroupIds"]) == ([], [])


def test_a_router_changes_in_place_and_an_address_moves(create, program):
    public = program.provider.invoke(
        "openstack:networking/getNetwork:getNetwork", {"name": "public", "external": True}
    )
    router = create("Router", "r", name="edge")
    outputs = program.update(router, name="edge", externalNetworkId=public["id"], description="d")
    assert outputs["externalFixedIps"][0]["ipAddress"].startswith("172.24.4.")
    network = create("Network", "n", name="inside")
    subnet = create("Subnet", "s", name="inside", networkId=network.id, cidr="10.9.2.0/24")
    interface = create("RouterInterface", "ri", routerId=router.id, subnetId=subnet.id)
    program.update(interface, routerId=router.id, subnetId=subnet.id, forceDestroy=True)
    ports = [
        create("Port", f"p{n}", name=f"p{n}", networkId=network.id, fixedIps=[{"subnetId": subnet.id}])
        for n in (1, 2)
    ]
    address = create("FloatingIp", "f", pool="public", description="d", tags=["t"])
    floating = address.outputs["address"]
    pointed = create("FloatingIpAssociate", "fa", floatingIp=floating, portId=ports[0].id)
    outputs = program.update(pointed, floatingIp=floating, portId=ports[1].id)
    assert outputs["portId"] == ports[1].id
    assert outputs["fixedIp"] == ports[1].outputs["allFixedIps"][0]


def test_an_address_group_changes_in_place(create, program):
    peers = create("AddressGroupV2", "g", name="peers", addresses=["10.1.0.0/16", "10.2.0.0/16"])
    outputs = program.update(peers, name="friends", addresses=["10.2.0.0/16", "10.3.0.0/24", "2001:db8::/32"])
    assert outputs["name"] == "friends"
    assert sorted(outputs["addresses"]) == ["10.2.0.0/16", "10.3.0.0/24", "2001:db8::/32"]


def test_a_refusal_says_what_was_done_to_what(create, program):
    network = create("Network", "n", name="clash")
    create("Subnet", "s", name="first", networkId=network.id, cidr="10.9.3.0/24")
    with pytest.raises(CloudError, match=r'(?i)creating subnet "second".*overlap') as caught:
        create("Subnet", "s", name="second", networkId=network.id, cidr="10.9.3.0/25")
    assert caught.value.hint
    type_, news = TYPES["FloatingIp"], {"__defaults": [], "pool": "nowhere"}
    with pytest.raises(CloudError, match="no network with name nowhere"):
        program.provider.create(type_, "urn::f", news, None)


def test_what_is_still_used_is_not_deleted_and_the_reason_is_given(create, program, monkeypatch):
    monkeypatch.setattr("gcloud.provider.networking.neutron.IN_USE_SECONDS", 1.0)
    network = create("Network", "n", name="used")
    subnet = create("Subnet", "s", name="used", networkId=network.id, cidr="10.9.4.0/24")
    create("Port", "p", name="user", networkId=network.id, fixedIps=[{"subnetId": subnet.id}])
    delete = partial(program.provider.delete, TYPES["Subnet"], "urn::s", subnet.id, {}, subnet.outputs)
    with pytest.raises(ConflictError, match='subnet "used"'):
        delete(None)


def test_a_user_without_administrator_s_rights_can_do_all_of_it(create, program, member, monkeypatch):
    monkeypatch.setattr(program, "provider", member)
    public = member.invoke("openstack:networking/getNetwork:getNetwork", {"name": "public"})
    network = create("Network", "n", name="hired", tags=["zone"])
    assert network.outputs["segments"] == []  # not for tenants to see
    subnet = create("Subnet", "s", name="hired", networkId=network.id, cidr="10.9.5.0/24")
    router = create("Router", "r", name="hired", externalNetworkId=public["id"])
    create("RouterInterface", "ri", routerId=router.id, subnetId=subnet.id)
    group = create("SecGroup", "g", name="hired", deleteDefaultRules=True)
    peers = create("AddressGroupV2", "a", name="hired", addresses=["10.1.0.0/16"])
    rule = {"direction": "ingress", "ethertype": "IPv4", "securityGroupId": group.id}
    create("SecGroupRule", "r", **rule, remoteAddressGroupId=peers.id)
    address = {"subnetId": subnet.id, "ipAddress": "10.9.5.20"}
    port = create(
        "Port", "p", name="hired", networkId=network.id, fixedIps=[address], securityGroupIds=[group.id]
    )
    assert port.outputs["binding"]["hostId"] == ""
    floating = create("FloatingIp", "f", pool="public").outputs["address"]
    pointed = create("FloatingIpAssociate", "fa", floatingIp=floating, portId=port.id)
    for made in (network, subnet, router, group, peers, port, pointed):
        program.read(made)
    program.looks_alike()
    assert not member.survey(()).unseen
    program.destroy()

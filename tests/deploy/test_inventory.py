from pathlib import Path

import pytest

from gcloud.deploy.inventory import ASSOCIATION, FLOATING, INSTANCE, NETWORK, SUBNET, inventory
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import Secret
from gcloud.model.load import load

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "ha-tinh"


@pytest.fixture(scope="module")
def site():
    return load(EXAMPLE)


def state(type_, id_, **outputs):
    return ResourceState(
        urn=f"urn:pulumi:ha-tinh::datacenter::{type_}::{id_}",
        type=type_,
        id=id_,
        outputs=outputs,
        modified="2026-11-23T07:00:00Z",
    )


DMZ = [
    ResourceState(
        urn="urn:pulumi:ha-tinh::datacenter::pulumi:pulumi:Stack::datacenter-ha-tinh",
        type="pulumi:pulumi:Stack",
        custom=False,
        outputs={"servers": {"x": 1}, "key": Secret("planted")},
    ),
    state(NETWORK, "n1", name="dmz"),
    state(SUBNET, "s1", name="dmz", networkId="n1", cidr="10.42.1.0/24"),
    state(
        INSTANCE,
        "i1",
        name="one-stop-web-1",
        flavorName="gov-medium",
        networks=[{"name": "dmz", "fixedIpV4": "10.42.1.10"}],
    ),
    state(ASSOCIATION, "a1", floatingIp="172.24.4.9", fixedIp="10.42.1.10"),
    state(INSTANCE, "i2", name="stranger", networks=[{"name": "dmz", "fixedIpV4": "10.42.1.99"}]),
]


def test_servers_are_told_with_the_system_and_level_of_the_files(site):
    [known, stranger] = inventory(site, DMZ, ("openstack",)).servers
    assert (known.name, known.system, known.level, known.address, known.public) == (
        "one-stop-web-1",
        "one-stop",
        3,
        "10.42.1.10",
        "172.24.4.9",
    )
    assert (stranger.system, stranger.level, stranger.public) == ("", None, "")


def test_zones_have_their_block_and_population(site):
    [zone] = inventory(site, DMZ, ("openstack",)).zones
    assert (zone.name, zone.kind, zone.cidr, zone.servers) == ("dmz", "dmz", "10.42.1.0/24", 2)


def test_counts_outputs_and_date(site):
    now = inventory(site, DMZ, ("openstack",))
    assert now.total == 5
    assert now.resources[INSTANCE] == 2
    assert now.systems == {"one-stop": 3}
    assert now.outputs == {"servers": {"x": 1}, "key": "(secret)"}
    assert now.changed == "2026-11-23T07:00:00Z"


def test_what_waits_for_its_deletion_does_not_run(site):
    old = ResourceState(urn="u", type=NETWORK, id="n0", delete=True, outputs={"name": "dmz"})
    assert len(inventory(site, [*DMZ, old], ("openstack",)).zones) == 1


def test_a_floating_address_may_name_its_port_itself(site):
    own = [*(one for one in DMZ if one.type != ASSOCIATION)]
    address = state(FLOATING, "f1", address="172.24.4.9", fixedIp="10.42.1.99", portId="p")
    free = state(FLOATING, "f2", address="172.24.4.8", fixedIp="")
    servers = inventory(site, [*own, address, free], ("openstack",)).servers
    assert [(one.name, one.public) for one in servers] == [("one-stop-web-1", ""), ("stranger", "172.24.4.9")]


def test_nothing(site):
    assert inventory(site, [], ("openstack",)).total == 0

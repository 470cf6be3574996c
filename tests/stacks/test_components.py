"""What the components refuse, a row each. They do so before they register anything: no engine is needed."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pulumi
import pytest

from gcloud.plan.model import (
    CloudPlan,
    EdgePlan,
    ImagePlan,
    RulePlan,
    SecurityGroupPlan,
    ServerGroupPlan,
    ServerPlan,
    ZonePlan,
)
from stacks.components.catalogue import Catalogue
from stacks.components.edge import Edge
from stacks.components.refusal import RefusedError
from stacks.components.server import Server, Surroundings
from stacks.components.server_group import ServerGroup
from stacks.components.zone import Zone
from stacks.components.zone_policy import ZonePolicy

OPTS = pulumi.ResourceOptions()
ZONE = ZonePlan(
    name="dmz",
    label="DMZ",
    kind="dmz",
    cidr="10.0.0.0/24",
    ip_version=4,
    gateway="10.0.0.1",
    pool=("10.0.0.192", "10.0.0.254"),
    dns=(),
    routed=True,
)
EDGE = EdgePlan(name="edge", external_network="public", zones=("dmz",), floating=())
RULE = RulePlan(
    name="dmz-in-tcp-443",
    direction="ingress",
    ethertype="IPv4",
    protocol="tcp",
    port_min=443,
    port_max=443,
    remote_group=None,
    remote_prefix="0.0.0.0/0",
    description="https",
)
SERVER = ServerPlan(
    name="web",
    system="portal",
    level=3,
    zone="dmz",
    flavor="small",
    image="debian",
    address="10.0.0.10",
    server_group=None,
    volumes=(),
    floating=False,
    purpose="a test",
)


def around(**more):
    standing = {
        "zone": SimpleNamespace(plan=ZONE),
        "security_group": "sg",
        "flavor": "f",
        "image": "i",
        "volume_types": {},
        "server_group": None,
        "outside": None,
    }
    return Surroundings(**standing | more)


def policy(*rules):
    return SecurityGroupPlan(name="dmz", zone="dmz", description="", rules=rules)


ZONES = [
    ("a pool outside the block", {"pool": ("10.0.1.1", "10.0.1.9")}, "not in its block"),
    ("a pool that ends before it begins", {"pool": ("10.0.0.9", "10.0.0.8")}, "not in its block"),
    ("a gateway outside the block", {"gateway": "10.0.1.1"}, "outside its block or inside its pool"),
    ("a gateway in the pool", {"gateway": "10.0.0.200"}, "outside its block or inside its pool"),
    ("no gateway though routed", {"gateway": None}, "exactly if it is routed"),
    ("a gateway though not routed", {"routed": False}, "exactly if it is routed"),
]
RULES = [
    ("two other sides", [replace(RULE, remote_group="g")], "not both or none"),
    ("no other side", [replace(RULE, remote_prefix=None)], "not both or none"),
    ("a group not given", [replace(RULE, remote_prefix=None, remote_group="g")], "which is not given"),
    ("no protocol", [replace(RULE, protocol="")], "allow all of them"),
    ("two rules of one name", [RULE, RULE], "two rules dmz-in-tcp-443"),
]
SERVERS = [
    ("an address of another zone", {"address": "10.0.1.10"}, {}, "no server's in dmz"),
    ("an address of the cloud's pool", {"address": "10.0.0.200"}, {}, "no server's in dmz"),
    ("another zone", {"zone": "database"}, {}, "belongs into the zone database"),
    ("public without an outside address", {"floating": True}, {}, "exactly if it is public"),
    ("an outside address though not public", {}, {"outside": object()}, "exactly if it is public"),
    ("a server group that is not given", {"server_group": "g"}, {}, "exactly if the plan names one"),
    ("a server group though none is planned", {}, {"server_group": "id"}, "exactly if the plan names one"),
]


@pytest.mark.parametrize(("change", "why"), [row[1:] for row in ZONES], ids=[row[0] for row in ZONES])
def test_a_zone_refuses(change, why):
    with pytest.raises(RefusedError, match=why):
        Zone(replace(ZONE, **change), OPTS)


@pytest.mark.parametrize(("rules", "why"), [row[1:] for row in RULES], ids=[row[0] for row in RULES])
def test_a_zone_s_policy_refuses(rules, why):
    with pytest.raises(RefusedError, match=why):
        ZonePolicy(policy(*rules), (), OPTS)


@pytest.mark.parametrize(
    ("change", "given", "why"), [row[1:] for row in SERVERS], ids=[row[0] for row in SERVERS]
)
def test_a_server_refuses(change, given, why):
    with pytest.raises(RefusedError, match=why):
        Server(replace(SERVER, **change), around(**given), "test", OPTS)


def test_an_edge_refuses_a_zone_that_it_was_not_given():
    with pytest.raises(RefusedError, match="can't join dmz"):
        Edge(EDGE, {}, OPTS)


def test_an_edge_refuses_a_zone_that_is_not_routed():
    zone = SimpleNamespace(plan=replace(ZONE, routed=False, gateway=None))
    with pytest.raises(RefusedError, match="can't join dmz"):
        Edge(EDGE, {"dmz": zone}, OPTS)


def test_a_server_group_refuses_a_single_member():
    with pytest.raises(RefusedError, match="needs two members"):
        ServerGroup(ServerGroupPlan(name="web", members=("web",)), OPTS)


def test_a_catalogue_refuses_an_image_without_its_file(tmp_path: Path):
    image = ImagePlan(
        name="debian",
        file="debian.raw",
        format="raw",
        sha256="0" * 64,
        os="debian-12",
        min_disk_gb=1,
        visibility="private",
    )
    cloud = CloudPlan(
        name="own",
        cloud="own",
        region="RegionOne",
        external_network="public",
        administrator=True,
        zones=(),
        edge=None,
        address_groups=(),
        security_groups=(),
        flavors=(),
        images=(image,),
        volume_types=(),
        server_groups=(),
        servers=(),
    )
    with pytest.raises(RefusedError, match=r"no file at .*debian\.raw"):
        Catalogue(cloud, tmp_path, None, OPTS)

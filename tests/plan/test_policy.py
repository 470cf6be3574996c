"""From flows to security groups."""

import pytest

from gcloud.plan.addresses import addresses
from gcloud.plan.policy import security


@pytest.fixture
def policy(base, load_site):
    """Security groups and address groups by name, from flows given as (from, to, services)."""

    def of(*flows, **cloud):
        base["flows"] = [{"from": a, "to": b, "services": c, "why": "a test"} for a, b, c in flows]
        base["clouds"][0] |= cloud
        site = load_site(base).site
        blocks = {name: divided.block for name, divided in addresses(site).zones.items()}
        groups, address_groups = security(site, site.clouds[0], blocks)
        return {g.name: g for g in groups}, {g.name: g for g in address_groups}

    return of


def rules(group):
    return {rule.name: (rule.remote_prefix, rule.remote_group) for rule in group.rules}


DATABASE, DMZ, EDGE, SERVER = "10.42.0.0/24", "10.42.2.0/24", "10.42.3.0/24", "10.42.6.0/24"


def test_without_flows_every_zone_is_closed_in_both_directions(policy):
    groups, address_groups = policy()
    assert len(groups) == 8
    assert all(group.rules == () for group in groups.values())
    assert address_groups == {}


def test_a_flow_opens_both_ends_and_nothing_else(policy):
    groups, _ = policy((["server"], ["database"], ["postgresql"]))
    assert rules(groups["server"]) == {"server-out-tcp-5432": (DATABASE, None)}
    assert rules(groups["database"]) == {"database-in-tcp-5432": (SERVER, None)}
    assert [name for name, group in groups.items() if group.rules] == ["database", "server"]


def test_a_rule_says_all_that_neutron_asks(policy):
    groups, _ = policy((["server"], ["database"], ["postgresql"]))
    (rule,) = groups["database"].rules
    assert (rule.direction, rule.ethertype, rule.protocol) == ("ingress", "IPv4", "tcp")
    assert (rule.port_min, rule.port_max, rule.description) == (5432, 5432, "postgresql")


def test_several_peers_become_one_address_group(policy):
    groups, address_groups = policy((["server", "dmz"], ["database"], ["postgresql"]))
    assert rules(groups["database"]) == {"database-in-tcp-5432": (None, "database-in-tcp-5432")}
    group = address_groups["database-in-tcp-5432"]
    assert group.addresses == (DMZ, SERVER)
    assert group.description == "dmz, server"


def test_flows_on_the_same_port_share_a_rule_whatever_their_services_are_called(policy, base):
    base["services"] = [{"name": "api", "protocol": "tcp", "ports": [443]}]
    groups, address_groups = policy((["dmz"], ["server"], ["https"]), (["internal"], ["server"], ["api"]))
    (rule,) = groups["server"].rules
    assert rule.description == "api, https"
    assert address_groups[rule.remote_group].description == "dmz, internal"


def test_a_cloud_without_address_groups_gets_a_rule_for_each_block(policy):
    groups, address_groups = policy(
        (["server", "dmz"], ["database"], ["postgresql"]), administrator=False, capabilities=["flavors"]
    )
    assert address_groups == {}
    assert rules(groups["database"]) == {
        "database-in-tcp-5432-10.42.2.0-24": (DMZ, None),
        "database-in-tcp-5432-10.42.6.0-24": (SERVER, None),
    }


def test_the_internet_is_every_address_and_covers_all_others(policy):
    groups, _ = policy((["internet", "communes"], ["edge"], ["https"]))
    assert rules(groups["edge"]) == {"edge-in-tcp-443": ("0.0.0.0/0", None)}


def test_peers_have_no_security_group_of_ours(policy):
    groups, _ = policy((["communes"], ["edge"], ["https"]))
    assert rules(groups["edge"]) == {"edge-in-tcp-443": ("10.43.0.0/16", None)}
    assert "communes" not in groups


def test_a_zone_is_open_within_itself_only_if_a_flow_says_so(policy):
    groups, _ = policy((["database"], ["database"], ["postgresql"]))
    assert rules(groups["database"]) == {
        "database-in-tcp-5432": (DATABASE, None),
        "database-out-tcp-5432": (DATABASE, None),
    }


def test_several_ports_of_a_service_are_several_rules(policy, base):
    base["services"] = [{"name": "app", "protocol": "tcp", "ports": [8443, "9000-9010"]}]
    groups, _ = policy((["dmz"], ["server"], ["app"]))
    assert [(r.name, r.port_min, r.port_max) for r in groups["server"].rules] == [
        ("server-in-tcp-8443", 8443, 8443),
        ("server-in-tcp-9000-9010", 9000, 9010),
    ]


def test_icmp_has_type_and_code_where_ports_have_first_and_last(policy, base):
    base["services"] = [{"name": "any-icmp", "protocol": "icmp"}]
    groups, _ = policy((["management"], ["server"], ["icmp-echo", "any-icmp"]))
    assert [(r.name, r.protocol, r.port_min, r.port_max) for r in groups["server"].rules] == [
        ("server-in-icmp", "icmp", None, None),
        ("server-in-icmp-8", "icmp", 8, 0),
    ]


def test_a_zone_may_ask_the_name_servers_that_its_machines_are_told_of(policy, base):
    base["zones"][1]["dns"] = ["10.42.5.10", "192.0.2.53"]
    groups, address_groups = policy()
    assert rules(groups["dmz"]) == {
        "dmz-out-tcp-53": (None, "dmz-out-tcp-53"),
        "dmz-out-udp-53": (None, "dmz-out-udp-53"),
    }
    assert address_groups["dmz-out-udp-53"].addresses == ("10.42.5.10/32", "192.0.2.53/32")
    assert rules(groups["management"]) == {
        "management-in-tcp-53": (DMZ, None),
        "management-in-udp-53": (DMZ, None),
    }, "the zone where one of them stands lets them be asked"


def test_zones_of_another_cloud_are_peers(policy, base):
    base["clouds"].append({"name": "hired", "cloud": "other", "location": "here"})
    for zone in base["zones"]:
        zone["cloud"] = "hired" if zone["name"] == "dmz" else "own"
    groups, _ = policy((["dmz"], ["server"], ["https"]))
    assert "dmz" not in groups
    assert rules(groups["server"]) == {"server-in-tcp-443": (DMZ, None)}


def test_ipv6_peers_are_no_business_of_an_ipv4_zone(policy, base):
    base["ranges"].append({"name": "six", "purpose": "peers", "cidr": "2001:db8::/32", "fictional": True})
    groups, _ = policy((["six", "communes"], ["edge"], ["https"]))
    assert rules(groups["edge"]) == {"edge-in-tcp-443": ("10.43.0.0/16", None)}


def test_the_order_of_the_files_changes_nothing(policy, base):
    flows = [(["server", "dmz"], ["database"], ["postgresql", "ssh"]), (["edge"], ["dmz"], ["https"])]
    first = policy(*flows)
    base["zones"].reverse()
    base["ranges"].reverse()
    assert policy(*[(a[::-1], b[::-1], c[::-1]) for a, b, c in reversed(flows)]) == first

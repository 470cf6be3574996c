"""What the rules let through is what the flows allow, no more and no less."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcloud.model.flow import Flow
from gcloud.model.service import WELL_KNOWN, Service
from gcloud.plan.addresses import addresses
from gcloud.plan.policy import security
from gcloud.plan.traffic import Channel, channels

PLACES = ("edge", "dmz", "server", "database", "communes", "internet")
SERVICES = ("https", "ssh", "postgresql")
FLOWS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(PLACES), min_size=1),
        st.sets(st.sampled_from(PLACES), min_size=1),
        st.sets(st.sampled_from(SERVICES), min_size=1),
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        (WELL_KNOWN["https"], (Channel("tcp", 443, 443),)),
        (WELL_KNOWN["icmp-echo"], (Channel("icmp", 8, 8),)),
        (Service(name="any-icmp", protocol="icmp"), (Channel("icmp", -1, -1),)),
        (
            Service.model_validate({"name": "app", "protocol": "udp", "ports": [53, "60-70"]}),
            (Channel("udp", 53, 53), Channel("udp", 60, 70)),
        ),
    ],
)
def test_a_service_is_one_channel_for_each_of_its_ports(service, expected):
    assert channels(service) == expected


@pytest.fixture
def small(base, load_site):
    return load_site(base).site


@pytest.mark.parametrize(
    "capabilities", [frozenset({"address-groups"}), frozenset()], ids=["groups", "blocks"]
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flows=FLOWS)
def test_a_packet_passes_exactly_if_flows_let_it_out_and_in(small, capabilities, flows):
    site = small.model_copy(
        update={
            "flows": tuple(
                Flow(sources=tuple(a), destinations=tuple(b), services=tuple(c), why="a test")
                for a, b, c in flows
            ),
            "clouds": (
                small.clouds[0].model_copy(update={"administrator": False, "capabilities": capabilities}),
            ),
        }
    )
    blocks = {name: divided.block for name, divided in addresses(site).zones.items()}
    groups, address_groups = security(site, site.clouds[0], blocks)
    members = {group.name: group.addresses for group in address_groups}
    opened = {
        (group.zone, rule.direction, rule.port_min, prefix)
        for group in groups
        for rule in group.rules
        for prefix in (members[rule.remote_group] if rule.remote_group else (rule.remote_prefix,))
    }

    def passes(zone, direction, peer, service):
        port = WELL_KNOWN[service].ports[0].first
        return any((zone, direction, port, prefix) in opened for prefix in (str(blocks[peer]), "0.0.0.0/0"))

    def allowed(zone, direction, peer, service):
        ends = [(a, b) if direction == "egress" else (b, a) for a, b, c in flows if service in c]
        return any(zone in mine and {peer, "internet"} & theirs for mine, theirs in ends)

    zones = [place for place in PLACES if place in blocks]
    for zone, peer, direction, service in product(zones, zones, ("egress", "ingress"), SERVICES):
        assert passes(zone, direction, peer, service) == allowed(zone, direction, peer, service)

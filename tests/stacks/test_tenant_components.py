"""What the components of a tenant refuse, a row each, before they register anything; and what they open."""

from dataclasses import replace

import pulumi
import pytest

from gcloud.plan.tenants.model import QuotaPlan
from stacks.components.refusal import RefusedError
from stacks.components.tenant import Tenant
from stacks.components.tenant_access import Access
from stacks.components.tenant_network import Network
from stacks.components.tenant_people import People
from stacks.components.tenant_policy import rules_of
from stacks.components.tenant_quotas import Quotas
from tests.shards.plans import group, tenant

OPTS = pulumi.ResourceOptions()
PLAN = tenant("docs")
(APP,) = PLAN.networks

NETWORKS = [
    ("a pool outside the block", {"pool": ("10.200.1.2", "10.200.1.3")}, "not in 10.200.0.0/27"),
    ("a pool that ends before it begins", {"pool": ("10.200.0.9", "10.200.0.8")}, "not in 10.200.0.0/27"),
    ("a gateway outside the block", {"gateway": "10.200.1.1"}, "outside its block or in its pool"),
    ("a gateway in the pool", {"gateway": "10.200.0.9"}, "outside its block or in its pool"),
]
QUOTAS = [
    ("a service that nobody knows", ("mail",), "a quota of mail, which is not known"),
    ("a service twice", ("compute", "compute"), "two quotas of compute"),
]


@pytest.mark.parametrize(("change", "why"), [row[1:] for row in NETWORKS], ids=[row[0] for row in NETWORKS])
def test_a_network_refuses(change, why):
    with pytest.raises(RefusedError, match=why):
        Network(replace(PLAN, networks=(replace(APP, **change),)), "project", None, OPTS)


@pytest.mark.parametrize(("services", "why"), [row[1:] for row in QUOTAS], ids=[row[0] for row in QUOTAS])
def test_quotas_refuse(services, why):
    quotas = tuple(QuotaPlan(service=service, figures=()) for service in services)
    with pytest.raises(RefusedError, match=why):
        Quotas(replace(PLAN, quotas=quotas), "project", None, OPTS)


def test_a_group_refuses_a_member_without_an_account():
    with pytest.raises(RefusedError, match=r"has the member somebody\.docs, who has no account"):
        People(replace(PLAN, groups=(group("operator", "docs", (), "somebody"),)), "project", None, OPTS)


def test_access_refuses_an_aggregate_without_hosts():
    with pytest.raises(RefusedError, match="hosts exactly if it has an aggregate"):
        Access(replace(PLAN, aggregate="docs-hosts"), "project", None, OPTS)


def test_a_tenant_refuses_networks_that_overlap():
    other = replace(APP, name="docs.db", cidr="10.200.0.16/28")
    with pytest.raises(RefusedError, match=r"docs\.app and docs\.db of docs overlap"):
        Tenant(replace(PLAN, networks=(APP, other)), None)


def test_what_servers_of_a_tenant_may_send_and_receive():
    rules = [(one.direction, one.protocol, one.port, one.remote) for one in rules_of(PLAN)]
    assert rules == [
        ("egress", "tcp", None, "10.200.0.0/27"),
        ("egress", "udp", None, "10.200.0.0/27"),
        ("egress", "icmp", None, "10.200.0.0/27"),
        ("ingress", "icmp", None, "10.200.0.0/27"),
        ("ingress", "tcp", 22, "10.200.0.0/27"),
        ("egress", "tcp", 80, "169.254.169.254/32"),
    ]


def test_a_network_of_ipv6_has_rules_of_ipv6():
    inside = replace(APP, cidr="2001:db8::/64", gateway="2001:db8::1", pool=("2001:db8::2", "2001:db8::9"))
    rules = list(rules_of(replace(PLAN, networks=(inside,))))
    assert {one.family for one in rules if one.name != "out-metadata"} == {"IPv6"}
    assert {one.protocol for one in rules if one.port is None} == {"tcp", "udp", "ipv6-icmp"}


def test_a_tenant_without_networks_opens_nothing():
    assert not list(rules_of(replace(PLAN, networks=())))

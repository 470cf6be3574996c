"""The hosts of a site: where they are, whose level they have, which ports they need."""

import pytest

from gcloud.plan.check import check
from gcloud.plan.hardening.hosts import Opening, estate

KEY = "SHA256:eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8"


@pytest.fixture
def described(base, load_site):
    base["servers"] = [
        {**server, "count": 2, "roles": ["load-balancer", "container-host"]}
        if server["name"] == "app"
        else server
        for server in base["servers"]
    ]
    base["hosts"] = [
        {
            "name": "hypervisor",
            "address": "10.99.0.5",
            "port": 2222,
            "user": "debian",
            "system": "lgsp",
            "roles": ["hypervisor"],
            "group": "hypervisors",
            "host_keys": [KEY],
        }
    ]
    base["hardening"] = {"management": ["communes", "device-management"], "jump_host": "db"}
    return load_site(base)


def test_every_instance_and_every_host_is_one(described):
    assert list(estate(described.site).machines) == ["app-1", "app-2", "db", "hypervisor"]


def test_an_instance_has_its_address_its_systems_level_and_its_likes_beside_it(described):
    found = estate(described.site).machines["app-2"]
    assert (found.level, found.zone, found.user, found.port) == (3, "server", "operator", 22)
    assert found.roles == ("container-host", "load-balancer")
    assert found.together == "app"
    assert found.cloud == "own"
    assert found.groups == {
        "system/lgsp",
        "zone/server",
        "server/app",
        "role/container-host",
        "role/load-balancer",
    }


def test_a_host_is_as_it_is_described(described):
    found = estate(described.site).machines["hypervisor"]
    assert (found.address, found.port, found.user, found.cloud) == ("10.99.0.5", 2222, "debian", None)
    assert found.fingerprints == (KEY,)
    assert found.openings == ()
    assert found.together == "hypervisors"
    assert found.groups == {"system/lgsp", "role/hypervisor", "group/hypervisors"}


def test_a_host_needs_the_ports_that_flows_to_its_zone_carry(described):
    hosts = estate(described.site)
    servers = hosts.machines["app-1"].address.rpartition(".")[0]
    assert hosts.machines["db"].openings == (Opening("tcp", "5432", (f"{servers}.0/24",)),)
    assert hosts.machines["app-1"].openings == ()


def test_hosts_are_administered_from_the_zones_and_ranges_that_are_named(described):
    assert "10.43.0.0/16" in estate(described.site).management
    assert len(estate(described.site).management) == 2


def test_without_a_word_hosts_are_administered_from_device_management(base, load_site):
    site = load_site(base).site
    assert len(estate(site).management) == 1


def test_all_are_reached_through_the_jump_host_but_itself(described):
    hosts = estate(described.site)
    assert hosts.way(hosts.machines["db"]) is None
    assert hosts.way(hosts.machines["hypervisor"]) is hosts.machines["db"]


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("10.42.0.100", "where the cloud puts servers of the zone"),
        ("10.99.0.5", "port 22, and so is"),
    ],
)
def test_a_host_at_somebody_elses_address_is_told(base, load_site, address, what):
    base["hosts"] = [
        {"name": "one", "address": "10.99.0.5", "system": "lgsp"},
        {"name": "two", "address": address, "system": "lgsp"},
    ]
    assert [p.rule for p in check(load_site(base)) if what in p.what] == ["host.address"]

"""Zones and servers together, through the years of a site."""

from datetime import date, timedelta
from ipaddress import ip_network

import pytest

from gcloud.model.record import AddressEntry
from gcloud.plan.addresses import addresses
from gcloud.plan.allot import HOLD_DAYS

START = date(2026, 1, 5)


@pytest.fixture
def site(base, load_site):
    """The small site with its first addresses on record."""
    return recorded(load_site(base).site, START)


def recorded(site, today):
    """The site after `govcloud allot` of that day."""
    lines = addresses(site, today=today).record
    entries = tuple(
        AddressEntry(owner=line.owner, range=line.pool, block=line.block, released_on=line.released_on)
        for line in lines
    )
    return site.model_copy(update={"addresses": entries})


def without_zone(site, name):
    return site.model_copy(
        update={
            "zones": tuple(zone for zone in site.zones if zone.name != name),
            "servers": tuple(server for server in site.servers if server.zone != name),
            "flows": (),
        }
    )


def blocks(site):
    given = addresses(site)
    assert given.conflicts == ()
    zones = {name: str(divided.block) for name, divided in given.zones.items()}
    return zones | {name: str(block.network_address) for name, block in given.servers.items()}


def test_a_server_s_address_lies_in_its_zone_between_devices_and_pool(site):
    given = addresses(site)
    divided = given.zones["server"]
    assert divided.servers[0] <= given.servers["app"].network_address <= divided.servers[1]


def test_a_recorded_site_has_nothing_to_record(site):
    assert addresses(site).unrecorded == ()
    assert recorded(site, START + timedelta(days=9)) == site


def test_a_zone_that_leaves_takes_its_servers_along_and_both_return_to_their_addresses(site):
    left = recorded(without_zone(site, "server"), START + timedelta(days=30))
    released = {entry.owner for entry in left.addresses if entry.released_on is not None}
    assert released == {"zone/server", "server/app"}
    back = left.model_copy(update={"zones": site.zones[::-1], "servers": site.servers[::-1]})
    assert blocks(back) == blocks(site)
    assert {line.owner for line in addresses(back).unrecorded} == released


def test_after_the_hold_period_the_record_forgets_zone_and_servers(site):
    left = recorded(without_zone(site, "server"), START)
    later = recorded(left, START + timedelta(days=HOLD_DAYS))
    assert all(entry.released_on is None for entry in later.addresses)


def test_a_server_that_moves_gets_an_address_there_and_its_old_one_stays_closed(site):
    moved = site.model_copy(
        update={
            "servers": tuple(
                server.model_copy(update={"zone": "internal"}) if server.name == "app" else server
                for server in site.servers
            )
        }
    )
    after = recorded(moved, START + timedelta(days=1))
    assert [entry.range for entry in after.addresses if entry.owner == "server/app"] == [
        "zone/internal",
        "zone/server",
    ]
    assert blocks(after)["db"] == blocks(site)["db"]


def test_a_range_that_is_renamed_is_no_reason_to_move_a_zone(site):
    renamed = site.model_copy(
        update={"ranges": (site.ranges[0].model_copy(update={"name": "zones-2"}), *site.ranges[1:])}
    )
    reasons = {(conflict.reason, conflict.owner) for conflict in addresses(renamed).conflicts}
    assert ("outside", "zone/server") in reasons
    assert len(reasons) == len(site.zones)


def test_another_range_serves_new_zones_and_moves_nobody(site):
    other = site.ranges[0].model_copy(update={"name": "more", "cidr": ip_network("10.99.0.0/22")})
    more = site.model_copy(update={"ranges": (other, *site.ranges)})
    assert blocks(more) == blocks(site)
    new = more.zones[0].model_copy(update={"name": "another"})
    assert blocks(more.model_copy(update={"zones": (*more.zones, new)}))["another"] == "10.99.0.0/24"

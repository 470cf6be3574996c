"""One list out of three sources: the program's, the server's addresses and its ports."""

from gcloud.provider.compute.instance_networks import best, reported

ADDRESSES = {
    "dmz": [
        {"addr": "10.0.1.5", "version": 4, "OS-EXT-IPS-MAC:mac_addr": "m1", "OS-EXT-IPS:type": "fixed"},
        {"addr": "2001:db8::5", "version": 6, "OS-EXT-IPS-MAC:mac_addr": "m1", "OS-EXT-IPS:type": "fixed"},
        {"addr": "172.24.4.9", "version": 4, "OS-EXT-IPS-MAC:mac_addr": "m1", "OS-EXT-IPS:type": "floating"},
        {"addr": "10.0.1.6", "version": 4, "OS-EXT-IPS-MAC:mac_addr": "m2", "OS-EXT-IPS:type": "fixed"},
    ],
    "internal": [
        {"addr": "10.0.2.5", "version": 4, "OS-EXT-IPS-MAC:mac_addr": "m3", "OS-EXT-IPS:type": "fixed"}
    ],
}
PORTS = [
    {"id": "p3", "network_id": "n2", "mac_address": "m3"},
    {"id": "p2", "network_id": "n1", "mac_address": "m2"},
    {"id": "p1", "network_id": "n1", "mac_address": "m1"},
]


def test_the_program_s_order_stands_and_ports_are_told_apart_on_one_network():
    found = reported([{"port": "p1"}, {"port": "p2"}, {"port": "p3"}], ADDRESSES, PORTS)
    assert [item["port"] for item in found] == ["p1", "p2", "p3"]
    assert [item["uuid"] for item in found] == ["n1", "n1", "n2"]
    assert found[0] == {
        "accessNetwork": False,
        "fixedIpV4": "10.0.1.5",
        "fixedIpV6": "2001:db8::5",
        "mac": "m1",
        "name": "dmz",
        "port": "p1",
        "uuid": "n1",
    }


def test_a_network_by_id_or_name_gets_a_port_that_nobody_else_asked_for():
    found = reported(
        [{"uuid": "n1", "fixedIpV4": "10.0.1.6"}, {"uuid": "n1"}, {"name": "internal"}], ADDRESSES, PORTS
    )
    assert [item["mac"] for item in found] == ["m2", "m1", "m3"]
    assert [item["port"] for item in found] == ["", "", ""]


def test_what_is_not_there_is_left_out():
    assert reported([{"port": "p9"}], ADDRESSES, PORTS) == []
    assert reported([{"port": "p1"}], {}, PORTS) == []


def test_without_a_wish_every_port_is_reported():
    assert len(reported([], ADDRESSES, PORTS)) == 3


def test_the_access_network_is_preferred_else_the_first():
    found = reported([{"port": "p3"}, {"port": "p1"}], ADDRESSES, PORTS)
    assert best(found) == ("10.0.2.5", "2001:db8::5")
    found = reported([{"port": "p3"}, {"port": "p1", "accessNetwork": True}], ADDRESSES, PORTS)
    assert best(found) == ("10.0.1.5", "2001:db8::5")
    assert best([]) == ("", "")

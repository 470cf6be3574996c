from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.plan.layout import layout


@pytest.mark.parametrize(
    ("block", "gateway", "servers", "pool"),
    [
        ("10.0.0.0/24", "10.0.0.1", ("10.0.0.10", "10.0.0.191"), ("10.0.0.192", "10.0.0.254")),
        ("10.0.0.64/26", "10.0.0.65", ("10.0.0.72", "10.0.0.111"), ("10.0.0.112", "10.0.0.126")),
        ("10.0.0.0/28", "10.0.0.1", ("10.0.0.2", "10.0.0.11"), ("10.0.0.12", "10.0.0.14")),
        ("10.0.0.0/16", "10.0.0.1", ("10.0.0.10", "10.0.191.255"), ("10.0.192.0", "10.0.255.254")),
        (
            "2001:db8::/64",
            "2001:db8::1",
            ("2001:db8::a", "2001:db8::ffff:ffff:fffe:ffff"),
            ("2001:db8::ffff:ffff:ffff:0", "2001:db8::ffff:ffff:ffff:fffe"),
        ),
    ],
)
def test_the_parts_of_a_block(block, gateway, servers, pool):
    divided = layout(ip_network(block))
    assert str(divided.gateway) == gateway
    assert tuple(map(str, divided.servers)) == servers
    assert tuple(map(str, divided.pool)) == pool


@settings(deadline=None)  # machines are shared
@given(st.integers(16, 28), st.integers(0, 2**16 - 1))
def test_the_parts_never_meet_and_leave_out_the_network_and_broadcast_addresses(length, number):
    block = ip_network((int(ip_network("10.0.0.0/8")[0]) + (number << (32 - length)) % 2**24, length))
    divided = layout(block)
    ends = [block[0], divided.gateway, *divided.servers, *divided.pool, block[-1]]
    assert ends == sorted(set(ends))

"""Blocks of addresses."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcloud.model.net import block_text
from gcloud.model.record import AddressEntry

blocks = st.one_of(
    st.builds(lambda a, n: ip_network((a, n), strict=False), st.ip_addresses(v=4), st.integers(0, 32)),
    st.builds(lambda a, n: ip_network((a, n), strict=False), st.ip_addresses(v=6), st.integers(0, 128)),
)


@given(blocks)
def test_a_recorded_block_reads_back_as_it_was_written(block):
    assert AddressEntry(owner="zone/dmz", range="zones", block=block_text(block)).block == block


@pytest.mark.parametrize(
    ("block", "text"),
    [("10.42.0.0/24", "10.42.0.0/24"), ("10.42.0.7/32", "10.42.0.7"), ("2001:db8::1/128", "2001:db8::1")],
)
def test_one_address_is_written_without_its_length(block, text):
    assert block_text(ip_network(block)) == text

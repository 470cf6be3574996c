"""Ranges: the shortcuts that the rules take are right for all ranges."""

from ipaddress import IPv4Network, ip_network
from itertools import combinations
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gcloud.model.load import understand

BASE = Path(__file__).parent / "base"
TEXTS = {path.name: path.read_text() for path in BASE.glob("*.yaml")}

near_each_other = st.builds(
    lambda first, length: ip_network((0x0A000000 + (first << 12), length), strict=False),
    st.integers(0, 255),
    st.integers(12, 20),
)


def rules_of(**sections):
    texts = dict(TEXTS)
    for name, entries in sections.items():
        texts[f"{name}.yaml"] = f"{name}:\n" + "".join(f"  - {{ {entry} }}\n" for entry in entries)
    return [problem.rule for problem in understand(texts, BASE).problems]


@settings(max_examples=60, deadline=None)
@given(st.lists(near_each_other, min_size=1, max_size=6))
def test_an_overlap_is_told_where_there_is_one(blocks):
    ranges = [f"name: r{i}, purpose: zones, cidr: {block}, fictional: true" for i, block in enumerate(blocks)]
    overlap = any(one.overlaps(other) for one, other in combinations(blocks, 2))
    assert ("range.overlap" in rules_of(ranges=ranges)) == overlap


def fits(ranges: list[IPv4Network], lengths: list[int]) -> bool:
    """Really puts zones into ranges, the largest first, each at the first free place."""
    free = list(ranges)
    for length in sorted(lengths):
        place = next((block for block in free if block.prefixlen <= length), None)
        if place is None:
            return False
        free.remove(place)
        free += place.address_exclude(next(place.subnets(new_prefix=length)))
        free.sort(key=lambda block: -block.prefixlen)
    return True


@settings(max_examples=60, deadline=None)
@example([24, 25, 25], [24, 24])  # room enough, but none of it in one piece
@given(
    st.lists(st.integers(20, 26), min_size=1, max_size=3),
    st.lists(st.integers(19, 28), min_size=1, max_size=12),
)
def test_zones_that_are_let_through_fit_and_those_that_are_not_do_not(sizes, lengths):
    blocks = [ip_network(f"10.{i}.0.0/{size}") for i, size in enumerate(sizes)]
    ranges = [f"name: r{i}, purpose: zones, cidr: {block}, fictional: true" for i, block in enumerate(blocks)]
    zones = [f"name: z{i}, label: z, kind: dmz, prefix_length: {length}" for i, length in enumerate(lengths)]
    rules = rules_of(ranges=ranges, zones=zones, servers=[], flows=[])
    assert (not {"range.small", "zone.large"} & set(rules)) == fits(blocks, lengths)

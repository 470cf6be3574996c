from datetime import date, timedelta
from ipaddress import ip_network
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.plan.allot import HOLD_DAYS, allot
from gcloud.plan.allotment import Allotment, Pool, Want

POOL = Pool("zones", ip_network("10.0.0.0/22"))
TODAY = date(2026, 11, 23)


def want(name, length=24, *pools):
    return Want(f"zone/{name}", pools or ("zones",), length)


def line(name, block, released_on=None, pool="zones"):
    return Allotment(f"zone/{name}", pool, ip_network(block), released_on)


def given_to(outcome):
    return {owner.removeprefix("zone/"): str(block) for owner, block in outcome.blocks.items()}


# First allotment.


def test_larger_blocks_come_first_then_the_names_decide():
    outcome = allot("zone", [POOL], [], [want("b"), want("a"), want("big", 23)])
    assert given_to(outcome) == {"big": "10.0.0.0/23", "a": "10.0.2.0/24", "b": "10.0.3.0/24"}


def test_small_blocks_fill_the_gaps_that_larger_ones_left():
    record = [line("a", "10.0.0.0/24"), line("b", "10.0.2.0/24")]
    outcome = allot("zone", [POOL], record, [want("a"), want("b"), want("small", 26)])
    assert given_to(outcome)["small"] == "10.0.1.0/26"


def test_the_next_pool_is_used_when_the_first_is_full():
    pools = [Pool("old", ip_network("10.0.0.0/24")), Pool("new", ip_network("10.9.0.0/23"))]
    outcome = allot("zone", pools, [], [want("a", 24, "old", "new"), want("b", 24, "old", "new")])
    assert [(added.owner, added.pool) for added in outcome.added] == [("zone/b", "new"), ("zone/a", "old")]


def test_single_addresses_come_from_the_pool_s_own_span():
    pool = Pool("zone/dmz", ip_network("10.0.0.0/24"), int(ip_network("10.0.0.10/32")[0]), None)
    outcome = allot("server", [pool], [], [Want("server/web", ("zone/dmz",), 32)])
    assert str(outcome.blocks["server/web"]) == "10.0.0.10/32"


def test_ipv6_pools_give_ipv6_blocks():
    pool = Pool("zones", ip_network("2001:db8::/48"))
    assert given_to(allot("zone", [pool], [], [want("a", 64), want("b", 64)])) == {
        "a": "2001:db8::/64",
        "b": "2001:db8:0:1::/64",
    }


# The record.


def test_who_is_on_record_keeps_the_block_even_if_a_lower_one_is_free():
    outcome = allot("zone", [POOL], [line("a", "10.0.3.0/24")], [want("a")])
    assert given_to(outcome) == {"a": "10.0.3.0/24"}
    assert outcome.added == ()


def test_without_a_date_nothing_is_released():
    record = (line("gone", "10.0.0.0/24"),)
    assert allot("zone", [POOL], record, []).record == record


def test_who_is_gone_is_released_and_the_block_stays_closed():
    outcome = allot("zone", [POOL], [line("gone", "10.0.0.0/24")], [want("new")], today=TODAY)
    assert outcome.record == (line("gone", "10.0.0.0/24", TODAY), line("new", "10.0.1.0/24"))


def test_the_day_of_release_is_noted_once():
    before = TODAY - timedelta(days=30)
    outcome = allot("zone", [POOL], [line("gone", "10.0.0.0/24", before)], [], today=TODAY)
    assert outcome.record == (line("gone", "10.0.0.0/24", before),)


def test_after_the_hold_period_the_block_is_given_again():
    record = [line("gone", "10.0.0.0/24", TODAY - timedelta(days=HOLD_DAYS))]
    outcome = allot("zone", [POOL], record, [want("new")], today=TODAY)
    assert outcome.record == (line("new", "10.0.0.0/24"),)


def test_who_returns_in_the_hold_period_gets_the_old_block_back():
    record = [line("a", "10.0.2.0/24", TODAY - timedelta(days=10))]
    outcome = allot("zone", [POOL], record, [want("a")])
    assert given_to(outcome) == {"a": "10.0.2.0/24"}
    assert outcome.added == (line("a", "10.0.2.0/24"),), "it is not on record as in use"


def test_an_owner_that_moves_to_another_pool_leaves_the_old_address_closed():
    record = [Allotment("server/x", "zone/a", ip_network("10.0.0.5/32"))]
    pools = [Pool("zone/a", ip_network("10.0.0.0/24")), Pool("zone/b", ip_network("10.0.1.0/24"))]
    outcome = allot("server", pools, record, [Want("server/x", ("zone/b",), 32)], today=TODAY)
    assert [(entry.pool, entry.released_on) for entry in outcome.record] == [
        ("zone/a", TODAY),
        ("zone/b", None),
    ]


def test_lines_of_other_kinds_are_kept_and_their_blocks_are_taken():
    other = Allotment("agency/so-y-te", "zones", ip_network("10.0.0.0/24"))
    outcome = allot("zone", [POOL], [other], [want("a")], today=TODAY)
    assert other in outcome.record
    assert given_to(outcome) == {"a": "10.0.1.0/24"}


# Conflicts.


def conflicts(record, wants, pools=(POOL,)):
    return [(c.reason, c.owner, c.short) for c in allot("zone", pools, record, wants).conflicts]


def test_a_full_pool_says_how_many_addresses_are_missing():
    wants = [want(name) for name in "abcdef"]
    assert conflicts([], wants) == [("full", "zone/e", 512), ("full", "zone/f", 512)]


def test_a_block_larger_than_the_pool_does_not_fit():
    assert conflicts([], [want("a", 20)]) == [("full", "zone/a", 4096)]


def test_a_recorded_block_outside_its_pool_is_a_conflict():
    assert conflicts([line("a", "10.9.0.0/24")], [want("a")]) == [("outside", "zone/a", 0)]


def test_a_recorded_block_of_a_pool_that_is_gone_is_a_conflict_where_the_owner_may_not_move():
    assert conflicts([line("a", "10.0.0.0/24", pool="old")], [want("a", 24, "zones", "old")]) == [
        ("outside", "zone/a", 0)
    ]


def test_two_owners_on_one_block_are_a_conflict():
    record = [line("a", "10.0.0.0/24"), line("b", "10.0.0.0/25")]
    assert conflicts(record, [want("a"), want("b", 25)]) == [("overlap", "zone/b", 0)]


def test_an_owner_on_record_with_another_size_is_a_conflict():
    assert conflicts([line("a", "10.0.0.0/24")], [want("a", 23)]) == [("resized", "zone/a", 0)]


def test_two_blocks_for_one_owner_are_a_conflict():
    record = [line("a", "10.0.0.0/24"), line("a", "10.0.1.0/24")]
    assert conflicts(record, [want("a")]) == [("duplicate", "zone/a", 0)]


def test_nobody_new_gets_a_block_that_is_in_conflict():
    record = [line("a", "10.0.0.0/24"), line("b", "10.0.0.0/24")]
    outcome = allot("zone", [POOL], record, [want("a"), want("b"), want("new")])
    assert given_to(outcome)["new"] == "10.0.1.0/24"


# Properties.

LENGTHS = st.integers(min_value=24, max_value=28)
OWNERS = st.dictionaries(st.sampled_from("abcdefghijklmnop"), LENGTHS, max_size=10)


@settings(deadline=None)  # machines are shared
@given(st.lists(st.tuples(OWNERS, st.integers(0, 400)), max_size=8), st.randoms(use_true_random=False))
def test_through_any_history_nobody_moves_and_nothing_overlaps(history: list, random: Random):
    record: tuple[Allotment, ...] = ()
    before: dict[str, str] = {}
    today = TODAY
    for owners, days in history:
        today += timedelta(days=days)
        wants = [want(name, before_length(before, name, length)) for name, length in owners.items()]
        outcome = allot("zone", [POOL], record, wants, today=today)

        shuffled_wants, shuffled_record = random.sample(wants, len(wants)), random.sample(record, len(record))
        assert allot("zone", [POOL], shuffled_record, shuffled_wants, today=today) == outcome
        after = given_to(outcome)
        assert {n: b for n, b in before.items() if n in after} == {n: after[n] for n in before if n in after}
        assert {c.reason for c in outcome.conflicts} <= {"full"}
        for entry in outcome.record:
            assert entry.block.subnet_of(POOL.network)
        for one, other in pairwise(entry.block for entry in outcome.record):
            assert not one.overlaps(other)
        for entry in record:
            closed = entry.released_on is not None and (today - entry.released_on).days < HOLD_DAYS
            if closed and entry.owner.removeprefix("zone/") not in owners:
                assert entry in outcome.record
        assert allot("zone", [POOL], outcome.record, wants, today=today).record == outcome.record
        record, before = outcome.record, after


def before_length(before: dict[str, str], name: str, length: int) -> int:
    """Whoever has a block wants the same size again; another one would be a conflict."""
    return int(before[name].partition("/")[2]) if name in before else length


@settings(deadline=None)  # machines are shared
@given(OWNERS, OWNERS)
def test_adding_some_at_once_or_one_after_the_other_moves_no_one_who_was_there(first: dict, more: dict):
    some = [want(name, length) for name, length in first.items()]
    outcome = allot("zone", [POOL], [], some)
    extra = [want(name, length) for name, length in more.items() if name not in first]
    later = allot("zone", [POOL], outcome.record, [*some, *extra])
    assert {o: later.blocks[o] for o in outcome.blocks} == dict(outcome.blocks)


@settings(deadline=None)  # machines are shared
@given(st.integers(0, 2**8 - 1), st.lists(LENGTHS, max_size=12))
def test_every_block_is_aligned_and_lies_in_the_pool_s_span(start: int, lengths: list[int]):
    low = int(POOL.network[0]) + start
    pool = Pool("zones", POOL.network, low, None)
    outcome = allot("zone", [pool], [], [want(f"z{i}", length) for i, length in enumerate(lengths)])
    for block in outcome.blocks.values():
        assert int(block[0]) >= low
        assert block == ip_network(str(block), strict=True)

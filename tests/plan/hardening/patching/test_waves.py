import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcloud.errors import InputError
from gcloud.plan.hardening.patching.waves import Candidate, Limits, at_once, held_back, waves

candidates = st.lists(
    st.tuples(st.sampled_from([None, "db", "web", "dns"]), st.integers(0, 2)), max_size=12
).map(lambda rows: [Candidate(f"h{i}", group, rank) for i, (group, rank) in enumerate(rows)])


@given(candidates, st.integers(1, 5))
def test_every_host_once_never_two_of_a_group_and_never_too_many(hosts, most):
    found = waves(hosts, Limits(most))
    assert sorted(name for wave in found for name in wave) == sorted(one.name for one in hosts)
    by_name = {one.name: one for one in hosts}
    for wave in found:
        groups = [by_name[name].group for name in wave if by_name[name].group]
        assert len(groups) == len(set(groups))
        assert 0 < len(wave) <= most


@given(candidates, st.integers(1, 5))
def test_the_first_goes_alone_and_ranks_follow_each_other(hosts, most):
    found = waves(hosts, Limits(most))
    by_name = {one.name: one for one in hosts}
    if hosts:
        assert len(found[0]) == 1
    ranks = [by_name[name].rank for wave in found for name in wave]
    assert ranks == sorted(ranks)


@given(candidates, st.integers(1, 5))
def test_there_are_no_more_waves_than_groups_and_limits_ask_for(hosts, most):
    of_one_rank = [Candidate(one.name, one.group) for one in hosts]
    found = waves(of_one_rank, Limits(most))
    rest = [one for one in of_one_rank if one.name not in (found[0] if found else ())]
    groups = [one.group for one in rest if one.group]
    least = max([-(-len(rest) // most), *(groups.count(group) for group in groups)], default=0)
    assert len(found) == least + bool(found)


def test_a_named_canary_goes_first_whatever_its_rank():
    hosts = [Candidate("a"), Candidate("b", rank=3)]
    assert waves(hosts, Limits(5, "b")) == (("b",), ("a",))


def test_a_canary_that_has_nothing_open_is_refused():
    with pytest.raises(InputError, match="c can't go first"):
        waves([Candidate("a")], Limits(1, "c"))


def test_who_stands_in_for_a_troubled_host_is_left_alone():
    hosts = [Candidate("db-2", "db"), Candidate("web-1", "web"), Candidate("single")]
    assert held_back(hosts, ["db", None]) == (hosts[0],)


@pytest.mark.parametrize(
    ("text", "hosts", "number"), [("3", 2, 3), ("20%", 30, 6), ("20%", 3, 1), ("100%", 7, 7), ("1%", 0, 1)]
)
def test_how_many_may_be_away_is_a_number_or_a_share(text, hosts, number):
    assert at_once(text, hosts) == number


@pytest.mark.parametrize("text", ["0", "-1", "0%", "101%", "x", "", "1.5", "٣"])
def test_what_is_neither_a_number_nor_a_share_is_refused(text):
    with pytest.raises(InputError, match="how many hosts"):
        at_once(text, 5)

"""Who gets which addresses, and that nobody ever moves."""

from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_network
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.model.ranges import Range
from gcloud.model.site import Site
from gcloud.model.tenants.retirement import Done, Retirement, Step
from gcloud.model.tenants.settings import Tenancy
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.allotment import Allotment
from gcloud.plan.tenants.slices import Slices, slices
from tests.plan.tenants.conftest import tenant

TODAY = date(2026, 11, 23)


def site(*tenants, cidr="10.42.64.0/18", length=25) -> Site:
    """As much of a site as addresses depend on."""
    block = {"name": "agencies", "purpose": "agencies", "cidr": cidr}
    return Site.model_construct(
        ranges=(Range.model_validate(block),),
        tenancy=Tenancy(slice_prefix_length=length),
        tenants=tuple(GrantedTenant.model_validate({**one, "request": "r"}) for one in tenants),
    )


def of(name, agency="interior", *lengths, **more):
    networks = [
        {"name": f"n{index}", "prefix_length": length} for index, length in enumerate(lengths or (27,))
    ]
    return tenant(name, agency=agency, networks=networks, **more)


def blocks(found: Slices):
    return {owner: str(divided.block) for owner, divided in found.networks.items()}


def record(found: Slices):
    return {line.owner: str(line.block) for line in found.record if line.released_on is None}


def test_each_agency_has_a_slice_and_its_tenants_lie_in_it():
    found = slices(site(of("a"), of("b"), of("c", "health")), ())
    assert record(found) == {
        "agency/health": "10.42.64.0/25",
        "agency/interior": "10.42.64.128/25",
        "tenant/a/n0": "10.42.64.128/27",
        "tenant/b/n0": "10.42.64.160/27",
        "tenant/c/n0": "10.42.64.0/27",
    }
    assert {line.owner for line in found.unrecorded} == set(record(found))


def test_the_networks_of_a_tenant_whose_end_was_noted_are_free_for_others():
    there = site(of("a"), of("b", state="retiring"))
    before = slices(there, ())
    noted = Retirement(
        tenant="b",
        request="r",
        project_id="p",
        hold_until=TODAY,
        steps=(Done(step=Step.PURGED, on=datetime(2026, 11, 20, tzinfo=UTC)),),
    )
    purged = there.model_copy(update={"retirements": (noted,)})
    assert blocks(slices(purged, before.record)) == blocks(before)
    ended = noted.model_copy(
        update={"steps": (*noted.steps, Done(step=Step.DELETED, on=datetime(2026, 11, 21, tzinfo=UTC)))}
    )
    gone = there.model_copy(update={"retirements": (ended,)})
    assert list(blocks(slices(gone, before.record, today=TODAY))) == ["a/n0"]
    called_off = ended.model_copy(update={"request": "another"})
    assert blocks(slices(there.model_copy(update={"retirements": (called_off,)}), before.record)) == blocks(
        before
    )


def test_who_has_no_network_needs_no_slice():
    assert slices(site(tenant("a", networks=[]), of("b", state="gone")), ()).record == ()


def test_a_full_slice_is_followed_by_another():
    four = [of(name) for name in "abcd"]
    first = slices(site(*four), ())
    more = slices(site(*four, of("e")), first.record)
    assert {line.owner for line in more.unrecorded} == {"agency/interior.2", "tenant/e/n0"}
    assert blocks(more) == blocks(first) | {"e/n0": "10.42.64.128/27"}


def test_as_many_slices_are_added_as_are_needed():
    found = slices(site(*(of(f"t{number}") for number in range(17))), ())
    assert sum(owner.startswith("agency/") for owner in record(found)) == 5
    assert len(found.networks) == 17
    assert found.conflicts == ()


def test_a_further_slice_is_never_taken_for_an_agency_s_of_that_name():
    tenants = [of(f"t{number}") for number in range(5)]
    found = slices(site(*tenants, of("x", "interior-2")), ())
    assert {"agency/interior.2", "agency/interior-2"} <= set(record(found))


def test_a_network_larger_than_a_slice_has_a_slice_of_its_size():
    found = slices(site(of("a", "interior", 24)), ())
    assert record(found) == {"agency/interior": "10.42.64.0/24", "tenant/a/n0": "10.42.64.0/24"}
    later = slices(site(of("a", "interior", 24), of("b", "interior", 23)), found.record)
    assert record(later)["tenant/b/n0"] == "10.42.66.0/23"


def test_another_size_for_slices_counts_for_new_ones():
    before = slices(site(of("a")), ())
    after = slices(site(of("a"), of("b", "health"), length=26), before.record)
    assert after.conflicts == ()
    assert record(after) == record(before) | {
        "agency/health": "10.42.64.128/26",
        "tenant/b/n0": "10.42.64.128/27",
    }


def test_a_tenant_that_is_transferred_stays_where_it_is():
    before = slices(site(of("a"), of("b", "health")), ())
    after = slices(site(of("a", "health"), of("b", "health")), before.record, today=TODAY)
    assert blocks(after) == blocks(before)
    assert after.record == before.record, "the slice stays as long as a network lies in it"
    grown = slices(site(of("a", "health", 27, 27), of("b", "health")), after.record)
    (new,) = grown.unrecorded
    assert (new.owner, new.pool) == ("tenant/a/n1", "agency/health")


def test_agencies_that_merge_keep_both_slices_and_use_the_new_one():
    before = slices(site(of("a"), of("b", "health")), ())
    after = slices(site(of("a", "joint"), of("b", "joint"), of("c", "joint")), before.record, today=TODAY)
    assert blocks(after).items() >= blocks(before).items()
    assert {line.owner for line in after.unrecorded} == {"agency/joint", "tenant/c/n0"}


def test_an_agency_that_is_gone_leaves_its_slice_closed_for_a_while():
    before = slices(site(of("a")), ())
    after = slices(site(of("a", state="gone"), of("b", "health")), before.record, today=TODAY)
    assert record(after) == {"agency/health": "10.42.64.128/25", "tenant/b/n0": "10.42.64.128/27"}
    later = slices(site(of("c", "ministry")), after.record, today=TODAY + timedelta(days=400))
    assert record(later)["agency/ministry"] == "10.42.64.0/25"


def conflicts(found: Slices):
    return [(one.reason, one.owner) for one in found.conflicts]


def test_a_province_without_room_says_so_once_for_an_agency():
    tight = site(of("a"), of("b"), of("c", "health"), cidr="10.42.64.0/25")
    assert conflicts(slices(tight, ())) == [("full", "agency/interior")]


def line(owner, pool, block):
    return Allotment(owner, pool, ip_network(block))


def test_two_tenants_on_one_block_are_a_conflict():
    lines = [
        line("agency/interior", "agencies", "10.42.64.0/25"),
        line("tenant/a/n0", "agency/interior", "10.42.64.0/27"),
        line("tenant/b/n0", "agency/interior", "10.42.64.0/28"),
    ]
    found = slices(site(of("a"), of("b", "interior", 28)), lines)
    assert conflicts(found) == [("overlap", "tenant/b/n0")]


def test_two_slices_on_one_block_are_one_conflict_whoever_is_in_them():
    lines = [
        line("agency/health", "agencies", "10.42.64.0/25"),
        line("agency/interior", "agencies", "10.42.64.0/25"),
        line("tenant/a/n0", "agency/interior", "10.42.64.0/27"),
        line("tenant/b/n0", "agency/health", "10.42.64.0/27"),
    ]
    found = slices(site(of("a"), of("b", "health")), lines)
    assert conflicts(found) == [("overlap", "agency/interior")]


def test_a_network_outside_its_slice_and_one_of_another_size_are_conflicts():
    lines = [
        line("agency/interior", "agencies", "10.42.64.0/25"),
        line("tenant/a/n0", "agency/interior", "10.42.99.0/27"),
        line("tenant/b/n0", "agency/interior", "10.42.64.32/28"),
        line("tenant/c/n0", "nowhere", "10.42.64.64/27"),
    ]
    found = slices(site(of("a"), of("b"), of("c")), lines)
    assert conflicts(found) == [
        ("outside", "tenant/a/n0"),
        ("resized", "tenant/b/n0"),
        ("outside", "tenant/c/n0"),
    ]


AGENCIES = st.sampled_from(["interior", "health", "interior-2"])
STEP = st.dictionaries(
    st.sampled_from("abcdefghijkl"),
    st.tuples(AGENCIES, st.lists(st.integers(25, 28), max_size=3)),
    max_size=12,
)


@settings(deadline=None, max_examples=25)  # machines are shared, and a site's models are slow to make
@given(st.lists(st.tuples(STEP, st.integers(0, 400)), max_size=6))
def test_through_any_history_nobody_moves_and_no_two_overlap(history):
    known: tuple[Allotment, ...] = ()
    before: dict[str, str] = {}
    sizes: dict[str, int] = {}
    today = TODAY
    for wanted, days in history:
        today += timedelta(days=days)
        tenants = []
        for name, (agency, lengths) in wanted.items():
            # Who has a block asks for its size again; another one would be a conflict.
            kept = [sizes.setdefault(f"{name}/n{index}", length) for index, length in enumerate(lengths)]
            tenants.append(of(name, agency, *kept) if kept else tenant(name, agency=agency, networks=[]))
        found = slices(site(*tenants, length=26), known, today=today)
        assert found.conflicts == ()
        after = blocks(found)
        assert {owner: after[owner] for owner in before if owner in after} == {
            owner: block for owner, block in before.items() if owner in after
        }
        assert set(after) == {f"{one['name']}/{net['name']}" for one in tenants for net in one["networks"]}
        divided = [one.block for one in found.networks.values()]
        assert not any(one.overlaps(other) for one, other in combinations(divided, 2))
        assert slices(site(*tenants, length=26), found.record, today=today).record == found.record
        known, before = found.record, after

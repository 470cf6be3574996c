"""Editing a snapshot: each case is a small estate, what is done to it, and what it then looks like."""

from dataclasses import replace

import pytest

from gcloud.engine.state.edit import remove
from gcloud.engine.state.find import find, name_of
from gcloud.engine.state.integrity import problems
from gcloud.engine.state.properties import SIGNATURE
from gcloud.engine.state.rename import REFERENCE_SIGNATURE, rename
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.transfer import transfer
from gcloud.engine.state.urn import parse
from gcloud.engine.values import Secret
from gcloud.errors import InputError

ROOT = ResourceState(
    urn="urn:pulumi:d::p::pulumi:pulumi:Stack::p-d", type="pulumi:pulumi:Stack", custom=False
)
PROVIDER = ResourceState(urn="urn:pulumi:d::p::pulumi:providers:m::main", type="pulumi:providers:m", id="1")


def resource(path: str, **more) -> ResourceState:
    """A resource by its URN's end: `TYPE::NAME`, the types of its ancestors before it."""
    parent = more.pop("parent", ROOT.urn)
    type_ = path.rpartition("::")[0].rpartition("$")[2]
    return ResourceState(
        urn=f"urn:pulumi:d::p::{path}",
        type=type_,
        parent=parent,
        **{"id": path.rpartition("::")[2], "provider": f"{PROVIDER.urn}::1", **more},
    )


ZONE = resource("t:z:Zone::web", custom=False, id="", provider="")
NET = resource("t:z:Zone$m:n:Net::web", parent=ZONE.urn, id="net-1")
PORT = resource(
    "t:z:Zone$m:n:Port::web",
    parent=ZONE.urn,
    dependencies=(NET.urn,),
    property_dependencies={"net": (NET.urn,)},
)
ALONE = resource(
    "m:n:Net::alone", inputs={"near": {SIGNATURE: REFERENCE_SIGNATURE, "urn": NET.urn, "id": "n"}}
)
OLD = replace(ALONE, id="alone-0", delete=True)
GUARDED = resource("m:n:Net::guarded", protect=True, deleted_with=ALONE.urn)
ESTATE = (ROOT, PROVIDER, ZONE, NET, PORT, ALONE, OLD, GUARDED)


def short(states) -> list[str]:
    return [state.urn.partition("::p::")[2] for state in states]


def test_the_estate_is_sound():
    assert problems(ESTATE) == ()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        (NET.urn, NET),
        ("alone", ALONE),
        ("Net::web", NET),
        ("m:n:Port::web", PORT),
        ("net-1", NET),
        ("alone-0", OLD),
        (ALONE.urn, ALONE),
    ],
)
def test_words_that_mean_one_resource(word, found):
    assert find(ESTATE, word) is found


@pytest.mark.parametrize(
    ("word", "said", "hint"),
    [
        ("web", "name of 3", "t:z:Zone::web"),
        ("alon", "no resource 'alon'", "Did you mean alone"),
        ("nothing like it", "no resource", "state list"),
        ("", "no resource", "state list"),
    ],
)
def test_words_that_do_not(word, said, hint):
    with pytest.raises(InputError, match=said) as caught:
        find(ESTATE, word)
    assert hint in caught.value.hint


def test_what_nothing_depends_on_is_removed_alone():
    done = remove(ESTATE, PORT)
    assert (done.kept, done.removed) == ((*ESTATE[:4], *ESTATE[5:]), (PORT,))


@pytest.mark.parametrize(("chosen", "others"), [(NET, {"Port"}), (ZONE, {"Net", "Port"})])
def test_what_others_depend_on_is_refused_or_goes_with_them(chosen, others):
    with pytest.raises(InputError, match="depend on web") as caught:
        remove(ESTATE, chosen)
    assert "--dependents" in caught.value.hint
    done = remove(ESTATE, chosen, dependents=True)
    assert {parse(state.urn).type.rpartition(":")[2] for state in done.removed} - {"Zone"} >= others
    assert problems(done.kept) == ()


def test_a_provider_goes_with_all_that_it_manages():
    done = remove(ESTATE, PROVIDER, dependents=True, protected=True)
    assert done.kept == (ROOT, ZONE)


def test_what_waits_for_deletion_is_removed_beside_its_successor():
    done = remove(ESTATE, OLD)
    assert done.removed == (OLD,)
    assert ALONE in done.kept


def test_the_protected_are_refused():
    with pytest.raises(InputError, match="Protected: guarded"):
        remove(ESTATE, GUARDED)
    assert remove(ESTATE, GUARDED, protected=True).removed == (GUARDED,)


def test_a_new_name_is_followed_by_all_references():
    done = rename(ESTATE, NET.urn, name="front")
    new = "urn:pulumi:d::p::t:z:Zone$m:n:Net::front"
    assert problems(done) == ()
    assert find(done, new).id == "net-1"
    assert find(done, PORT.urn).dependencies == (new,)
    assert find(done, PORT.urn).property_dependencies == {"net": (new,)}
    assert find(done, "alone").inputs["near"]["urn"] == new


def test_a_provider_s_new_name_is_in_every_reference_to_it():
    done = rename(ESTATE, PROVIDER.urn, name="other")
    assert problems(done) == ()
    assert find(done, "alone").provider == "urn:pulumi:d::p::pulumi:providers:m::other::1"


def test_a_new_parent_takes_the_descendants_urns_along():
    inner = resource("t:z:Inner::i", custom=False, id="", provider="")
    leaf = resource("t:z:Inner$m:n:Net::leaf", parent=inner.urn, inputs={"s": Secret("x")})
    done = rename((*ESTATE, inner, leaf), inner.urn, parent=ZONE.urn)
    assert problems(done) == ()
    assert short(done[-2:]) == ["t:z:Zone$t:z:Inner::i", "t:z:Zone$t:z:Inner$m:n:Net::leaf"]
    assert find(done, "leaf").parent == find(done, "i").urn
    assert find(done, "leaf").inputs == {"s": Secret("x")}


def test_both_states_of_a_urn_are_renamed():
    done = rename(ESTATE, ALONE.urn, name="apart")
    assert [state.id for state in done if name_of(state) == "apart"] == ["alone", "alone-0"]


@pytest.mark.parametrize(
    ("urn", "change", "said"),
    [
        (ALONE.urn, {"name": "guarded"}, "taken"),
        (ROOT.urn, {"name": "x"}, "named by its project"),
        (ZONE.urn, {"parent": NET.urn}, "descendant"),
        (ZONE.urn, {"parent": ZONE.urn}, "descendant"),
    ],
)
def test_names_and_parents_that_can_not_be(urn, change, said):
    with pytest.raises(InputError, match=said):
        rename(ESTATE, urn, **change)


def test_a_move_to_an_empty_stack_takes_descendants_and_a_copy_of_the_provider():
    done = transfer(ESTATE, (), {ZONE.urn}, project="q", stack="e")
    assert problems(done.source) == problems(done.target) == ()
    assert [state.urn for state in done.target] == [
        "urn:pulumi:e::q::pulumi:pulumi:Stack::q-e",
        "urn:pulumi:e::q::pulumi:providers:m::main",
        "urn:pulumi:e::q::t:z:Zone::web",
        "urn:pulumi:e::q::t:z:Zone$m:n:Net::web",
        "urn:pulumi:e::q::t:z:Zone$m:n:Port::web",
    ]
    assert done.moved == (ZONE, NET, PORT)
    assert done.source == (ROOT, PROVIDER, ALONE, OLD, GUARDED)
    assert done.target[-1].provider == "urn:pulumi:e::q::pulumi:providers:m::main::1"
    assert done.cut == ()


def test_references_across_the_cut_are_named():
    done = transfer(ESTATE, (), {NET.urn}, project="q", stack="e")
    assert {(name_of(find(ESTATE, who)), kind) for who, kind, _ in done.cut} == {
        ("web", "dependency"),
        ("web", "dependency of net"),
        ("web", "parent"),
    }
    assert done.target[-1].urn == "urn:pulumi:e::q::m:n:Net::web", "at the top: its parent stays behind"
    assert problems(done.source) == problems(done.target) == ()


def test_a_move_that_was_killed_between_the_files_is_done_again():
    once = transfer(ESTATE, (), {ZONE.urn}, project="q", stack="e")
    again = transfer(ESTATE, once.target, {ZONE.urn}, project="q", stack="e")
    assert again == once


def test_an_equal_provider_of_another_id_is_used():
    there = transfer(ESTATE, (), {ZONE.urn}, project="q", stack="e").target[:2]
    other = (there[0], replace(there[1], id="7"))
    done = transfer(ESTATE, other, {ALONE.urn}, project="q", stack="e")
    assert problems(done.target) == ()
    assert find(done.target, "alone").provider.endswith("::main::7")


@pytest.mark.parametrize(
    ("chosen", "change", "said"),
    [
        (PROVIDER, {}, "a stack has its own"),
        (ALONE, {"id": "another"}, "has a resource .*alone already"),
    ],
)
def test_moves_that_are_refused(chosen, change, said):
    there = transfer(ESTATE, (), {ALONE.urn}, project="q", stack="e").target
    taken = tuple(replace(state, **change) if name_of(state) == "alone" else state for state in there)
    with pytest.raises(InputError, match=said):
        transfer(ESTATE, taken, {chosen.urn}, project="q", stack="e")


def test_an_unequal_provider_of_the_same_name_is_refused():
    there = transfer(ESTATE, (), {ZONE.urn}, project="q", stack="e").target[:2]
    other = (there[0], replace(there[1], id="7", inputs={"region": "elsewhere"}))
    with pytest.raises(InputError, match="another provider"):
        transfer(ESTATE, other, {ALONE.urn}, project="q", stack="e")

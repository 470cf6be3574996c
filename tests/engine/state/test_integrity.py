import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.engine.state import codec
from gcloud.engine.state.checkpoint import parse
from gcloud.engine.state.integrity import ordered, problems, pruned
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import unlock

ROOT = ResourceState(
    urn="urn:pulumi:d::p::pulumi:pulumi:Stack::p-d", type="pulumi:pulumi:Stack", custom=False
)
PROVIDER = ResourceState(
    urn="urn:pulumi:d::p::pulumi:providers:m::main", type="pulumi:providers:m", id="1", parent=ROOT.urn
)


def resource(name: str, **more) -> ResourceState:
    return ResourceState(
        **{
            "urn": f"urn:pulumi:d::p::m:n:N::{name}",
            "type": "m:n:N",
            "id": name,
            "parent": ROOT.urn,
            "provider": f"{PROVIDER.urn}::1",
            **more,
        }
    )


A, B = resource("a"), resource("b", dependencies=(resource("a").urn,))


def test_the_samples_are_sound(sample):
    found = parse(sample)
    sealer = Sealer(lambda: unlock("x", found.salt))
    resources = [codec.load(entry, sealer) for entry in found.resources]
    assert problems(resources) == ()
    assert ordered(resources) == tuple(resources)


@pytest.mark.parametrize(
    ("resources", "said"),
    [
        ((A,), "parent"),
        ((ROOT, A), "its provider"),
        ((ROOT, A, PROVIDER), "its provider"),
        ((ROOT, PROVIDER, B), "dependency .*::a is not in the state"),
        ((ROOT, PROVIDER, B, A), "dependency .*::a comes after it"),
        ((ROOT, PROVIDER, A, A), "twice"),
        ((ROOT, PROVIDER, resource("c", property_dependencies={"x": ("urn:y",)})), "dependency of x urn:y"),
        ((ROOT, PROVIDER, resource("c", deleted_with="urn:y")), "deleted_with urn:y"),
        ((ROOT, PROVIDER, resource("c", replace_with=("urn:y",))), "replace_with urn:y"),
        ((replace(ROOT, id="1"),), "a component has the id 1"),
        ((ROOT, replace(PROVIDER, id="")), "a provider has no id"),
        ((ROOT, PROVIDER, resource("c", provider="nonsense")), "not a provider's reference"),
    ],
)
def test_each_rule_of_the_official_engine(resources, said):
    found = problems(resources)
    assert len(found) >= 1
    assert any(re.search(said, one) for one in found)


def test_replaced_states_may_share_a_urn_with_the_live_one():
    waiting = (replace(A, delete=True, id="a1"), replace(A, delete=True, id="a2"))
    assert problems((ROOT, PROVIDER, A, *waiting)) == ()
    assert problems((ROOT, PROVIDER, *waiting)) == ()


def test_a_state_that_waits_for_its_replacement_may_have_lost_its_provider():
    assert problems((ROOT, replace(A, pending_replacement=True))) == ()


def test_a_new_state_follows_the_new_dependency_and_an_old_one_the_old():
    old_a, old_b = replace(A, id="a0", delete=True), replace(B, id="b0", delete=True)
    assert ordered((B, old_b, A, old_a, PROVIDER, ROOT)) == (ROOT, PROVIDER, A, B, old_a, old_b)


def test_a_circle_does_not_hang():
    a = resource("a", dependencies=(B.urn,))
    assert len(ordered((ROOT, PROVIDER, a, B))) == 4


def test_a_long_chain_is_no_depth():
    chain = [resource("0")]
    for number in range(1, 3000):
        chain.append(resource(str(number), dependencies=(chain[-1].urn,)))
    assert ordered([*reversed(chain), PROVIDER, ROOT]) == (ROOT, PROVIDER, *chain)


@st.composite
def shuffled(draw):
    count = draw(st.integers(1, 12))
    states = [ROOT, PROVIDER]
    for number in range(count):
        names = draw(st.lists(st.integers(0, max(0, number - 1)), max_size=3, unique=True))
        states.append(
            resource(str(number), dependencies=tuple(resource(str(n)).urn for n in names if n < number))
        )
    return draw(st.permutations(states))


@settings(deadline=None)
@given(shuffled())
def test_any_order_can_be_put_right(states):
    once = ordered(states)
    assert problems(once) == ()
    assert sorted(once, key=id) == sorted(states, key=id)
    assert ordered(once) == once, "what is in order stays as it is"


@settings(deadline=None)
@given(shuffled(), st.data())
def test_a_snapshot_with_gaps_can_be_made_sound(states, data):
    there = data.draw(st.lists(st.sampled_from(states), unique_by=id))
    kept = ordered(pruned([ROOT, PROVIDER, *(state for state in there if state not in (ROOT, PROVIDER))]))
    assert problems(kept) == ()

"""Whatever is wrong with a file's content, it is told as that: never as an error of the engine."""

import copy
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.engine.state import checkpoint, entries, replay, snapshot
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.recovery import Found
from gcloud.engine.state.replay import Ledger, Unanswered
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import Crypter
from gcloud.engine.values import Secret

SEALER = Sealer(lambda: Crypter(bytes(32)))
STACK = StackFiles.locate("/nowhere", "demo", "dev")
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("v1:a:b"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(tree, path=()):
    """Give the path of every node of a JSON tree."""
    yield path
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def changed(tree, path, value):
    if not path:
        return value
    tree = copy.deepcopy(tree)
    node = tree
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return tree


def small_checkpoint() -> dict:
    root = ResourceState(
        urn="urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev", type="pulumi:pulumi:Stack", custom=False
    )
    one = ResourceState(
        urn="urn:pulumi:dev::demo::a:b:C::one",
        type="a:b:C",
        id="1",
        parent=root.urn,
        inputs={"key": Secret("s"), "list": [{"a": 1}]},
        property_dependencies={"key": ()},
        custom_timeouts={"create": 60},
        taint=True,
    )
    base = checkpoint.Checkpoint(stack="organization/demo/dev", salt="v1:a:v1:b:c")
    sent = (Unanswered(1, "create", one, None),)
    return json.loads(checkpoint.render(snapshot.store(base, [root, one], sent, SEALER)))


CHECKPOINT = small_checkpoint()
CHECKPOINT_PLACES = list(places(CHECKPOINT))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CHECKPOINT_PLACES), anything)
def test_any_part_of_a_checkpoint_may_be_anything(path, value):
    content = json.dumps(changed(CHECKPOINT, path, value)).encode()
    try:
        parsed = checkpoint.parse(content)
        ledger = snapshot.load(STACK, Found(parsed, checkpoint.digest(content), None), SEALER)
        assert isinstance(ledger, Ledger)
    except StateError:
        pass  # any other error fails the test


ENTRY = {
    "do": "end",
    "n": 1,
    "put": CHECKPOINT["checkpoint"]["latest"]["resources"],
    "remove": [["urn:pulumi:dev::demo::a:b:C::one", None]],
}
BEGIN = entries.begin_entry(Unanswered(2, "create", ResourceState(urn="urn:a", type="a:b:C"), None), SEALER)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from([ENTRY, BEGIN]), anything)
def test_any_part_of_a_sound_journal_line_may_be_anything(data, entry, value):
    path = data.draw(st.sampled_from(list(places(entry))))
    read = entries.read(entries.line_of(changed(entry, path, value))) if path else entries.read(b"{}\n")
    ledger = Ledger(())
    try:
        replay.apply(ledger, read.entries, SEALER)
        assert isinstance(ledger.resources, tuple)
    except StateError:
        pass


def test_the_sound_one_is_read():
    content = json.dumps(CHECKPOINT).encode()
    ledger = snapshot.load(STACK, Found(checkpoint.parse(content), "", None), SEALER)
    assert (len(ledger.resources), len(ledger.unanswered)) == (2, 1)
    assert Path(STACK.root) == Path("/nowhere")

import json

import pytest

from gcloud.engine.state import codec
from gcloud.engine.state.errors import StateCorruptError
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import unlock

EVERYTHING = {
    "urn": "urn:pulumi:dev::demo::a:b:C::all",
    "custom": True,
    "delete": True,
    "id": "1",
    "type": "a:b:C",
    "inputs": {"__defaults": ["size"], "size": 1},
    "outputs": {"size": 1, "state": None},
    "parent": "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev",
    "protect": True,
    "taint": True,
    "external": True,
    "dependencies": ["urn:x"],
    "initErrors": ["half done"],
    "provider": "urn:pulumi:dev::demo::pulumi:providers:a::default::2",
    "propertyDependencies": {"name": [], "size": ["urn:x"]},
    "pendingReplacement": True,
    "additionalSecretOutputs": ["key"],
    "aliases": ["urn:old"],
    "customTimeouts": {"create": 600},
    "importID": "3",
    "retainOnDelete": True,
    "deletedWith": "urn:x",
    "replaceWith": ["urn:x"],
    "created": "2026-11-23T05:27:57.489915544Z",
    "modified": "2026-11-23T05:27:58Z",
    "sourcePosition": "project:///__main__.py#12",
    "stackTrace": [{"sourcePosition": "project:///__main__.py#12"}],
    "ignoreChanges": ["tags"],
    "replaceOnChanges": ["name"],
    "hideDiff": ["tags"],
    "aFieldOfTheFuture": {"x": [1]},
}


def test_every_resource_of_the_samples_comes_back_field_by_field(sample):
    latest = json.loads(sample)["checkpoint"]["latest"]
    sealer = Sealer(lambda: unlock("x", latest["secrets_providers"]["state"]["salt"]))
    for entry in latest["resources"]:
        again = codec.dump(codec.load(entry, sealer), sealer)
        assert again == entry
        assert list(again) == [name for name in entry if name in again], "the official order of fields"


def test_no_field_is_lost(crypter):
    sealer = Sealer(lambda: crypter)
    state = codec.load(EVERYTHING, sealer)
    assert codec.dump(state, sealer) == EVERYTHING
    assert state.extra.keys() == {"sourcePosition", "stackTrace", "hideDiff", "aFieldOfTheFuture"}
    assert state.property_dependencies == {"name": (), "size": ("urn:x",)}


def test_empty_fields_are_left_out(crypter):
    state = ResourceState(urn="urn:a", type="a:b:C", custom=False)
    assert codec.dump(state, Sealer(lambda: crypter)) == {"urn": "urn:a", "custom": False, "type": "a:b:C"}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (None, "no urn"),
        ({"type": "a:b:C"}, "no urn"),
        ({"urn": "urn:a"}, "urn:a: the field type is missing"),
        ({"urn": "urn:a", "type": "a:b:C", "inputs": []}, "urn:a: the field inputs is not an object"),
        ({"urn": "urn:a", "type": "a:b:C", "id": 7}, "urn:a: the field id is not a text"),
    ],
)
def test_what_is_no_resource_is_named(entry, said, crypter):
    with pytest.raises(StateCorruptError, match=said):
        codec.load(entry, Sealer(lambda: crypter))

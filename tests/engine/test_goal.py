"""Registrations as goals."""

import pytest
from pulumi.runtime.proto import alias_pb2, resource_pb2

from gcloud.engine.goal import BadRequestError, goal_from_request, seconds
from gcloud.engine.wire import to_struct

ROOT = "urn:pulumi:s::p::pulumi:pulumi:Stack::p-s"
ZONE = "urn:pulumi:s::p::test:Zone::z"


def goal(**fields):
    request = resource_pb2.RegisterResourceRequest(type="mem:index:Net", name="a", custom=True, **fields)
    return goal_from_request(request, "p", "s")


@pytest.mark.parametrize(
    ("parent", "urn"),
    [
        (ROOT, "urn:pulumi:s::p::mem:index:Net::a"),
        (ZONE, "urn:pulumi:s::p::test:Zone$mem:index:Net::a"),
    ],
)
def test_urns(parent, urn):
    assert goal(parent=parent).urn == urn


@pytest.mark.parametrize(
    ("spec", "urn"),
    [
        ({"name": "b"}, "urn:pulumi:s::p::test:Zone$mem:index:Net::b"),
        ({"type": "mem:index:Old"}, "urn:pulumi:s::p::test:Zone$mem:index:Old::a"),
        ({"noParent": True}, "urn:pulumi:s::p::mem:index:Net::a"),
        ({"parentUrn": ROOT, "name": "b"}, "urn:pulumi:s::p::mem:index:Net::b"),
        ({"project": "q", "stack": "t"}, "urn:pulumi:t::q::test:Zone$mem:index:Net::a"),
    ],
)
def test_aliases(spec, urn):
    alias = alias_pb2.Alias(spec=alias_pb2.Alias.Spec(**spec))
    assert goal(parent=ZONE, aliases=[alias]).aliases == (urn,)


def test_dependencies_by_property_are_all_where_the_program_does_not_say():
    asked = goal(object=to_struct({"x": 1, "y": 2}), dependencies=["urn:b", "urn:a"])
    assert asked.dependencies == ("urn:a", "urn:b")
    assert asked.property_dependencies == {"x": ("urn:a", "urn:b"), "y": ("urn:a", "urn:b")}


@pytest.mark.parametrize(
    ("text", "value"), [("5m", 300), ("1h30m", 5400), ("90s", 90), ("500ms", 0.5), ("1.5h", 5400)]
)
def test_durations(text, value):
    assert seconds(text) == value


@pytest.mark.parametrize("text", ["", "5", "m5", "5 m", "5d"])
def test_what_is_no_duration(text):
    with pytest.raises(BadRequestError):
        seconds(text)

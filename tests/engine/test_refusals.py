"""What is not done is refused by its name, and every field of the protocol is accounted for."""

import pytest
from google.protobuf import struct_pb2
from pulumi.runtime.proto import alias_pb2, resource_pb2

from gcloud.engine.goal import goal_from_request
from gcloud.engine.refusals import COVERED, UnsupportedFeatureError, refuse_unsupported

MESSAGES = {
    message.DESCRIPTOR.name: message
    for message in (
        resource_pb2.RegisterResourceRequest,
        resource_pb2.RegisterResourceRequest.CustomTimeouts,
        resource_pb2.ReadResourceRequest,
        resource_pb2.ResourceInvokeRequest,
        resource_pb2.RegisterResourceOutputsRequest,
        alias_pb2.Alias,
        alias_pb2.Alias.Spec,
    )
}


@pytest.mark.parametrize("name", MESSAGES)
def test_every_field_of_the_sdk_is_served_without_effect_or_refused(name):
    fields = {field.name for field in MESSAGES[name].DESCRIPTOR.fields}
    covered = COVERED[name]
    assert set(covered.served) | set(covered.without_effect) | set(covered.refused) == fields
    assert covered.served.isdisjoint(covered.without_effect)
    assert covered.served.isdisjoint(covered.refused)


def filled(message, field):
    """Give a message with something in one field, whatever its kind."""
    made = MESSAGES[message]()
    entry = made.DESCRIPTOR.fields_by_name[field]
    value = getattr(made, field)
    if field == "hooks":
        made.hooks.before_create.append("h")
    elif entry.message_type is struct_pb2.Value.DESCRIPTOR:
        value.string_value = "x"
    elif entry.message_type is not None and entry.message_type.GetOptions().map_entry:
        value["x"] = b"x" if field == "pluginChecksums" else "x"
    elif entry.message_type is not None:
        value.add(token="x")
    elif entry.label == entry.LABEL_REPEATED:
        value.append("x")
    else:
        setattr(made, field, type(value)("x"))
    return made


REFUSED = [(message, field) for message, covered in COVERED.items() for field in covered.refused]


@pytest.mark.parametrize(("message", "field"), REFUSED)
def test_a_refused_field_is_named(message, field):
    with pytest.raises(UnsupportedFeatureError) as caught:
        refuse_unsupported(filled(message, field), "it")
    assert COVERED[message].refused[field] in caught.value.message


def test_a_field_that_nobody_has_heard_of_is_refused_by_its_own_name(monkeypatch):
    later = COVERED["RegisterResourceOutputsRequest"]
    monkeypatch.setitem(COVERED, "RegisterResourceOutputsRequest", type(later)(frozenset({"outputs"})))
    with pytest.raises(UnsupportedFeatureError, match="the field urn"):
        refuse_unsupported(resource_pb2.RegisterResourceOutputsRequest(urn="u"), "it")


def test_all_that_a_registration_asks_for_in_vain_is_named_at_once():
    request = resource_pb2.RegisterResourceRequest(
        type="mem:index:Net",
        name="a",
        remote=True,
        envVarMappings={"A": "B"},
        hooks=resource_pb2.RegisterResourceRequest.ResourceHooksBinding(before_create=["h"]),
        customTimeouts=resource_pb2.RegisterResourceRequest.CustomTimeouts(read="5m"),
    )
    wanted = r"mem:index:Net a: remote components.*hooks.*env_var_mappings.*the read timeout"
    with pytest.raises(UnsupportedFeatureError, match=wanted):
        goal_from_request(request, "p", "s")

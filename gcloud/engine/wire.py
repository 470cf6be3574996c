"""Property values on the wire: the protocol's Struct from and to plain data.

The protocol knows only JSON, so what JSON has no word for is an object with a
signature key (secret, resource reference, output value, asset, archive) or a
reserved string (unknown). Here they become the values of gcloud.engine.values.
Resource references stay the objects they are, since the checkpoint stores them
so; `gcloud.engine.marks.plain` turns them into ids for providers.

Source: sdk/go/common/resource/properties.go (signatures), proto/pulumi/resource.proto.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from google.protobuf import struct_pb2

from gcloud.engine.values import UNKNOWN, Secret, Unknown, Value
from gcloud.errors import InputError

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a published constant of the protocol
REFERENCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_TEXTS: Final = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""The reserved strings of an unknown value, bool, number, list and object."""
UNKNOWN_ID: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The unknown value's string; a preview gives it as the id of a provider that isn't there yet."""

_REFUSED: Final = {
    "c44067f5952c0a294b673a41bacd8c17": "assets",
    "0def7320c3a5731c473e5ecbe6d01bc7": "archives",
}
_EXACT: Final = 2**53


class UnsupportedValueError(InputError):
    """A program uses a kind of value that this engine doesn't know."""


def from_struct(struct: struct_pb2.Struct) -> dict[str, Value]:
    """Read the properties of a request.

    Raises:
        UnsupportedValueError: an asset, an archive or an unheard-of kind of value; it is named.
    """
    return {key: _from_value(value, key) for key, value in struct.fields.items()}


def to_struct(properties: Mapping[str, Value]) -> struct_pb2.Struct:
    """Write the properties of an answer."""
    struct = struct_pb2.Struct()
    for key, value in properties.items():
        _fill(struct.fields[key], value)
    return struct


def _from_value(value: struct_pb2.Value, path: str) -> Value:
    result: Value = None
    match value.WhichOneof("kind"):
        case "string_value":
            result = UNKNOWN if value.string_value in UNKNOWN_TEXTS else value.string_value
        case "number_value":
            result = _number(value.number_value)
        case "bool_value":
            result = value.bool_value
        case "list_value":
            items = enumerate(value.list_value.values)
            result = [_from_value(item, f"{path}[{index}]") for index, item in items]
        case "struct_value" if SIGNATURE in value.struct_value.fields:
            result = _from_signed(value.struct_value.fields, path)
        case "struct_value":
            fields = value.struct_value.fields
            result = {key: _from_value(item, f"{path}.{key}") for key, item in fields.items()}
    return result


def _number(number: float) -> int | float:
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _from_signed(fields: Mapping[str, struct_pb2.Value], path: str) -> Value:
    signature = fields[SIGNATURE].string_value
    if signature == SECRET:
        return Secret(_from_value(fields["value"], path))
    if signature == OUTPUT:
        inner = _from_value(fields["value"], path) if "value" in fields else UNKNOWN
        return Secret(inner) if "secret" in fields and fields["secret"].bool_value else inner
    if signature == REFERENCE:
        return {key: _from_value(item, f"{path}.{key}") for key, item in fields.items()}
    kind = _REFUSED.get(signature, f"values of the kind {signature}")
    raise UnsupportedValueError(
        f"property {path}: {kind} are not supported by the embedded engine",
        hint="Give a path or a text instead, or use --engine pulumi.",
    )


def _fill(target: struct_pb2.Value, value: Any) -> None:  # noqa: ANN401 - any property value
    match value:
        case None:
            target.null_value = struct_pb2.NULL_VALUE
        case Unknown():
            target.string_value = UNKNOWN_ID
        case bool():
            target.bool_value = value
        case int() | float():
            target.number_value = value
        case str():
            target.string_value = value
        case Secret():
            fields = target.struct_value.fields
            fields[SIGNATURE].string_value = SECRET
            _fill(fields["value"], value.value)
        case Mapping():
            _fill_struct(target.struct_value, value)
        case list() | tuple():
            _fill_list(target.list_value, value)
        case _:
            raise TypeError(f"not a property value: {type(value).__name__}")


def _fill_struct(target: struct_pb2.Struct, value: Mapping[str, Value]) -> None:
    target.SetInParent()
    for key, item in value.items():
        _fill(target.fields[key], item)


def _fill_list(target: struct_pb2.ListValue, value: Sequence[Value]) -> None:
    target.SetInParent()
    for item in value:
        _fill(target.values.add(), item)

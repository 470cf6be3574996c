"""Property values from and to the protocol's messages."""

import pytest
from google.protobuf import json_format, struct_pb2
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.engine.values import UNKNOWN, Secret
from gcloud.engine.wire import SIGNATURE, UNKNOWN_ID, UnsupportedValueError, from_struct, to_struct

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.just(UNKNOWN)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.builds(Secret, inner),
    max_leaves=12,
)


def struct(**properties):
    return json_format.ParseDict(properties, struct_pb2.Struct())


@settings(max_examples=40)
@given(st.dictionaries(st.text(), VALUES))
def test_what_is_written_reads_the_same(properties):
    assert from_struct(to_struct(properties)) == properties


def test_whole_numbers_arrive_as_int():
    read = from_struct(struct(port=22.0, share=0.5))
    assert read == {"port": 22, "share": 0.5}
    assert isinstance(read["port"], int)


def test_secrets_unknowns_and_output_values():
    secret = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "x"}
    output = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": 3.0, "secret": True}
    coming = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "dependencies": ["urn"]}
    read = from_struct(struct(a=secret, b=UNKNOWN_ID, c=output, d=coming, e=[secret]))
    assert read == {"a": Secret("x"), "b": UNKNOWN, "c": Secret(3), "d": UNKNOWN, "e": [Secret("x")]}


@pytest.mark.parametrize(
    ("signature", "named"),
    [
        ("c44067f5952c0a294b673a41bacd8c17", "assets"),
        ("0def7320c3a5731c473e5ecbe6d01bc7", "archives"),
        ("feed", "feed"),
    ],
)
def test_other_kinds_are_refused_by_name_and_place(signature, named):
    with pytest.raises(UnsupportedValueError, match=rf"images\[0\].file.*{named}"):
        from_struct(struct(images=[{"file": {SIGNATURE: signature}}]))


def test_a_secret_does_not_show_in_a_representation():
    assert "planted" not in repr(Secret("planted"))

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.engine.state.errors import PassphraseError, StateCorruptError, StateError
from gcloud.engine.state.properties import SIGNATURE, Sealer
from gcloud.engine.state.secrets import Crypter, missing
from gcloud.engine.values import UNKNOWN, Secret

PLACE = ("urn", "inputs")
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
trees = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text().filter(lambda key: key != SIGNATURE), inner, max_size=4)
        | inner.map(Secret)
    ),
    max_leaves=20,
)


def sealer() -> Sealer:
    return Sealer(lambda: Crypter(bytes(32)))


@settings(deadline=None)  # a busy machine is no error
@given(trees)
def test_what_is_sealed_can_be_unsealed(tree):
    sealed = json.loads(json.dumps(sealer().seal(PLACE, tree)))
    assert sealer().unseal(PLACE, sealed) == tree


@settings(deadline=None)  # a busy machine is no error
@given(trees)
def test_an_unchanged_tree_keeps_its_ciphertexts(tree):
    first = sealer().seal(PLACE, tree)
    reader = sealer()
    assert reader.seal(PLACE, reader.unseal(PLACE, first)) == first


def test_a_secret_has_the_official_form(crypter):
    sealed = sealer().seal(PLACE, {"password": Secret("p<1>")})
    assert sealed["password"].keys() == {SIGNATURE, "ciphertext"}
    assert sealed["password"][SIGNATURE] == "1b47061264138c4ac30d75fd1eb44270"
    assert crypter.decrypt(sealed["password"]["ciphertext"]) == '"p<1>"'


def test_equal_secrets_at_two_places_can_not_be_told_to_be_equal():
    one = sealer()
    sealed = one.seal(PLACE, {"a": Secret("s"), "b": Secret("s")})
    assert sealed["a"] != sealed["b"]
    assert one.seal(PLACE, {"a": Secret("s"), "b": Secret("s")}) == sealed


def test_a_changed_secret_gets_another_ciphertext():
    one = sealer()
    assert one.seal(PLACE, Secret("old")) != one.seal(PLACE, Secret("new"))


def test_the_plain_form_of_an_exported_state_is_read():
    exported = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "plaintext": '{"a":1}'}
    assert sealer().unseal(PLACE, exported) == Secret({"a": 1})


def test_other_signed_objects_pass_untouched():
    asset = {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "hash": "0", "path": "image.qcow2"}
    one = sealer()
    assert one.seal(PLACE, one.unseal(PLACE, [asset])) == [asset]


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"a": UNKNOWN}, "urn.inputs.a is a value that is not known yet"),
        ({"a": [Secret(UNKNOWN)]}, "urn.inputs.a.0 is a value that is not known yet"),
        ({"a": {1, 2}}, "urn.inputs.a is the set"),
        (float("nan"), "the float nan"),
    ],
)
def test_what_a_state_can_not_hold_is_refused_by_its_place(tree, said):
    with pytest.raises(StateError, match=said):
        sealer().seal(PLACE, tree)


@pytest.mark.parametrize("secret", [{}, {"ciphertext": 1}, {"plaintext": "no json"}])
def test_a_damaged_secret_is_named_by_its_place(secret):
    with pytest.raises(StateCorruptError, match=r"urn\.inputs\.a"):
        sealer().unseal(PLACE, {"a": {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", **secret}})


def test_without_passphrase_only_secrets_fail():
    def refuse() -> Crypter:
        raise missing()

    reader = Sealer(refuse)
    assert reader.unseal(PLACE, {"name": "server"}) == {"name": "server"}
    with pytest.raises(PassphraseError):
        reader.unseal(PLACE, sealer().seal(PLACE, Secret("s")))


def test_known_secrets_are_taken_out_of_a_foreign_text():
    one = sealer()
    one.seal(PLACE, {"a": Secret("hunter2"), "b": Secret("ok"), "c": Secret({"deep": ["correct horse", 7]})})
    assert one.redact("hunter2 and correct horse are not ok") == "(secret) and (secret) are not ok"

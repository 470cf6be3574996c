import json
import re

import pytest

from gcloud.engine.state import checkpoint
from gcloud.engine.state.errors import StateCorruptError, StateError


def changed(content: bytes, change) -> bytes:
    whole = json.loads(content)
    change(whole)
    return json.dumps(whole).encode()


def test_a_checkpoint_comes_back_whole(sample):
    assert json.loads(checkpoint.render(checkpoint.parse(sample))) == json.loads(sample)


def test_what_is_not_known_is_kept(sample):
    def add(whole):
        whole["checkpoint"]["config"] = {"a:b": "c"}
        whole["checkpoint"]["latest"]["snippets"] = []
        whole["checkpoint"]["latest"]["manifest"]["plugins"] = [{"name": "openstack", "version": "5.5.3"}]
        whole["checkpoint"]["latest"]["metadata"] = {"integrity_error": {"version": "v3"}}

    content = changed(sample, add)
    assert json.loads(checkpoint.render(checkpoint.parse(content))) == json.loads(content)


def test_the_magic_is_the_officials(sample):
    manifest = json.loads(sample)["checkpoint"]["latest"]["manifest"]
    assert checkpoint.magic(manifest["version"]) == manifest["magic"]


def test_a_stack_that_was_only_initialised_is_empty():
    for version in (0, 3):
        content = json.dumps({"version": version, "checkpoint": {"stack": "organization/demo/dev"}}).encode()
        parsed = checkpoint.parse(content)
        assert (parsed.stack, parsed.salt, parsed.resources) == ("organization/demo/dev", None, ())


def test_features_make_it_version_4(sample):
    def tainted(whole):
        whole |= {"version": 4, "features": ["taint"]}

    content = changed(sample, tainted)
    assert json.loads(checkpoint.render(checkpoint.parse(content))) == json.loads(content)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: w["checkpoint"]["latest"]["manifest"].update(version="v9"), "magic"),
        (lambda w: w["checkpoint"]["latest"].update(resources={}), "resources is a dict"),
        (lambda w: w.pop("checkpoint"), "no checkpoint"),
        (lambda w: w["checkpoint"]["latest"]["secrets_providers"].pop("state"), "no salt"),
        (lambda w: w["checkpoint"].update(latest=[]), "no object"),
    ],
)
def test_damage_is_found(sample, change, said):
    with pytest.raises(StateCorruptError, match=said):
        checkpoint.parse(changed(sample, change))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"version":3', b"null"])
def test_what_is_no_checkpoint_is_damage(content):
    with pytest.raises(StateCorruptError):
        checkpoint.parse(content)


def test_a_cut_checkpoint_is_damage(sample):
    for length in range(1, len(sample) - 2, len(sample) // 50):
        with pytest.raises(StateCorruptError):
            checkpoint.parse(sample[:length])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: w.update(version=5), "version 5"),
        (lambda w: w.update(version=4, features=["views"]), "views"),
        (lambda w: w["checkpoint"]["latest"]["secrets_providers"].update(type="cloud"), "'cloud'"),
    ],
)
def test_what_is_sound_but_foreign_is_refused_with_a_way_out(sample, change, said):
    with pytest.raises(StateError, match=said) as error:
        checkpoint.parse(changed(sample, change))
    assert not isinstance(error.value, StateCorruptError)
    assert error.value.hint


def test_time_is_written_as_the_official_engine_does():

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z", checkpoint.now())

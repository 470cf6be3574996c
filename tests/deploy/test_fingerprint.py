"""A stack is left alone only if every single input is as it was."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.deploy.fingerprint import DoubtError, Fingerprint, looks_now, looks_of
from gcloud.deploy.looks import Looker
from gcloud.engine.reads import mark_of

KEY = b"k" * 32
KINDS = ("the environment", "clouds.yaml", "this program", "the installed libraries")


def fingerprint(surroundings, looks=None, told=None):
    made = "2026-01-01T00:00:00+00:00"
    return Fingerprint(made, "embedded", "file:///x", 3, (None, "c"), surroundings, looks or {}, told or {})


def differences(made, surroundings, others=None):
    return set(made.differences(around(surroundings), Looker(KEY), others))


def around(surroundings):
    return SimpleNamespace(kept=lambda _clouds: surroundings)


HASHES = st.fixed_dictionaries({kind: st.sampled_from(["a", "b"]) for kind in KINDS})


@given(HASHES, HASHES)
def test_surroundings_that_differ_in_anything_differ(then, now):
    assert differences(fingerprint(then), now) == {kind for kind in KINDS if then[kind] != now[kind]}


@given(st.lists(st.binary(max_size=3), min_size=1, max_size=5), st.sets(st.integers(0, 4)))
@settings(max_examples=30, deadline=None)
def test_any_file_that_changes_is_named_and_none_else(tmp_path_factory, contents, chosen):
    folder = tmp_path_factory.mktemp("files")
    paths = [folder / str(number) for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    looks = looks_now(map(str, paths), Looker(KEY))
    changed = {path for number, path in enumerate(paths) if number in chosen}
    for path in changed:
        path.write_bytes(path.read_bytes() + b"!")
    assert differences(fingerprint({}, looks), {}) == {str(path) for path in changed}


def test_another_stack_that_would_tell_something_else_is_named():
    others = SimpleNamespace(same=lambda name, told: told == [[], name])
    told = {"base/s": [[], "base/s"], "other/s": [[], "what it was"]}
    assert differences(fingerprint({}, told=told), {}, others) == {"the outputs of other/s"}


def test_what_is_kept_is_read_again_as_it_was(tmp_path):
    looks = looks_now([str(tmp_path / "none"), __file__], Looker(KEY))
    made = fingerprint({"the environment": "a"}, looks, {"base/s": [[], "hash"]})
    assert Fingerprint.from_json(json.loads(json.dumps(made.as_json()))) == made


@pytest.mark.parametrize(
    "kept", [None, [], {}, {"form": 0}, {"form": 1}, {"form": 1, "made": "x", "other": 1}]
)
def test_what_is_no_fingerprint_of_this_version_is_none(kept):
    assert Fingerprint.from_json(kept) is None


def test_a_run_of_which_something_is_in_doubt_has_no_fingerprint():
    record = {"looked": {}, "listed": [], "doubts": ["it starts another program"]}
    with pytest.raises(DoubtError, match="another program"):
        looks_of(record, Looker(KEY))


def test_a_file_that_changed_after_it_was_read_is_a_doubt(tmp_path):
    file = tmp_path / "a"
    file.write_text("one")
    mark = mark_of(str(file))
    file.write_text("two!")
    with pytest.raises(DoubtError, match="changed during the run"):
        looks_of({"looked": {str(file): mark}, "listed": [], "doubts": []}, Looker(KEY))


def test_a_file_that_the_engine_read_and_that_changed_since_is_a_doubt(tmp_path):
    file = tmp_path / "a"
    file.write_text("one")
    changed = mark_of(str(file))[-1]
    with pytest.raises(DoubtError, match="changed during the run"):
        looks_now([str(file)], Looker(KEY), since=changed)
    assert looks_now([str(file)], Looker(KEY), since=changed + 1)

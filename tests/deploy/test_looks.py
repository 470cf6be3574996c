"""A file is the same while its content is; whatever else it may become is noticed."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.deploy.looks import ChangedError, Looker
from gcloud.engine.reads import mark_of

KEY = b"k" * 32
OLD = 1_600_000_000


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a"
    path.write_text("one")
    os.utime(path, (OLD, OLD))
    return path


def kept(path, *, listed=False):
    return Looker(KEY).keep(str(path), mark_of(str(path)), listed=listed)


def same(path, look):
    return Looker(KEY).same(str(path), look)


def replaced_by_folder(path):
    path.unlink()
    path.mkdir()


def same_size_and_time(path):
    path.write_text("two")
    os.utime(path, (OLD, OLD))


CHANGES = {
    "another content": lambda path: path.write_text("three"),
    "another content of the same size and time": same_size_and_time,
    "gone": lambda path: path.unlink(),
    "a folder": replaced_by_folder,
    "empty": lambda path: path.write_text(""),
    "a link to something else": lambda path: (path.unlink(), path.symlink_to("/dev/null")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_becomes_something_else_is_not_the_same(file, change):
    look = kept(file)
    change(file)
    assert not same(file, look)


def written_anew(path):
    path.unlink()
    path.write_text("one")


@pytest.mark.parametrize(
    "change",
    [
        lambda _path: None,
        lambda path: path.touch(),
        lambda path: os.utime(path, (1, 1)),
        lambda path: path.chmod(0o600),
        written_anew,
    ],
)
def test_a_file_that_was_touched_or_written_anew_is_the_same(file, change):
    look = kept(file)
    change(file)
    assert same(file, look)


def test_what_was_not_there_and_comes_is_not_the_same(tmp_path):
    look = kept(tmp_path / "new")
    assert same(tmp_path / "new", look)
    (tmp_path / "new").write_text("")
    assert not same(tmp_path / "new", look)


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        (lambda folder: (folder / "new").write_text(""), False),
        (lambda folder: (folder / "a").unlink(), False),
        (lambda folder: (folder / "a").rename(folder / "b"), False),
        (lambda folder: ((folder / "a").unlink(), (folder / "a").mkdir()), False),
        (lambda folder: (folder / "a").write_text("other content"), True),
        (lambda folder: ((folder / "x").write_text(""), (folder / "x").unlink()), True),
    ],
)
def test_a_listed_folder_is_the_same_while_its_names_are(tmp_path, file, change, is_same):
    look = kept(tmp_path, listed=True)
    change(tmp_path)
    assert same(tmp_path, look) is is_same


def test_a_folder_that_was_only_asked_for_may_hold_what_it_likes(tmp_path, file):
    look = kept(tmp_path)
    (tmp_path / "new").write_text("")
    assert same(tmp_path, look)


def test_what_is_not_any_more_what_was_read_can_not_be_kept(file):
    mark = mark_of(str(file))
    file.write_text("two!")
    with pytest.raises(ChangedError):
        Looker(KEY).keep(str(file), mark, listed=False)


def test_a_file_written_this_moment_is_known_by_its_content_alone(tmp_path):
    path = tmp_path / "now"
    path.write_text("one")
    look = Looker(KEY).keep_now(str(path))
    assert look[1] == []
    assert same(path, look)
    path.write_text("two")
    assert not same(path, look)


def test_contents_are_kept_so_that_they_can_not_be_guessed(file):
    other = Looker(b"o" * 32).keep(str(file), mark_of(str(file)), listed=False)
    assert other[2] != kept(file)[2]


@given(st.binary(max_size=40), st.binary(max_size=40), st.booleans())
@settings(max_examples=40, deadline=None)
def test_two_contents_are_the_same_if_and_only_if_they_are(tmp_path_factory, first, second, keep_time):
    path = tmp_path_factory.mktemp("x") / "f"
    path.write_bytes(first)
    look = kept(path)
    path.write_bytes(second)
    if keep_time:
        os.utime(path, ns=(look[1][3], look[1][3]))
    assert same(path, look) is (first == second)

"""Which hosts words mean: names, @groups, patterns, all."""

import pytest

from gcloud.model.selectors import select

HOSTS = {
    "web-1": frozenset({"system/portal", "zone/dmz", "server/web"}),
    "web-2": frozenset({"system/portal", "zone/dmz", "server/web"}),
    "db": frozenset({"system/portal", "zone/database", "role/database"}),
}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("all",), ("web-1", "web-2", "db")),
        (("db", "web-1", "db"), ("web-1", "db")),
        (("web-*",), ("web-1", "web-2")),
        (("*[1b]",), ("web-1", "db")),
        (("@zone/dmz",), ("web-1", "web-2")),
        (("@dmz",), ("web-1", "web-2")),
        (("@web", "@role/database"), ("web-1", "web-2", "db")),
        ((), ()),
    ],
)
def test_hosts_are_meant_in_their_own_order_and_once(words, names):
    found = select(words, HOSTS)
    assert found.names == names
    assert not found.wrong


@pytest.mark.parametrize(
    ("word", "what", "instead"),
    [
        ("web-3", "there is no host web-3", "did you mean web-1?"),
        ("web", "there is no host web", "did you mean @web?"),
        ("x*", "no host's name fits x*", "see `govcloud hosts list`"),
        ("@database", "database is the name of several groups", "write @role/database or @zone/database"),
        ("@zone/dmx", "there is no group zone/dmx", "did you mean @zone/dmz?"),
    ],
)
def test_a_word_that_means_none_is_told_with_what_to_write(word, what, instead):
    found = select((word, "db"), HOSTS)
    assert found.names == ("db",)
    assert [(one.word, one.what) for one in found.wrong] == [(word, what)]
    assert found.wrong[0].instead == instead


def test_all_of_nothing_is_wrong():
    assert [one.what for one in select(("all",), {}).wrong] == ["there are no hosts"]

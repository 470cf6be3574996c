"""Near words."""

import pytest

from gcloud.model.near import near, suggest

ZONES = ("dmz", "internal", "database", "device-management")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("dzm", "dmz"),
        ("DMZ", "dmz"),
        ("databse", "database"),
        ("databases", "database"),
        ("devicemanagment", "device-management"),
        ("server", None),
        ("d", None),
        ("", None),
    ],
)
def test_a_slip_of_the_pen_is_seen_through(word, meant):
    assert near(word, ZONES) == meant


def test_what_to_do_about_an_unknown_word():
    assert suggest("dzm", ZONES, "other") == "did you mean dmz?"
    assert suggest("server", ZONES, "other") == "write one of: dmz, internal, database, device-management"
    assert suggest("server", {"b", "a"}, "other") == "write one of: a, b"
    assert suggest("server", ("dmz",), "other") == "write dmz, the only one"
    assert suggest("server", (), "other") == "other"
    assert suggest("server", map(str, range(100)), "other") == "other"

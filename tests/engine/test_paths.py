"""Property paths of options."""

import pytest

from gcloud.engine.paths import PathError, covers, parse, reset
from gcloud.engine.values import Secret


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("name", ("name",)),
        ("tags[2]", ("tags", 2)),
        ("fixedIps[0].subnetId", ("fixedIps", 0, "subnetId")),
        ('metadata["a.b"].c', ("metadata", "a.b", "c")),
        ("fixedIps[*]", ("fixedIps", "*")),
        ("*", ("*",)),
    ],
)
def test_reading(text, path):
    assert parse(text) == path


def test_nonsense_is_refused():
    with pytest.raises(PathError):
        parse("a[b")


@pytest.mark.parametrize(
    ("wide", "narrow", "yes"),
    [
        ("a", "a.b[0]", True),
        ("a.b", "a", False),
        ("*", "a.b", True),
        ("a[*].b", "a[3].b", True),
        ("a[*].b", "a[3].c", False),
    ],
)
def test_covering(wide, narrow, yes):
    assert covers(parse(wide), parse(narrow)) is yes


@pytest.mark.parametrize(
    ("new", "old", "path", "result"),
    [
        ({"a": 1, "b": 2}, {"a": 0, "b": 0}, "a", {"a": 0, "b": 2}),
        ({"a": 1}, {}, "a", {}),
        ({}, {"a": 0}, "a", {"a": 0}),
        ({"a": {"b": 1, "c": 1}}, {"a": {"b": 0, "c": 0}}, "a.b", {"a": {"b": 0, "c": 1}}),
        ({"a": [1, 2]}, {"a": [3, 4]}, "a[1]", {"a": [1, 4]}),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 0}]}, "a[*].b", {"a": [{"b": 0}, {"b": 2}]}),
        ({"a": Secret({"b": 1})}, {"a": Secret({"b": 0})}, "a.b", {"a": Secret({"b": 0})}),
        ({"a": 1, "c": 1}, {"b": 0}, "*", {"b": 0}),
    ],
)
def test_taking_old_values(new, old, path, result):
    assert reset(new, old, [path]) == result

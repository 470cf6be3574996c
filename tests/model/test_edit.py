"""What was read, changed field by field, each part with its own place."""

import pytest

from gcloud.model.edit import NoPlaceError, drop, merged, node_of, put
from gcloud.model.reader import read

TEXT = """\
name: a
quota: {class: small}
networks: [{name: app, prefix_length: 27}]
"""


@pytest.fixture
def tree():
    return read(TEXT, "a.yaml")[0]


def value(plain):
    return node_of(plain, ("--set", 0, 0))


@pytest.mark.parametrize(
    ("way", "new", "expected"),
    [
        ("name", "b", {"name": "b"}),
        ("quota.class", "large", {"quota": {"class": "large"}}),
        ("quota.compute.cores", 4, {"quota": {"class": "small", "compute": {"cores": 4}}}),
        ("networks.app.prefix_length", 26, {"networks": [{"name": "app", "prefix_length": 26}]}),
        (
            "networks.data.prefix_length",
            25,
            {"networks": [{"name": "app", "prefix_length": 27}, {"name": "data", "prefix_length": 25}]},
        ),
        ("members.binh.role", "auditor", {"members": [{"name": "binh", "role": "auditor"}]}),
        ("services", ["dns"], {"services": ["dns"]}),
    ],
)
def test_a_value_is_put_in_place(tree, way, new, expected):
    before = tree.plain()
    assert put(tree, way.split("."), value(new)).plain() == {**before, **expected}
    assert tree.plain() == before


def test_what_is_put_in_keeps_its_own_place_and_the_rest_theirs(tree):
    changed = put(tree, ["quota", "class"], value("large"))
    assert str(changed.find(("quota", "class"))[0].position) == "--set"
    assert str(changed.find(("networks", 0, "prefix_length"))[0].position) == "a.yaml:3:39"


@pytest.mark.parametrize("way", ["name.x", "quota.class.x"])
def test_nothing_lies_in_a_plain_value(tree, way):
    with pytest.raises(NoPlaceError):
        put(tree, way.split("."), value(1))


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("quota", {"name": "a", "networks": [{"name": "app", "prefix_length": 27}]}),
        ("quota.class", {"name": "a", "quota": {}, "networks": [{"name": "app", "prefix_length": 27}]}),
        ("networks.app", {"name": "a", "quota": {"class": "small"}, "networks": []}),
        (
            "networks.app.prefix_length",
            {"name": "a", "quota": {"class": "small"}, "networks": [{"name": "app"}]},
        ),
    ],
)
def test_what_stands_somewhere_is_dropped(tree, way, expected):
    assert drop(tree, way.split(".")).plain() == expected


@pytest.mark.parametrize("way", ["other", "networks.data", "name.x", "quota.class.x"])
def test_what_is_not_there_is_not_dropped(tree, way):
    with pytest.raises(NoPlaceError):
        drop(tree, way.split("."))


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ({"name": "b"}, {"name": "b", "quota": {"class": "small"}}),
        (
            {"quota": {"class": None, "compute": {"cores": 1}}},
            {"name": "a", "quota": {"compute": {"cores": 1}}},
        ),
        ({"quota": None, "x": None}, {"name": "a"}),
        ({"quota": [1]}, {"name": "a", "quota": [1]}),
    ],
)
def test_a_patch_is_merged_as_rfc_7386_says(patch, expected):
    begin = value({"name": "a", "quota": {"class": "small"}})
    assert merged(begin, value(patch)).plain() == expected

import pytest

from gcloud.lab.ini import merge, render


def test_sections_and_options_keep_their_order():
    assert render({"b": {"y": 1, "x": True}, "a": {"z": "w"}}) == "[b]\ny = 1\nx = true\n\n[a]\nz = w\n"


def test_a_sequence_repeats_its_option():
    assert render({"s": {"server": ("one", "two")}}) == "[s]\nserver = one\nserver = two\n"


def test_a_value_cannot_begin_another_option():
    with pytest.raises(ValueError, match="line break"):
        render({"s": {"name": "x\nadmin = true"}})


def test_later_parts_override_option_by_option():
    assert merge({"s": {"a": 1, "b": 2}}, {"s": {"b": 3}, "t": {}}) == {"s": {"a": 1, "b": 3}, "t": {}}

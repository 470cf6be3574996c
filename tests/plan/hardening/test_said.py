from pathlib import Path

import pytest
import yaml

from gcloud.plan.hardening.said import apart, said, short, together

APART = yaml.safe_load((Path(__file__).parent / "data" / "apart.yaml").read_text())


@pytest.mark.parametrize(("want", "have", "wanted", "there"), APART)
def test_what_differs_is_told_without_what_is_the_same(want, have, wanted, there):
    assert apart(want, have) == (wanted, there)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "true"),
        (4, "4"),
        ("two\n lines", "two lines"),
        (["a", 1], "a, 1"),
        ({"a": None, "b": [1, 2]}, "a = none, b = 1, 2"),
    ],
)
def test_values_of_any_form_are_one_line(value, words):
    assert said(value) == words


def test_several_items_say_each_thing_once():
    assert together(["a", None, "b", "a"]) == "a; b"


def test_what_is_long_is_cut():
    assert short("x" * 1000) == "x" * 397 + "..."
    assert short("x" * 400) == "x" * 400

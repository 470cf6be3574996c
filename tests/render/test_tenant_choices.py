"""What an answer means among choices."""

import pytest

from gcloud.render.tenant_choices import Choice, meant

OFFERED = (
    Choice("small", "Nhỏ: một hệ thống của xã"),
    Choice("medium", "Vừa: một hệ thống của sở"),
    Choice("huge", "Vừa và lớn"),
    Choice("same", "Nhỏ và lớn"),
)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("small", "small"),
        (" SMALL ", "small"),
        ("Nhỏ: một hệ thống của xã", "small"),
        ("Nhỏ: một hệ thống của xã (small)", "small"),
        ("nhỏ: một", "small"),
        ("nhỏ", None),
        ("lớn", None),
        ("", None),
    ],
)
def test_a_choice_is_meant_by_its_value_its_label_or_how_that_begins(said, value):
    assert meant(said, OFFERED) == value

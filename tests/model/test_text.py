"""Names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcloud.model.text import NAME_PATTERN, slug


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hà Tĩnh", "ha-tinh"),
        ("Đắk Lắk", "dak-lak"),
        ("Sở KH&CN (mới)", "so-kh-cn-moi"),
        ("3rd zone", "zone-3rd"),
        ("42", "n42"),
        ("***", ""),
        ("a" * 80, "a" * 63),
    ],
)
def test_the_name_nearest_to_a_text(text, name):
    assert slug(text) == name


@given(st.text())
def test_a_suggested_name_can_be_used(text):
    assert slug(text) == "" or re.fullmatch(NAME_PATTERN, slug(text))

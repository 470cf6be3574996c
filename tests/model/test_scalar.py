"""Unquoted words mean what YAML 1.2 says, not what YAML 1.1 said."""

import pytest

from gcloud.model.scalar import meaning


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("nil", "nil"),
        ("true", True), ("False", False), ("yes", "yes"), ("off", "off"), ("y", "y"),
        ("42", 42), ("-7", -7), ("010", 10), ("0o10", 8), ("0x1F", 31), ("1_000", "1_000"),
        ("1.5", 1.5), ("1e3", 1000.0), (".5", 0.5), (".inf", ".inf"), ("1.", 1.0),
        ("12:30:00", "12:30:00"), ("2026-11-23", "2026-11-23"), ("10.42.0.1", "10.42.0.1"),
        ("9" * 40, "9" * 40), ("=", "="), ("<<", "<<"),
    ],
)  # fmt: skip
def test_meaning(text, value):
    assert meaning(text) == value
    assert type(meaning(text)) is type(value)

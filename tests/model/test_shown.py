"""What was written is repeated without harm."""

from hypothesis import given
from hypothesis import strategies as st

from gcloud.model.shown import clean, shown


def test_text_is_quoted_and_all_else_is_bare():
    assert shown("dmz") == '"dmz"'
    assert shown(42) == "42"


def test_long_text_is_cut():
    assert clean("a" * 100) == "a" * 57 + "..."


def test_a_terminal_is_not_told_what_to_do():
    assert clean("\x1b[31mred") == r"\x1b[31mred"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_was_written_can_be_printed_on_one_line(text):
    assert shown(text).isprintable()
    assert len(shown(text)) <= 60 * len(r"\U0001f3db") + 2

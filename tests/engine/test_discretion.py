import pytest

from gcloud.engine.discretion import Discretion
from gcloud.engine.values import Secret
from gcloud.errors import CloudError


@pytest.fixture
def discretion():
    made = Discretion()
    made.hide(
        [{"password": Secret("hunter22"), "deep": {"list": [Secret({"key": "line one\nline two"}), "open"]}}]
    )
    made.hide([{"longer": Secret("hunter22-and-more"), "short": Secret("abc"), "number": Secret(7)}])
    return made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("it is hunter22.", "it is (secret)."),
        ("it is hunter22-and-more.", "it is (secret)."),
        ("line one\nline two", "(secret)"),
        (repr({"key": "line one\nline two"}), "{'key': '(secret)'}"),
        ("open, abc, 7", "open, abc, 7"),
        ("", ""),
    ],
)
def test_secrets_are_struck_out_in_every_form(discretion, text, said):
    assert discretion.text(text) == said


def test_an_error_is_cleaned_as_a_whole(discretion):
    error = CloudError("no hunter22", hint="not hunter22", data={"body": {"hunter22": ["hunter22", 3]}})
    discretion.error(error)
    assert (str(error), error.message, error.hint) == ("no (secret)", "no (secret)", "not (secret)")
    assert error.data == {"body": {"(secret)": ["(secret)", 3]}}


def test_what_is_hidden_later_counts_from_then_on(discretion):
    assert discretion.text("tomorrow") == "tomorrow"
    discretion.hide([{"word": Secret("tomorrow")}])
    assert discretion.text("tomorrow") == "(secret)"

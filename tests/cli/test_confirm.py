import io

import pytest

from gcloud.cli.confirm import confirmed, confirmed_by_name
from gcloud.cli.surface import Surface
from gcloud.errors import InputError

TEXT = Surface("up")


@pytest.fixture
def typed(monkeypatch):
    """Let somebody at a terminal type this."""

    def put(text):
        stdin = io.StringIO(text)
        monkeypatch.setattr(stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("sys.stdin", stdin)

    return put


@pytest.mark.parametrize(("answer", "agreed"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_only_yes_is_yes(typed, answer, agreed):
    typed(answer)
    assert confirmed(TEXT, "Make these changes?", yes=False) is agreed


@pytest.mark.parametrize(("answer", "agreed"), [("ha-tinh\n", True), ("y\n", False), ("\n", False)])
def test_destruction_wants_the_name(typed, answer, agreed):
    typed(answer)
    assert confirmed_by_name(TEXT, "ha-tinh", yes=False) is agreed


def test_yes_asks_nobody():
    assert confirmed(TEXT, "?", yes=True)
    assert confirmed_by_name(TEXT, "ha-tinh", yes=True)


@pytest.mark.parametrize("surface", [TEXT, Surface("up", json=True)])
def test_without_a_terminal_it_is_refused(surface, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(InputError, match="no terminal") as caught:
        confirmed(surface, "?", yes=False)
    assert "--yes" in caught.value.hint

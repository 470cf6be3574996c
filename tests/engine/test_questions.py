"""What is asked of the cloud when the run is stopped: nobody waits for the answer."""

import threading
import time

import pytest

from gcloud.engine.failures import StoppedError
from gcloud.engine.questions import ask_all
from gcloud.engine.scope import Scope
from tests.engine.memory import MemoryProvider

SOON = 5.0


def net(p):
    p.resource("Net", "a", name="a")


def asks(p):
    net(p)
    p.invoke("mem:index:lookup", name="a")


@pytest.fixture
def hanging(stack, monkeypatch):
    """A stack whose cloud answers no question; the run is stopped while one is asked."""
    stack.script(net).up()
    answered = threading.Event()

    def hang(*_):
        stack.cancel.set()
        answered.wait(4 * SOON)

    for question in ("observe", "survey", "invoke"):
        monkeypatch.setattr(MemoryProvider, question, hang)
    yield stack
    answered.set()


@pytest.mark.parametrize(
    ("operation", "scope"),
    [
        ("refresh", Scope()),
        ("up", Scope(verify=True)),
        ("preview", Scope(verify=True)),
        ("destroy", Scope(verify=True)),
        ("up", Scope()),
        ("preview", Scope()),
    ],
)
def test_a_stopped_run_waits_for_no_answer(hanging, operation, scope):
    hanging.script(net if scope.verify or operation == "refresh" else asks)
    began = time.monotonic()
    result = getattr(hanging, operation)(scope)
    assert time.monotonic() - began < SOON
    assert result.summary.interrupted
    assert hanging.cloud.names() == ["a"]


@pytest.mark.parametrize("scope", [Scope(), Scope(targets=("a",))])
def test_a_stopped_search_for_drift_says_so(hanging, scope):
    with pytest.raises(StoppedError):
        hanging.drift(scope)


def test_answers_come_in_the_order_of_the_questions_and_errors_are_raised():
    def late():
        time.sleep(0.02)
        return 1

    assert ask_all([late, lambda: 2], lambda: False) == [1, 2]
    with pytest.raises(ZeroDivisionError):
        ask_all([late, lambda: 1 // 0], lambda: False)

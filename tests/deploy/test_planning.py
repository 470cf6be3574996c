import threading
import time
from pathlib import Path

import pytest

from gcloud.deploy import readiness
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.planning import planned
from gcloud.engine.events import Diagnostic, StepFailed
from gcloud.errors import CloudError
from gcloud.model.load import load

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "ha-tinh"
FAILED = StepFailed(urn="u", type="t", name="n", op="same", error="no network public")


class Previewing:
    """An engine whose preview says this, and lasts until it is stopped if it is told to."""

    def __init__(self, *events, lasting=False):
        self.events = events
        self.lasting = lasting
        self.stopped = False

    def preview(self, listener, cancel, scope):  # noqa: ARG002 - the protocol's argument
        for event in self.events:
            listener(event)
        if self.lasting:
            self.stopped = cancel.wait(20)
        return Outcome()


@pytest.fixture
def site():
    return load(EXAMPLE)


@pytest.fixture
def clouds(monkeypatch):
    def answer(how):
        monkeypatch.setattr(readiness, "ready", how)

    return answer


def test_a_cloud_that_is_not_there_ends_the_preview_and_is_all_that_is_told(site, clouds):
    def missing(_site, _gate):
        raise CloudError("nobody answers")

    clouds(missing)
    engine, heard = Previewing(Diagnostic("info", "talk"), FAILED, lasting=True), []
    with pytest.raises(CloudError, match="nobody answers"):
        planned(engine, site, heard.append, threading.Event())
    assert engine.stopped
    assert heard == []


def test_what_the_program_says_is_passed_on_and_failures_are_left_to_the_outcome(site, clouds):
    clouds(lambda _site, _gate: None)
    talk, heard = Diagnostic("info", "talk"), []
    planned(Previewing(talk, FAILED, Diagnostic("error", "twice")), site, heard.append, threading.Event())
    assert heard == [talk]


def test_whoever_stops_a_plan_does_not_wait_for_a_silent_cloud(site, clouds):
    clouds(lambda _site, _gate: time.sleep(30))
    cancel = threading.Event()
    threading.Timer(0.2, cancel.set).start()
    start = time.monotonic()
    planned(Previewing(lasting=True), site, [].append, cancel)
    assert time.monotonic() - start < 5

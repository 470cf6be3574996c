"""What the threads of a provider share, and how they wait."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from gcloud.errors import CloudError
from gcloud.provider.call import Call, Shared


def test_sixteen_threads_make_it_once():
    shared, made, start = Shared(), [], threading.Barrier(16)

    def ask(_):
        start.wait()
        return shared.once("connection", lambda: made.append(1) or len(made))

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(ask, range(16))) == {1}
    assert made == [1]


def test_those_who_wait_share_the_failure_and_the_next_tries_anew():
    shared, attempts = Shared(), []
    waiting, go = threading.Barrier(9), threading.Event()

    def fail():
        attempts.append(1)
        go.wait(5)
        raise CloudError("nobody answers")

    def ask(_):
        waiting.wait()
        with pytest.raises(CloudError, match="nobody answers"):
            shared.once("connection", fail)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, number) for number in range(8)]
        waiting.wait()
        threading.Timer(0.3, go.set).start()
        for one in asked:
            one.result()
    assert len(attempts) == 1
    assert shared.once("connection", lambda: "there") == "there"


def test_waiting_ends_when_it_is_there_or_the_time_is_up():
    call = Call(SimpleNamespace(), "RegionOne", 0.5, Shared())
    looks = iter([None, None, "ready"])
    assert call.wait("the port", lambda: next(looks)) == "ready"
    with pytest.raises(CloudError, match=r"gave up waiting for the port after 0 s|after 1 s") as caught:
        call.wait("the port", lambda: None)
    assert "continues here" in caught.value.hint

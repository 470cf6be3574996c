"""However many connections there are, no more calls are under way than the gate lets through."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from gcloud.cloud.gate import Gate
from gcloud.cloud.patience import Patience, PatientAdapter


class Counting:
    """Plays a service and counts how many calls it has to serve at once."""

    def __init__(self, answer):
        self.answer = answer
        self.now = self.most = 0
        self.lock = threading.Lock()
        self.enough = threading.Event()
        self.full = 0

    def __call__(self, _method, _path):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            if self.now >= self.full:
                self.enough.set()
        self.enough.wait(0.5)
        with self.lock:
            self.now -= 1
        return self.answer


def session(gate, sleep=lambda _: None):
    made = requests.Session()
    made.mount("http://", PatientAdapter(Patience(attempts=3), gate=gate, sleep=sleep))
    return made


@pytest.mark.parametrize("limit", [1, 3])
def test_all_connections_together_make_no_more_calls_than_the_gate_lets_through(web, answer, limit):
    web.script = service = Counting(answer())
    service.full = limit
    gate = Gate(limit)
    sessions = [session(gate) for _ in range(4)]
    with ThreadPoolExecutor(12) as pool:
        codes = [f.result().status_code for f in [pool.submit(s.get, web.address) for s in sessions * 6]]
    assert codes == [200] * 24
    assert service.most == limit
    assert gate.passed == 24


def test_without_a_gate_nothing_is_limited(web, answer):
    web.script = service = Counting(answer())
    service.full = 6
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda s: s.get(web.address), [session(None) for _ in range(6)]))
    assert service.most == 6


def test_who_waits_because_a_service_asked_for_it_holds_up_nobody(web, answer):
    gate, other = Gate(1), []
    asked = iter([answer(429, b"", (("Retry-After", "30"),))])
    web.script = lambda _method, _path: next(asked, answer())

    def meanwhile(seconds):
        # Were the place still held, this call would wait for ever.
        other.append((seconds, session(gate).get(web.address, timeout=5).status_code))

    assert session(gate, meanwhile).get(web.address).status_code == 200
    assert other == [(30.0, 200)]


def test_a_call_that_fails_gives_its_place_back(web, answer):
    gate = Gate(1)
    with pytest.raises(requests.RequestException):
        session(gate).get("http://127.0.0.1:9")
    assert session(gate).get(web.address).status_code == 200

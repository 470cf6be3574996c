"""Which calls are repeated, how often, and which never are."""

import socket

import pytest
import requests

from gcloud.cloud.patience import NeverLeftError, NoAnswerError, Patience, PatientAdapter

QUICK = Patience(attempts=4, first=0.5, longest=8.0, connect=2.0, answer=1.0)


def session(naps: list[float], patience: Patience = QUICK) -> requests.Session:
    made = requests.Session()
    made.mount("http://", PatientAdapter(patience, sleep=naps.append))
    return made


@pytest.mark.parametrize(
    ("method", "status", "headers", "repeated"),
    [
        ("GET", 503, {}, True),
        ("GET", 502, {}, True),
        ("DELETE", 504, {}, True),
        ("GET", 500, {}, True),
        ("POST", 500, {}, False),
        ("DELETE", 500, {}, False),
        ("GET", 404, {}, False),
        ("POST", 429, {}, True),
        ("POST", 503, {}, False),
        ("POST", 503, {"Retry-After": "1"}, True),
        ("POST", 504, {"Retry-After": "1"}, False),
        ("PUT", 503, {}, False),
        ("PATCH", 502, {}, False),
    ],
)
def test_an_answer_is_asked_for_again_only_where_that_is_safe(  # noqa: PLR0917 - a row of the table
    web, answer, method, status, headers, repeated
):
    web.says(answer(status, b"", tuple(headers.items())), answer())
    response = session([]).request(method, web.address, data=b"x")
    assert web.seen[method] == (2 if repeated else 1)
    assert response.status_code == (200 if repeated else status)


def test_pauses_double_and_honour_retry_after(web, answer):
    naps: list[float] = []
    web.says(answer(503), answer(503, b"", (("Retry-After", "7"),)), answer(503), answer())
    session(naps).get(web.address)
    assert naps == [0.5, 7.0, 2.0]


def test_retry_after_is_honoured_within_reason():
    assert Patience(longest_asked=60).delay(1, "86400") == 60
    assert Patience(first=0.5, longest=8).delay(9) == 8
    assert Patience(first=0.5).delay(1, "soon") == 0.5


@pytest.mark.parametrize(
    ("asked", "dated", "seconds"),
    [
        ("Wed, 21 Oct 2026 07:28:20 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 20),
        ("Wed, 21 Oct 2026 09:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 60),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:01 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None, 0),
        ("Wed, 21 Oct 2026 07:28:20", "Wed, 21 Oct 2026 07:28:00 GMT", 0.5),
        ("Wed, 41 Oct 2026 07:28:20 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 0.5),
    ],
)
def test_a_moment_is_waited_for_by_the_service_s_own_clock(asked, dated, seconds):
    assert Patience(first=0.5, longest_asked=60).delay(1, asked, dated) == seconds


def test_a_service_that_never_answers_is_given_up_soon(web, answer):
    web.says(answer(late=1.2))
    with pytest.raises(NoAnswerError, match="timed out"):
        session([]).get(web.address)
    assert web.seen["GET"] == 2


def test_a_cloud_on_this_machine_is_not_looked_for_through_a_proxy(web, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    assert session([]).get(web.address).status_code == 200


def test_a_fault_that_stays_is_told_soon(web, answer):
    web.says(answer(500))
    assert session([]).get(web.address).status_code == 500
    assert web.seen["GET"] == 3


def test_after_the_last_attempt_the_answer_stands(web, answer):
    web.says(answer(503))
    assert session([]).get(web.address).status_code == 503
    assert web.seen["GET"] == QUICK.attempts


@pytest.mark.parametrize("fault", [{"silent": True}, {"cut": True}, {"late": 1.2}])
def test_a_creation_that_was_not_answered_is_never_repeated(web, answer, fault):
    web.says(answer(**fault))
    with pytest.raises(NoAnswerError):
        session([]).post(web.address, data=b"make one")
    assert web.seen["POST"] == 1


@pytest.mark.parametrize("fault", [{"silent": True}, {"cut": True}, {"late": 1.2}])
def test_a_question_that_was_not_answered_is_asked_again(web, answer, fault):
    web.says(answer(**fault), answer())
    assert session([]).get(web.address).status_code == 200
    assert web.seen["GET"] == 2


def test_a_call_that_never_left_is_repeated_whatever_it_is():
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    naps: list[float] = []
    with pytest.raises(NeverLeftError, match="connection refused"):
        session(naps).post(f"http://127.0.0.1:{closed}/", data=b"x")
    assert naps == [0.5, 1.0, 2.0]


def test_a_streamed_body_is_not_sent_again_from_its_middle(web, answer):
    web.says(answer(429), answer())
    with requests.Session() as plain:
        prepared = plain.prepare_request(requests.Request("PUT", web.address, data=iter([b"a", b"b"])))
    prepared.headers["Content-Length"] = "2"
    del prepared.headers["Transfer-Encoding"]
    assert session([]).send(prepared).status_code == 429
    assert web.seen["PUT"] == 1

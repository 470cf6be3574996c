import http.server
import socket
import threading
import time

import pytest

from gcloud.lab.ready import is_ready, wait_until
from gcloud.lab.service import AskReady, HttpReady, SocketReady, TcpReady


@pytest.fixture
def closed_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@pytest.fixture
def answering():
    """A web server that answers with the status that its path says."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(int(self.path[1:]))
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_tcp(closed_port):
    assert "refused" in is_ready(TcpReady(closed_port))
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert is_ready(TcpReady(server.getsockname()[1])) is None


def test_socket(tmp_path):
    path = tmp_path / "s"
    assert str(path) in is_ready(SocketReady(path))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        assert "refused" in is_ready(SocketReady(path))
        server.listen()
        assert is_ready(SocketReady(path)) is None


@pytest.mark.parametrize(("status", "ready"), [(200, True), (300, True), (401, True), (503, False)])
def test_http(answering, status, ready):
    reason = is_ready(HttpReady(f"{answering}/{status}"))
    assert reason is None if ready else str(status) in reason


def test_an_exception_is_a_no_with_a_reason():
    assert is_ready(AskReady("is it", lambda: 1 / 0)) == "is it: division by zero"


def test_waiting_ends_when_it_serves():
    answers = iter([False, False, True])
    assert wait_until(AskReady("q", lambda: next(answers)), 10) is None


def test_waiting_is_bounded_and_says_why():
    began = time.monotonic()
    assert wait_until(AskReady("q", lambda: False), 0.3) == "not ready after 0 s (q: not yet)"
    assert time.monotonic() - began < 2


def test_what_is_hopeless_is_not_waited_for():
    assert wait_until(AskReady("q", lambda: False), 60, hopeless=lambda: "it ended") == "it ended"

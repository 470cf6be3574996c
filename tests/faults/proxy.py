"""A reverse proxy between us and a cloud, which answers a share of the calls as badly as networks do."""

import http.client
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-length",
    "te",
    "upgrade",
    "date",
    "server",
}
RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Trick:
    """What is done with a call.

    status: answered instead of the cloud's answer, if any; headers: beside it.
    arrives: the cloud is asked nevertheless, first.
    reset: the connection is reset; cut: the answer ends in its middle.
    late: seconds before the answer.
    """

    name: str
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    arrives: bool = True
    reset: bool = False
    cut: bool = False
    late: float = 0.0


def tricks(late: float) -> tuple[Trick, ...]:
    """Give all that may happen; `late` is how long a late answer takes, in seconds."""
    return (
        Trick("500", 500, arrives=False),
        Trick("500 though it was done", 500),
        Trick("502 though it was done", 502),
        Trick("503", 503, arrives=False),
        Trick("503 with Retry-After", 503, (("Retry-After", "1"),), arrives=False),
        Trick("429", 429, (("Retry-After", "1"),), arrives=False),
        Trick("reset before", arrives=False, reset=True),
        Trick("reset after", reset=True),
        Trick("cut body", cut=True),
        Trick("late", late=late),
        Trick("a little late", late=late / 4),
    )


@dataclass
class Mischief:
    """Decides what is done with each call: nothing for most, a trick for a share of them."""

    share: float
    late: float
    seed: int
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 - nothing is kept secret by it
        self._lock = threading.Lock()

    def __call__(self, _method: str, _path: str, _headers: Any) -> Trick | None:
        with self._lock:
            if self._chance.random() >= self.share:
                return None
            trick = self._chance.choice(tricks(self.late))
            self.done[trick.name] += 1
            return trick


Decide = Callable[[str, str, Any], Trick | None]


class Proxy:
    """One listener for each address of a cloud; the addresses in its answers become the listeners'."""

    def __init__(self, upstreams: Iterable[str]) -> None:
        self.decide: Decide = lambda *_: None
        self._servers = {
            urlsplit(address).netloc: _Server(urlsplit(address).netloc, self) for address in upstreams
        }
        self.places = {
            upstream.encode(): f"127.0.0.1:{server.server_address[1]}".encode()
            for upstream, server in self._servers.items()
        }

    def at(self, address: str) -> str:
        """Give an address of the cloud as it is reached through us."""
        return self.translate(address.encode()).decode()

    def translate(self, content: bytes) -> bytes:
        for upstream, place in self.places.items():
            content = content.replace(upstream, place)
        return content

    @contextmanager
    def serving(self) -> Iterator["Proxy"]:
        threads = [threading.Thread(target=server.serve_forever) for server in self._servers.values()]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            for server in self._servers.values():
                server.shutdown()
                server.server_close()
            for thread in threads:
                thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, upstream: str, proxy: Proxy) -> None:
        self.upstream, self.proxy = upstream, proxy
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: who resets connections sees broken ones."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _pass_on(self) -> None:
        body = self._body()
        trick = self.server.proxy.decide(self.command, self.path, self.headers)
        if trick is None:
            trick = Trick("nothing")
        status, headers, content = 0, [], b""
        if trick.arrives:
            status, headers, content = self._ask(body)
        if trick.late:
            time.sleep(trick.late)
        if trick.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.connection.close()
            self.close_connection = True
            return
        if trick.status:
            status, headers, content = (
                trick.status,
                list(trick.headers),
                b'{"error": {"message": "bad weather"}}',
            )
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if trick.cut and content:
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _pass_on  # noqa: N815 - http.server's names

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection(self.server.upstream, timeout=120)
        try:
            given = {
                name: value
                for name, value in self.headers.items()
                if name.lower() not in HOP_BY_HOP | {"host"}
            }
            given["Host"] = self.server.upstream
            given["Accept-Encoding"] = "identity"
            if body or self.command in {"POST", "PUT", "PATCH"}:
                given["Content-Length"] = str(len(body))
            connection.request(self.command, self.path, body or None, given)
            answer = connection.getresponse()
            translate = self.server.proxy.translate
            headers = [
                (name, translate(value.encode()).decode())
                for name, value in answer.getheaders()
                if name.lower() not in HOP_BY_HOP
            ]
            return answer.status, headers, translate(answer.read())
        finally:
            connection.close()

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

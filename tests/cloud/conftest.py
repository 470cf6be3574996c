"""A real HTTP server on loopback that behaves as badly as a test wants."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Answer:
    """What the server says; `cut` closes in the middle, `late` waits first (seconds)."""

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    cut: bool = False
    silent: bool = False
    late: float = 0.0


@dataclass
class Web:
    """The server: `script` decides, from method and path, what it answers."""

    address: str
    script: Callable[[str, str], Answer] = lambda _method, _path: Answer()
    seen: Counter[str] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)

    def says(self, *answers: Answer) -> None:
        """Give these answers one after the other, then the last one for ever."""
        queue = list(answers)
        self.script = lambda _method, _path: queue.pop(0) if len(queue) > 1 else queue[0]


def as_json(content: object, status: int = 200, **more: str) -> Answer:
    headers = (("Content-Type", "application/json"), *((k.replace("_", "-"), v) for k, v in more.items()))
    return Answer(status, json.dumps(content).encode(), headers)


@pytest.fixture
def answer() -> type[Answer]:
    return Answer


@pytest.fixture
def web() -> Iterator[Web]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    state = Web(f"http://127.0.0.1:{server.server_address[1]}")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            state.bodies.append(self.rfile.read(length))
            state.seen[self.command] += 1
            answer = state.script(self.command, self.path)
            time.sleep(answer.late)
            if answer.silent:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + (100 if answer.cut else 0)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            if answer.cut:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: object) -> None:
            """Say nothing: pytest's output is for the tests."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True  # the client went away, as some tests want

    server.RequestHandlerClass = Handler
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def clouds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Write a clouds.yaml and point everything at it."""
    monkeypatch.delenv("OS_CLOUD", raising=False)

    def write(**addresses: str) -> None:
        auth = "username: u, password: hunter2-secret, project_name: p"
        domains = "user_domain_name: Default, project_domain_name: Default"
        lines = [
            f'  {name}: {{region_name: RegionOne, auth: {{auth_url: "{url}", {auth}, {domains}}}}}'
            for name, url in addresses.items()
        ]
        path = tmp_path / "clouds.yaml"
        path.write_text("clouds:\n" + "\n".join(lines) + "\n")
        monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))

    return write


class FakeKeystone:
    """Just enough of Keystone: versions, a token with a catalogue, and then whatever services say."""

    def __init__(
        self,
        web: Web,
        services: dict[str, str],
        script: Callable[[str, str], Answer],
        refuse: Answer | None = None,
    ) -> None:
        self._web = web
        self._refuse = refuse
        self._services = services
        self._script = script

    def __call__(self, method: str, path: str) -> Answer:
        if path.startswith("/identity/v3/auth/tokens"):
            return self._refuse or as_json(self._token(), 201, X_Subject_Token="gAAAA" + "t" * 40)
        if path.rstrip("/") == "/identity/v3":
            links = [{"rel": "self", "href": f"{self._web.address}/identity/v3/"}]
            return as_json({"version": {"id": "v3.14", "status": "stable", "links": links}})
        return self._script(method, path)

    def _token(self) -> object:
        catalog = [
            {
                "type": type_,
                "name": type_,
                "id": type_,
                "endpoints": [
                    {
                        "interface": "public",
                        "region": "RegionOne",
                        "region_id": "RegionOne",
                        "id": type_,
                        "url": f"{self._web.address}{path}",
                    }
                ],
            }
            for type_, path in {"identity": "/identity", **self._services}.items()
        ]
        return {
            "token": {
                "methods": ["password"],
                "user": {"id": "u", "name": "u", "domain": {"id": "default", "name": "Default"}},
                "project": {"id": "p", "name": "p", "domain": {"id": "default", "name": "Default"}},
                "roles": [{"id": "r", "name": "member"}],
                "issued_at": "2026-01-01T00:00:00.000000Z",
                "expires_at": "2999-01-01T00:00:00.000000Z",
                "catalog": catalog,
            }
        }


@pytest.fixture
def fake_cloud(web: Web, clouds: Callable[..., None]) -> Callable[..., None]:
    """Start a cloud of which only Keystone is real enough; `script` plays the services."""

    def start(
        services: dict[str, str], script: Callable[[str, str], Answer], refuse: Answer | None = None
    ) -> None:
        web.script = FakeKeystone(web, services, script, refuse)
        clouds(fake=f"{web.address}/identity/v3")

    return start

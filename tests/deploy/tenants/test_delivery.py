"""Notices reach a folder, a mail server or a webhook once each; nothing secret is on the way."""

import hashlib
import hmac
import json
import socket
import threading
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.controller import Controller

from gcloud.deploy.tenants.delivery import SMTP_PASSWORD, WEBHOOK_SECRET, deliver
from gcloud.errors import CloudError, InputError
from gcloud.render.notices import Message

ONE = Message(
    "expiry/documents/2026-12-01", "expiry", "documents", ("binh@hatinh.example",), "Hết hạn", "Kính gửi\n"
)
TWO = Message(
    "review/documents/2026-12-02", "review", "documents", ("binh@hatinh.example",), "Rà soát", "Kính gửi\n"
)


def test_a_folder_gets_a_mail_a_notice(tmp_path):
    target = tmp_path / "out"
    assert deliver(tmp_path, [ONE, TWO], str(target), {}) == (ONE, TWO)
    mails = [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(target.iterdir())
    ]
    assert [mail["Subject"] for mail in mails] == ["Hết hạn", "Rà soát"]
    assert mails[0]["To"] == "binh@hatinh.example"
    assert mails[0].get_content() == "Kính gửi\n"


def test_what_was_delivered_is_not_delivered_again(tmp_path):
    target = str(tmp_path / "out")
    deliver(tmp_path, [ONE], target, {})
    assert deliver(tmp_path, [ONE, TWO], target, {}) == (TWO,)
    assert deliver(tmp_path, [ONE], str(tmp_path / "other"), {}) == (ONE,)


class Inbox:
    """A mail server's inbox; it can be told to refuse."""

    def __init__(self) -> None:
        self.mails, self.refuse = [], False

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - the library's name
        if self.refuse:
            return "451 try later"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def inbox():
    box = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=30)
    controller.start()
    yield box
    controller.stop()


def test_a_mail_server_takes_each_notice(tmp_path, inbox):
    deliver(tmp_path, [ONE, TWO], f"smtp://127.0.0.1:{inbox.port}", {"GOVCLOUD_SENDER": "dc@hatinh.example"})
    assert [(mail["From"], mail["Subject"]) for mail in inbox.mails] == [
        ("dc@hatinh.example", "Hết hạn"),
        ("dc@hatinh.example", "Rà soát"),
    ]


def test_a_notice_that_was_refused_is_sent_by_the_next_run(tmp_path, inbox):
    target = f"smtp://127.0.0.1:{inbox.port}"
    inbox.refuse = True
    with pytest.raises(CloudError, match=r"did not take the notice expiry/documents/2026-12-01: .*try later"):
        deliver(tmp_path, [ONE], target, {})
    inbox.refuse = False
    assert deliver(tmp_path, [ONE], target, {}) == (ONE,)


def test_a_password_is_sent_only_over_tls(tmp_path, inbox):
    with pytest.raises(CloudError, match="STARTTLS"):
        deliver(tmp_path, [ONE], f"smtp://an@127.0.0.1:{inbox.port}", {SMTP_PASSWORD: "pa55"})
    assert inbox.mails == []


@pytest.fixture
def hook():
    taken = []

    class Hook(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self):
            taken.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", taken, Hook
    server.shutdown()
    server.server_close()


def test_a_webhook_can_tell_our_notices_from_a_strangers(tmp_path, hook):
    url, taken, _ = hook
    deliver(tmp_path, [ONE], url, {WEBHOOK_SECRET: "shared"})
    headers, body = taken[0]
    expected = hmac.new(b"shared", body, hashlib.sha256).hexdigest()
    assert headers["X-Govcloud-Signature"] == f"sha256={expected}"
    assert json.loads(body)["subject"] == "Hết hạn"


def test_a_webhook_that_refuses_is_an_error_with_its_status(tmp_path, hook):
    url, _, handler = hook
    handler.status = 503
    with pytest.raises(CloudError, match=r"refused the notice .*: HTTP 503"):
        deliver(tmp_path, [ONE], url, {WEBHOOK_SECRET: "shared"})


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("smtp://an:pa55@mail.example", "A password stands in the address"),
        ("smtp://an@mail.example", "needs a password"),
        ("http://hook.example/x", "is no target for notices"),
        ("https://hook.example/x", "could not tell our notices"),
        ("ftp://x/y", "is no target for notices"),
    ],
)
def test_what_cannot_be_a_target_is_refused_before_anything_is_sent(tmp_path, target, what):
    with pytest.raises(InputError, match=what) as caught:
        deliver(tmp_path, [ONE], target, {})
    assert "pa55" not in str(caught.value)

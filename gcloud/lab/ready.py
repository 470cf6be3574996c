"""Asking whether something serves, again and again, for a bounded time."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from gcloud.lab.service import AskReady, HttpReady, Ready, SocketReady, TcpReady

SERVER_ERROR = 500


def is_ready(probe: Ready, patience: float = 5) -> str | None:
    """Ask once.

    Args:
        probe: what to ask.
        patience: seconds for a web answer.

    Returns:
        None when it serves, else why not.
    """
    try:
        return _ask(probe, patience)
    except Exception as error:  # noqa: BLE001 - whatever a probe meets is a reason to ask again, and is told at the end
        return f"{_what(probe)}: {error}"


def _ask(probe: Ready, patience: float) -> str | None:
    match probe:
        case TcpReady(port):
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        case SocketReady(path):
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(path))
        case HttpReady(url):
            try:
                urllib.request.urlopen(url, timeout=patience).close()  # noqa: S310 - our own loopback URL
            except urllib.error.HTTPError as error:
                error.close()
                if error.code >= SERVER_ERROR:
                    return f"{url} answers {error.code}"
        case AskReady(question, ask):
            return None if ask() else f"{question}: not yet"
    return None


def _what(probe: Ready) -> str:
    match probe:
        case TcpReady(port):
            return f"127.0.0.1:{port}"
        case SocketReady(path):
            return str(path)
        case HttpReady(url):
            return url
        case AskReady(question, _):
            return question


def wait_until(
    probe: Ready, timeout: float, *, hopeless: Callable[[], str | None] = lambda: None
) -> str | None:
    """Ask until it serves.

    Args:
        probe: what to ask.
        timeout: seconds.
        hopeless: asked each time; a reason ends the wait.

    Returns:
        None when it serves, else why it does not.
    """
    end = time.monotonic() + timeout
    pause = 0.1
    while True:
        if (reason := is_ready(probe)) is None:
            return None
        if over := hopeless():
            return over
        if time.monotonic() > end:
            return f"not ready after {timeout:.0f} s ({reason})"
        time.sleep(pause)
        pause = min(pause * 1.3, 0.5)

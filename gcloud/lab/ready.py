"""Asking whether something serves, again and again, for a bounded time."""

import http.client
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from gcloud.lab.service import AskReady, HttpReady, Ready, SocketReady, TcpReady

SERVER_ERROR = 500


def is_ready(probe: Ready) -> str | None:
    """Ask once.

    Returns:
        None when it serves, else why not.
    """
    try:
        return _ask(probe)
    except (OSError, http.client.HTTPException) as error:
        return f"{_what(probe)}: {error}"


def _ask(probe: Ready) -> str | None:
    match probe:
        case TcpReady(port):
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        case SocketReady(path):
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(path))
        case HttpReady(url):
            try:
                urllib.request.urlopen(url, timeout=30).close()  # noqa: S310 - our own loopback URL
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


def wait_until(probe: Ready, timeout: float, *, still_possible: Callable[[], str | None] = lambda: None) -> str | None:
    """Ask until it serves.

    Args:
        probe: what to ask.
        timeout: seconds.
        still_possible: asked each time; a reason ends the wait.

    Returns:
        None when it serves, else why it does not.
    """
    end = time.monotonic() + timeout
    pause = 0.1
    while True:
        if (reason := is_ready(probe)) is None:
            return None
        if over := still_possible():
            return over
        if time.monotonic() > end:
            return f"not ready after {timeout:.0f} s ({reason})"
        time.sleep(pause)
        pause = min(pause * 1.3, 0.5)

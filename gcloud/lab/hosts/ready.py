"""How one knows that a host lets people in."""

import socket
import time
from collections.abc import Callable

BANNER = b"SSH-2.0"
PAUSE = 0.05


def wait_for_ssh(port: int, is_open: Callable[[], bool], patience: float) -> bool:
    """Wait until sshd says its name at a port of 127.0.0.1.

    Args:
        port: slirp4netns accepts there at once, and hangs up if nobody is behind: a connection says nothing.
        is_open: what else must be so.
        patience: seconds.

    Returns:
        Whether it does.
    """
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if is_open() and speaks_ssh(port):
            return True
        time.sleep(PAUSE)
    return False


def speaks_ssh(port: int) -> bool:
    """Whether sshd answers at a port of 127.0.0.1."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as link:
            return link.recv(len(BANNER)) == BANNER
    except OSError:
        return False

"""What sshd itself says that it does: ``sshd -T``."""

from __future__ import annotations

from typing import Dict, List, Optional

from ..errors import UnreadableError
from ..host import Host

Effective = Dict[str, List[str]]

ALIASES = {
    "challengeresponseauthentication": "kbdinteractiveauthentication",
    "pubkeyacceptedkeytypes": "pubkeyacceptedalgorithms",
    "hostbasedkeytypes": "hostbasedacceptedalgorithms",
}
"""Older names of options, which ``sshd -T`` shows by their newer ones."""

SILENT = frozenset(
    {"acceptenv", "allowgroups", "allowusers", "denygroups", "denyusers", "setenv", "subsystem"}
)
"""Options that ``sshd -T`` does not show where they are not set; any other one not shown it doesn't know."""

UNTOLD = {"debianbanner": "yes"}
"""Options that older versions know, but do not show at all, and what they are where no file sets them."""


def name_of(option: str) -> str:
    """The name by which ``sshd -T`` shows an option."""
    return ALIASES.get(option.lower(), option.lower())


def effective(host: Host, user: Optional[str] = None) -> Effective:
    """The values of every option, by its name in lower case.

    Args:
        host: The host.
        user: As they are for this user, coming from where this run comes from (``Match`` blocks count); None:
            outside of any ``Match`` block.

    Raises:
        UnreadableError: sshd doesn't accept its configuration, or isn't installed.
    """
    argv = ["sshd", "-T"]
    if user is not None:
        source = host.session.source or "192.0.2.1"  # of the documentation's range: in nobody's Match
        port = host.session.port or 22
        argv += ["-C", f"user={user},host={source},addr={source},laddr=127.0.0.1,lport={port}"]
    ran = host.ask(argv)
    if ran.code:
        raise UnreadableError(f"sshd does not accept its configuration: {ran.said}")
    found: Effective = {}
    for line in ran.out.splitlines():
        keyword, _, value = line.strip().partition(" ")
        found.setdefault(keyword.lower(), []).append(value.strip())
    return found


def ports(host: Host) -> List[int]:
    """The ports that sshd listens on, and the one that this run came by.

    Raises:
        UnreadableError: sshd doesn't accept its configuration, or isn't installed.
    """
    found = {int(port) for port in effective(host).get("port", ["22"])}
    for address in effective(host).get("listenaddress", []):
        number = address.rpartition(":")[2]
        if number.isdigit():
            found.add(int(number))
    if host.session.port:
        found.add(host.session.port)
    return sorted(found)

"""Which accounts are people's and which the system's."""

from __future__ import annotations

from typing import List

from ..facts import User
from ..formats import parse
from ..host import Host
from ..item import Item
from .shadow import known

NOBODY = 65534
_SHELLS_OFF = (
    "/usr/sbin/nologin",
    "/sbin/nologin",
    "/bin/false",
    "/usr/bin/false",
    "/bin/sync",
    "/usr/bin/sync",
)


def number(host: Host, key: str, default: int) -> int:
    """A figure of /etc/login.defs."""
    values = [entry.value for entry in parse(host.text("/etc/login.defs") or "", "space") if entry.key == key]
    return int(values[-1]) if values and values[-1].isdigit() else default


def people(host: Host) -> List[User]:
    """People's accounts: by their number, and able to start a shell."""
    first, last = number(host, "UID_MIN", 1000), number(host, "UID_MAX", 60000)
    return [user for user in host.users if first <= user.uid <= last and can_log_in(user)]


def system(host: Host) -> List[User]:
    """Accounts of the system, without root."""
    first = number(host, "UID_MIN", 1000)
    return [user for user in host.users if 0 < user.uid < first or user.uid == NOBODY]


def can_log_in(user: User) -> bool:
    """Whether an account has a shell."""
    return user.shell not in _SHELLS_OFF


def others_may_rule(host: Host, item: Item) -> bool:
    """Whether somebody but root can become root: the operator, or a member of sudo's group who can log in."""
    if set(host.operators(item.optional("operator"))) - {"root"}:
        return True
    stored = known(host)
    members = [
        name for group in host.groups if group.name in ("sudo", "wheel", "admin") for name in group.members
    ]
    names = {user.name for user in people(host)}
    return any(name in names and name in stored and stored[name].usable for name in members)

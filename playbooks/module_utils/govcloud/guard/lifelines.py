"""The ways by which an operator comes in: saved with every guarded change, whatever it says that it touches.

A package's script, a tool or a mistake changes what nobody declared; an undo that brings back only what was
declared would leave the host shut.
"""

from __future__ import annotations

import pwd
from typing import Sequence

from .host import Host

PATHS = (
    "/etc/ssh/", "/etc/pam.d/", "/etc/pam.conf", "/etc/security/", "/var/lib/pam/",
    "/etc/sudoers", "/etc/sudoers.d/", "/etc/sudo.conf",
    "/etc/.pwd.lock", "/etc/passwd", "/etc/passwd-", "/etc/shadow", "/etc/shadow-", "/etc/group",
    "/etc/group-",
    "/etc/gshadow", "/etc/gshadow-", "/etc/subuid", "/etc/subuid-", "/etc/subgid", "/etc/subgid-",
    "/etc/nologin", "/run/nologin", "/run/faillock/", "/etc/shells", "/etc/login.defs", "/etc/nsswitch.conf",
    "/etc/environment", "/etc/profile", "/etc/profile.d/", "/etc/bash.bashrc",
    "/etc/hosts", "/etc/hosts.allow", "/etc/hosts.deny", "/etc/ld.so.preload",
    "/etc/nftables.conf", "/etc/network/", "/etc/netplan/", "/etc/systemd/", "/etc/default/ssh",
)  # fmt: skip
_FIELDS = 7  # of a line in /etc/passwd
IN_HOME = ("", "/.ssh/", "/.profile", "/.bashrc", "/.bash_profile", "/.bash_login")


def paths(host: Host, operator: str) -> Sequence[str]:
    """The ways in: the system's, and the operator's own.

    Args:
        host: The host.
        operator: The account by which an operator comes in.
    """
    account = _account(host, operator)
    home = account[1] if account else "/"
    return [*PATHS, *(home + name for name in IN_HOME)] if home.strip("/") else PATHS


def uid(host: Host, operator: str) -> int | None:
    """The operator's number, or None where there is no such account."""
    account = _account(host, operator)
    return account[0] if account else None


def _account(host: Host, name: str) -> tuple[int, str] | None:
    """An account's number and home: from the host's file, or from wherever this host takes accounts."""
    try:
        with open(host.at("/etc/passwd"), encoding="utf-8", errors="replace") as file:
            lines = [line.rstrip("\n").split(":") for line in file]
    except OSError:
        lines = []
    local = next(((int(f[2]), f[5]) for f in lines if f[0] == name and len(f) == _FIELDS), None)
    if local is None and not host.root:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            return None
        return found.pw_uid, found.pw_dir
    return local

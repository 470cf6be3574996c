"""What the host itself has seen of failed log-ins since the change: the reason behind "nobody confirmed"."""

from __future__ import annotations

import json
from typing import Sequence

from .host import Host

SPEAKERS = ("sshd", "sshd-session", "sudo", "login", "su", "unix_chkpwd")
_DULL = (
    "Server listening",
    "Connection closed by",
    "Disconnected from",
    "session opened",
    "session closed",
    "COMMAND=",
)
MOST, LONGEST = 8, 240


def seen(host: Host, since: float) -> Sequence[str]:
    """The last lines in the journal by what lets people in, since a moment of the monotonic clock."""
    if not host.systemd:
        return []
    asked = ["journalctl", "-b", "-o", "json", "-n", "60", "--no-pager"]
    for speaker in SPEAKERS:
        asked += ["-t", speaker]
    lines = []
    for line in host.run(asked, timeout=5).out.splitlines():
        try:
            entry = json.loads(line)
            when = int(entry["__MONOTONIC_TIMESTAMP"]) / 1e6
        except (ValueError, KeyError, TypeError):
            continue
        text = entry.get("MESSAGE")
        if when >= since and isinstance(text, str) and not any(word in text for word in _DULL):
            lines.append(f"{entry.get('SYSLOG_IDENTIFIER', '?')}: {text[:LONGEST]}")
    return list(dict.fromkeys(lines))[-MOST:]

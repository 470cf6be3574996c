"""What must happen after a file of a known program changes: its check, and who takes it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from .edits import Edits


@dataclass(frozen=True)
class Effect:
    """What a change of files below some paths asks for.

    Attributes:
        paths: Files, or folders with a trailing slash.
        unit: The unit that takes them up.
        verb: How.
        check: A program that accepts the whole configuration first.
    """

    paths: Tuple[str, ...]
    unit: Optional[str] = None
    verb: str = "try-restart"
    check: Optional[Tuple[str, ...]] = None


EFFECTS = (
    Effect(("/etc/systemd/journald.conf", "/etc/systemd/journald.conf.d/"), "systemd-journald.service"),
    Effect(
        ("/etc/systemd/journal-upload.conf", "/etc/systemd/journal-upload.conf.d/"),
        "systemd-journal-upload.service",
    ),
    Effect(("/etc/systemd/logind.conf", "/etc/systemd/logind.conf.d/"), "systemd-logind.service"),
    Effect(("/etc/systemd/timesyncd.conf", "/etc/systemd/timesyncd.conf.d/"), "systemd-timesyncd.service"),
    Effect(("/etc/rsyslog.conf", "/etc/rsyslog.d/"), "rsyslog.service", check=("rsyslogd", "-N1")),
    Effect(("/etc/chrony/",), "chrony.service", check=("chronyd", "-p")),
    Effect(("/etc/audit/auditd.conf",), "auditd.service", "try-reload-or-restart"),
    Effect(("/etc/clamav/clamd.conf",), "clamav-daemon.service"),
    Effect(("/etc/clamav/freshclam.conf",), "clamav-freshclam.service"),
)


def follow(edits: Edits, path: str) -> None:
    """Have the change of a file checked and taken up, where its program is known and installed."""
    for effect in EFFECTS:
        if any(path == known or (known.endswith("/") and path.startswith(known)) for known in effect.paths):
            if effect.check and edits.host.program(effect.check[0]):
                edits.verify(effect.check)
            if effect.unit:
                edits.restart(effect.unit, effect.verb)

"""What works on a host: its services, the ports it listens on, and checks of its own; and what was lost."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .process import run

_CHECK_TIMEOUT = 30.0
_PAUSE = 1.0
_TCP_LISTEN, _UDP_OPEN = "0A", "07"
_TABLES = (("tcp", _TCP_LISTEN), ("tcp6", _TCP_LISTEN), ("udp", _UDP_OPEN), ("udp6", _UDP_OPEN))
_EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LEAST_EPHEMERAL = 32768  # the kernel's own setting, for where it can't be read

_MEANT_TO_RUN = ("enabled", "enabled-runtime", "generated", "linked", "linked-runtime", "alias", "indirect")
"""States of unit files of services that run because somebody wants them to.

A `static` one is started by others when it is needed and ends when it is idle (systemd-hostnamed): that it
ran before is no promise. If one of these dies it is among the failed.
"""

Health = Mapping[str, Any]


def read(checks: Sequence[str]) -> dict[str, Any]:
    """Read what works.

    Args:
        checks: the host's own checks: command lines that end with 0 if all is well; no shell.

    Returns:
        `failed` units, `running` services that are meant to run, `ports` it listens on (`tcp/22`), `checks`.
    """
    units = run(("systemctl", "list-units", "--all", "--plain", "--no-legend", "--no-pager", "--full")).out
    files = run(("systemctl", "list-unit-files", "--type=service", "--no-legend", "--no-pager", "--full")).out
    return {
        "failed": failed(units),
        "running": running(units, meant(files)),
        "ports": listening(),
        "checks": [_check(line) for line in checks],
    }


def failed(units: str) -> list[str]:
    """Name the units that have failed.

    Args:
        units: output of `systemctl list-units --all --plain --no-legend`.
    """
    return sorted(name for name, active, _ in _rows(units) if active == "failed")


def running(units: str, wanted: Iterable[str]) -> list[str]:
    """Name the services that run and are meant to.

    Args:
        units: output of `systemctl list-units --all --plain --no-legend`.
        wanted: unit files of services that are meant to run; `getty@.service` stands for all its instances.
    """
    known = set(wanted)
    up = (name for name, active, sub in _rows(units) if (active, sub) == ("active", "running"))
    return sorted(name for name in up if name.endswith(".service") and _file(name) in known)


def meant(files: str) -> list[str]:
    """Name the unit files whose services are meant to run.

    Args:
        files: output of `systemctl list-unit-files --no-legend`.
    """
    rows = (line.split() for line in files.splitlines())
    return [row[0] for row in rows if len(row) > 1 and row[1] in _MEANT_TO_RUN]


def ports(table: str, protocol: str, state: str, below: int) -> set[str]:
    """Read the ports of one of the kernel's tables of sockets (proc(5), /proc/net/tcp).

    Args:
        table: its text.
        protocol: the word to call it by: tcp, udp.
        state: the state of sockets that wait for peers, as the kernel writes it.
        below: ports from here on are given out by chance, and no promise.
    """
    found = set()
    for line in table.splitlines()[1:]:
        fields = line.split()
        if len(fields) > 3 and fields[3] == state:  # noqa: PLR2004 - the table's fourth column
            port = int(fields[1].rpartition(":")[2], 16)
            if port < below:
                found.add(f"{protocol}/{port}")
    return found


def listening() -> list[str]:
    """Name the ports that this host listens on, IPv4 and IPv6 alike."""
    try:
        below = int(_EPHEMERAL.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        below = _LEAST_EPHEMERAL
    found: set[str] = set()
    for name, state in _TABLES:
        try:
            table = Path("/proc/net", name).read_text(encoding="ascii")
        except OSError:
            continue  # a kernel without IPv6 has no such table
        found |= ports(table, name[:3], state, below)
    return sorted(found)


def lost(before: Health, after: Health) -> list[str]:
    """Say what worked before and does not now; one line each, empty if nothing was lost.

    Args:
        before: what `read` gave before.
        after: and afterwards.
    """
    fine = {check["command"] for check in before.get("checks", []) if check["ok"]}
    gone = [f"{unit} ran and does not" for unit in before.get("running", []) if unit not in after["running"]]
    new = [f"{unit} has failed" for unit in after["failed"] if unit not in before.get("failed", [])]
    shut = [
        f"nobody listens on {port} any more" for port in before.get("ports", []) if port not in after["ports"]
    ]
    bad = [
        f"check `{check['command']}` fails: {check['said']}"
        for check in after["checks"]
        if not check["ok"] and check["command"] in fine
    ]
    return [*gone, *new, *shut, *bad]


def settled(before: Health, checks: Sequence[str], patience: float) -> tuple[dict[str, Any], list[str]]:
    """Wait until all works that did before; twice in a row, for what dies at once has run for a moment.

    Args:
        before: what worked.
        checks: the host's own checks.
        patience: seconds to wait at most.

    Returns:
        What works now, and what is still lost.
    """
    end = time.monotonic() + patience
    good = 0
    while True:
        after = read(checks)
        missing = lost(before, after)
        good = 0 if missing else good + 1
        if good > 1 or (missing and time.monotonic() >= end):
            return after, missing
        time.sleep(_PAUSE)


def _rows(units: str) -> Iterable[tuple[str, str, str]]:
    for line in units.splitlines():
        fields = line.replace("●", " ", 1).split(None, 4)
        if len(fields) >= 4:  # noqa: PLR2004 - unit, load, active, sub
            yield fields[0], fields[2], fields[3]


def _file(unit: str) -> str:
    name, at, rest = unit.partition("@")
    return f"{name}@.{rest.rpartition('.')[2]}" if at else unit


def _check(line: str) -> dict[str, Any]:
    done = run(shlex.split(line), _CHECK_TIMEOUT)
    said = (done.err.strip() or done.out.strip()).splitlines()
    return {"command": line, "ok": done.code == 0, "said": said[-1] if said else f"exit code {done.code}"}

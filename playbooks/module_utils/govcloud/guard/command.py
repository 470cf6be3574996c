"""The command on the host, for its units and for an engineer at the console."""

from __future__ import annotations

import json
import sys
from typing import Any, Callable, Mapping, Sequence

from . import clocks, reports
from . import pending as pendings
from .errors import GuardError
from .host import Host
from .undoing import ASKED, BOOT, undo

USAGE = "undo due | boot | watch GUARD | now | show | try"


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: ``due`` (where its time is up), ``boot`` (whatever waits), ``watch GUARD`` (wait until it
            is due), ``now`` (by hand), ``show`` (what waits, what became of the last), ``try`` (does it run).

    Returns:
        0, or 1 where something could not be undone, or 2 for a command that there isn't.
    """
    name = arguments[0] if arguments else ""
    if name not in _COMMANDS or len(arguments) != (2 if name == "watch" else 1):
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        report = _COMMANDS[name](*arguments[1:])
    except GuardError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if report is not None:
        sys.stdout.write(json.dumps(report, indent=1, sort_keys=True) + "\n")
    return 1 if report is not None and report.get("state") == "partly-undone" else 0


def _watch(guard: str) -> Mapping[str, Any] | None:
    return undo(due=True) if clocks.wait(Host(), guard) else None


def _show() -> Mapping[str, Any]:
    return {"waiting": pendings.waiting(Host()), "last": reports.last_report()}


_COMMANDS: Mapping[str, Callable[..., Mapping[str, Any] | None]] = {
    "due": lambda: undo(due=True),
    "boot": lambda: undo(BOOT, "the host was restarted before the change was confirmed"),
    "watch": _watch,
    "now": lambda: undo(ASKED, "somebody asked for it on the host"),
    "show": _show,
    "try": lambda: None,
}

"""Programs that patching runs: without questions, and without hooks that restart services by themselves."""

from __future__ import annotations

from typing import Sequence

from .. import programs
from ..errors import UnreadableError
from ..programs import Ran

_QUIET = {
    "DEBCONF_NONINTERACTIVE_SEEN": "true",
    "APT_LISTCHANGES_FRONTEND": "none",
    "APT_LISTBUGS_FRONTEND": "none",
    "NEEDRESTART_SUSPEND": "1",  # services are restarted here, where it is told, and not by a hook
    "UCF_FORCE_CONFFOLD": "1",
}

_HOURS = 4 * 3600.0
"""Nothing that patching does takes longer; a program stopped half way leaves more to mend than a slow one."""


def run(argv: Sequence[str], timeout: float = _HOURS) -> Ran:
    """Run a program to its end; one that is not there, or takes too long, has failed.

    Args:
        argv: the program and its arguments; no shell.
        timeout: seconds after which it is stopped.
    """
    try:
        return programs.run("/", argv, timeout=timeout, environment=_QUIET)
    except (UnreadableError, OSError) as error:
        return Ran(127, "", str(error))

"""A guard on the host: a change that may cut access is taken back by the host itself unless it is confirmed.

A change is made between ``guarded(…)``'s beginning and end; somebody who came in by a **new** connection
confirms it by ``confirm``. Otherwise the host undoes it: at the deadline, when the change fails or dies, and
at the next boot. Standard library only and nothing of its neighbours: a copy of this folder on the host is
what undoes. See docs/reference/guard.md.
"""

from .arming import Change, Guard, guarded
from .command import main
from .confirming import confirm, rehearse
from .errors import GuardBusyError, GuardError, GuardRefusedError, GuardUndoneError
from .host import Host
from .pending import waiting
from .reports import last_report
from .undoing import undo

__all__ = [
    "Change",
    "Guard",
    "GuardBusyError",
    "GuardError",
    "GuardRefusedError",
    "GuardUndoneError",
    "Host",
    "confirm",
    "guarded",
    "last_report",
    "main",
    "rehearse",
    "undo",
    "waiting",
]

"""Which versions go to a host in this run, and whether there is anything to do on it."""

from dataclasses import dataclass
from typing import Literal

from gcloud.plan.hardening.patching.state import HostState, Update

Select = Literal["security", "all"]
Rebooting = Literal["needed", "never"]

_USED: frozenset[str] = frozenset({"restart", "reexec"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is to bring.

    Attributes:
        select: security updates only, or all.
        reboot: start hosts anew where it is needed, or never.
    """

    select: Select = "security"
    reboot: Rebooting = "needed"


def chosen(state: HostState, wish: Wish) -> tuple[Update, ...]:
    """The updates that come; what is held stays.

    Args:
        state: the host's.
        wish: what the run is to bring.
    """
    return tuple(one for one in state.updates if not one.held and (one.security or wish.select == "all"))


def reboots(state: HostState, wish: Wish) -> bool:
    """Whether the host is to be started anew as it stands: never where a guard waits for its confirmation.

    Args:
        state: the host's.
        wish: what the run is to bring.
    """
    return state.reboot.needed and wish.reboot == "needed" and not state.guard


def is_due(state: HostState, wish: Wish) -> bool:
    """Whether there is anything to do on a host.

    Args:
        state: the host's.
        wish: what the run is to bring.
    """
    used = any(one.how in _USED for one in state.restarts)
    return bool(chosen(state, wish)) or state.unfinished or used or reboots(state, wish)

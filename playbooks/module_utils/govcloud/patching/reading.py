"""The state of a host as patching sees it, in one reading."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..host import Host
from . import health, packages, policy, reboot, replaced, updates
from .lists import Apt, require_archives
from .process import run
from .trouble import Trouble

_PENDING = Path("/var/lib/govcloud-guard")
_UNFINISHED = Path("/var/lib/dpkg/updates")


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        packages: what is installed.
        updates: what is open.
        archives: the archives that the host takes packages from, as people call them.
        interrupted: dpkg was stopped before it had written down what it did.
        container: the host is a container.
    """

    packages: tuple[packages.Package, ...]
    updates: tuple[updates.Update, ...]
    archives: tuple[str, ...]
    interrupted: bool
    container: bool

    @property
    def broken(self) -> list[dict[str, str]]:
        """Packages that dpkg left half way, with what is wrong."""
        return [{"package": one.name, "why": one.broken} for one in self.packages if one.broken]


def require_debian() -> str:
    """See that this is a system that we can patch.

    Returns:
        Its name: `debian-12`.

    Raises:
        Trouble: it is not, or not by root.
    """
    name = Host().system
    if run(("apt-get", "--version")).code or run(("dpkg", "--version")).code:
        raise Trouble(
            "system",
            f"{name} has no apt: only systems of Debian's family can be patched.",
            "Leave this host out, or patch it by its own means.",
        )
    if os.geteuid() != 0:
        raise Trouble(
            "root", "Only root can patch a host.", "Run with become: true, by a user whom sudo lets."
        )
    return name


def installed() -> tuple[packages.Package, ...]:
    """Read what dpkg says is installed.

    Raises:
        Trouble: dpkg can't say.
    """
    done = run(packages.QUERY)
    if done.code:
        raise Trouble(
            "dpkg", f"dpkg can't say what is installed: {done.err.strip()}", "Mend dpkg on the host."
        )
    return packages.parse(done.out, run(("dpkg", "--print-architecture")).out.strip())


def read(apt: Apt, suites: Sequence[str]) -> Reading:
    """Read what is installed and what is open, from the lists as they are.

    Args:
        apt: how apt is called.
        suites: what the security archives are called.

    Raises:
        Trouble: it can't be said.
    """
    there = installed()
    archives = policy.archives(apt.policy())
    require_archives(tuple(archives))
    offered = policy.offers(apt.policy([package.name for package in there]))
    return Reading(
        packages=there,
        updates=tuple(updates.find(there, offered, archives, suites)),
        archives=tuple(sorted({archive.shown for archive in archives.values()})),
        interrupted=interrupted(),
        container=Host().container,
    )


def document(reading: Reading, checks: Sequence[str]) -> dict[str, Any]:
    """As the module returns it, with what else matters: health, replaced files, reboot, a pending guard.

    Args:
        reading: what was read.
        checks: the host's own checks.
    """
    using = replaced.users()
    return {
        "updates": [update.as_dict() for update in reading.updates],
        "archives": list(reading.archives),
        "held": sorted(package.name for package in reading.packages if package.held),
        "broken": reading.broken,
        "interrupted": reading.interrupted,
        "sources": packages.sources(reading.packages),
        "codename": Host().os_release.get("VERSION_CODENAME", ""),
        "container": reading.container,
        "replaced": [user.as_dict() for user in using],
        "reboot": reboot.state(reading.packages, using, container=reading.container),
        "guard": guard_pending(),
        "health": health.read(checks),
    }


def interrupted() -> bool:
    """Say whether dpkg was stopped before it had written down what it did (its journal is not empty)."""
    return _UNFINISHED.is_dir() and any(entry.name.isdigit() for entry in _UNFINISHED.iterdir())


def guard_pending(folder: Path = _PENDING) -> bool:
    """Say whether a change of this host waits for its confirmation, and is undone if none comes."""
    return (folder / "pending.json").exists()

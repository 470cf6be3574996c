"""Package lists of a host: fetched anew, or into a copy apart from the host's own, which stay as they are."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..programs import Ran
from .process import run
from .trouble import Trouble, of_program

_PAUSE = 2.0
"""Seconds between two tries to get the lock of the lists, for which apt itself does not wait."""

_OWN = Path("/var/lib/apt/lists")
_FETCH_TIMEOUT = 600.0
_INSTALL_TIMEOUT = 3 * 3600.0


@dataclass(frozen=True)
class Apt:
    """How apt is called on this host.

    Attributes:
        options: what every call gets, so that all see the same lists.
    """

    options: tuple[str, ...] = ()

    def get(self, *arguments: str, timeout: float = _INSTALL_TIMEOUT) -> Ran:
        """Run apt-get.

        Args:
            arguments: its arguments.
            timeout: seconds after which it is stopped.
        """
        return run(("apt-get", *self.options, *arguments), timeout)

    def policy(self, names: Sequence[str] = ()) -> str:
        """Give what `apt-cache policy` says.

        Args:
            names: of which packages; none: of the archives.

        Raises:
            Trouble: it fails.
        """
        done = run(("apt-cache", *self.options, "policy", *names))
        if done.code:
            raise of_program("apt-cache policy", done.err or done.out)
        return done.out


def apart(folder: Path) -> Apt:
    """Give an apt whose lists are a copy of the host's, so that fetching them changes nothing.

    Args:
        folder: an empty folder for the copy; whoever gave it removes it.
    """
    lists, cache = folder / "lists", folder / "cache"
    (cache / "archives" / "partial").mkdir(parents=True)
    ignore = shutil.ignore_patterns("partial", "lock", "auxfiles")
    if _OWN.is_dir():
        shutil.copytree(_OWN, lists, ignore=ignore)  # what has not changed since is not fetched again
    (lists / "partial").mkdir(parents=True)
    return Apt(
        (
            "-o",
            f"Dir::State::lists={lists}/",
            "-o",
            f"Dir::Cache={cache}/",
            "-o",
            "APT::Sandbox::User=root",  # whoever apt fetches as can't write into this folder
            "-o",
            "Debug::NoLocking=true",
        )
    )


def refresh(apt: Apt, patience: float) -> float:
    """Fetch the lists anew.

    Args:
        apt: how apt is called.
        patience: seconds to wait for another program that holds their lock.

    Returns:
        How long it took, in seconds.

    Raises:
        Trouble: not one list may be old: a mirror that is gone looks like a host without open updates.
    """
    started = time.monotonic()
    while True:
        done = apt.get("-o", "APT::Update::Error-Mode=any", "-q", "update", timeout=_FETCH_TIMEOUT)
        if not done.code:
            return time.monotonic() - started
        trouble = of_program("apt-get update", done.err + "\n" + done.out)
        waited = time.monotonic() - started
        if trouble.kind != "lock" or waited >= patience:
            raise trouble
        time.sleep(min(_PAUSE, max(0.1, patience - waited)))


def require_archives(known: Sequence[str]) -> None:
    """See that the host has an archive at all.

    Args:
        known: the archives' lists.

    Raises:
        Trouble: it has none, so nothing can be said of its updates.
    """
    if not known:
        raise Trouble(
            "sources",
            "The host has no archive to take packages from.",
            "Name the site's mirror in /etc/apt/sources.list.d, with its security suite.",
        )

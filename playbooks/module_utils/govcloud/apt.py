"""Install and purge packages by apt-get: all of a batch at once, downloads apart and timed."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Callable, Dict, List, Sequence

from .host import Host
from .programs import Ran

PROTECTED = re.compile(
    r"(apt|base-files|bash|coreutils|dpkg|grub-.*|init|libc6|libpam.*|linux-image-.*|openssh-server|passwd|python3|sudo|"
    r"systemd.*|udev|util-linux)$"
)
"""What is never removed, whatever drags it along: without it nobody gets in, or the host does not start."""

LISTS_LAST = 86400
"""Seconds that the lists of packages are good for."""

_QUIET = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=60", "-o", "Dpkg::Use-Pty=0"]
_KEEP = ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"]
_UNKNOWN = re.compile(r"^E: (?:Unable to locate package|Package '?)\s*([^\s']+)", re.MULTILINE)
_HELD = re.compile(r"held by process (\d+) \(([^)]*)\)")
_REMOVED = re.compile(r"^(?:Remv|Purg) (\S+)", re.MULTILINE)


@dataclass
class Changed:
    """What became of packages.

    Attributes:
        failed: Why a package is not as wanted, by its name; ``*`` where it concerns all.
        seconds: How long what took: ``download``, ``install``, ``purge``.
    """

    failed: Dict[str, str] = field(default_factory=dict)
    seconds: Dict[str, float] = field(default_factory=dict)


def change(host: Host, install: Sequence[str], purge: Sequence[str]) -> Changed:
    """Install packages without what they only recommend, and purge others with their configuration.

    Args:
        host: The host.
        install: Names of packages that must be there.
        purge: Names of packages that must not be there.
    """
    done = Changed()
    wanted = list(install)
    if wanted:
        _timed(done, "download", lambda: _fetch(host, wanted, done))
    if wanted and "*" not in done.failed:
        _timed(done, "install", lambda: _install(host, wanted, done))
    if purge and "*" not in done.failed:
        _timed(done, "purge", lambda: _purge(host, list(purge), done))
    return done


def dragged_along(host: Host, purge: Sequence[str]) -> List[str]:
    """What a purge would also remove, without removing it."""
    ran = host.run([*_QUIET, "--simulate", "purge", *purge], timeout=120)
    return sorted(set(_REMOVED.findall(ran.out)) - set(purge))


def _fetch(host: Host, wanted: List[str], done: Changed) -> None:
    """Download, and take out of ``wanted`` what the mirror does not have."""
    if _lists_are_old(host):
        host.run([*_QUIET, "update"], timeout=600)
    download = [*_QUIET, "--no-install-recommends", "--download-only", "install"]
    ran = host.run([*download, *wanted], timeout=1800)
    unknown = [name for name in _UNKNOWN.findall(ran.err) if name in wanted] if ran.code else []
    for name in unknown:
        done.failed[name] = f"no mirror of this host has the package {name}"
        wanted.remove(name)
    if unknown and wanted:
        ran = host.run([*download, *wanted], timeout=1800)
    if wanted and ran.code:
        done.failed["*"] = _reason(ran, "packages can't be fetched")


def _install(host: Host, wanted: List[str], done: Changed) -> None:
    ran = host.run([*_QUIET, *_KEEP, "--no-install-recommends", "install", *wanted], timeout=1800)
    if ran.code:
        done.failed["*"] = _reason(ran, "packages can't be installed")


def _purge(host: Host, purge: List[str], done: Changed) -> None:
    precious = [name for name in [*purge, *dragged_along(host, purge)] if PROTECTED.match(name)]
    if precious:
        done.failed["*"] = (
            f"removing {', '.join(purge)} would remove {', '.join(precious)} too: nothing was removed"
        )
        return
    ran = host.run([*_QUIET, *_KEEP, "purge", *purge], timeout=1800)
    if ran.code:
        done.failed["*"] = _reason(ran, "packages can't be removed")


def _lists_are_old(host: Host) -> bool:
    newest = 0.0
    for name in host.glob("/var/lib/apt/lists/*_Packages*"):
        state = host.stat(name)
        newest = max(newest, state.st_mtime if state else 0)
    stamp = host.stat("/var/lib/apt/lists/partial")
    if newest and stamp:
        newest = max(newest, stamp.st_mtime)
    return time.time() - newest > LISTS_LAST


def _reason(ran: Ran, what: str) -> str:
    held = _HELD.search(ran.err)
    if held:
        return (
            f"{what}: process {held.group(1)} ({held.group(2)}) holds apt's lock; run again when it has ended"
        )
    lines = [line for line in ran.err.splitlines() if line.startswith("E: ")]
    return f"{what}: {(lines[0][3:] if lines else ran.said)}"


def _timed(done: Changed, what: str, work: Callable[[], None]) -> None:
    start = time.monotonic()
    work()
    done.seconds[what] = round(time.monotonic() - start, 2)

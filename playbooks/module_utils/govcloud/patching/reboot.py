"""Whether a host must be started anew, and why."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from .packages import Package
from .process import run
from .replaced import User

_FLAG = Path("/run/reboot-required")
_NAMES = Path("/run/reboot-required.pkgs")
_BUILD = re.compile(r"\bDebian (\S+)")
_KERNEL = re.compile(r"^linux-image-(\d\S*?)(?:-unsigned)?$")

Newer = Callable[[str, str], bool]
"""Says whether the first version is newer than the second."""


def newer(one: str, other: str) -> bool:
    """Compare two versions by dpkg's rules."""
    return run(("dpkg", "--compare-versions", one, "gt", other)).code == 0


def kernel(release: str, build: str, packages: Iterable[Package], is_newer: Newer) -> str:
    """Say why the running kernel is not the one that is installed; empty if it is.

    Args:
        release: of the running kernel (uname -r): `6.1.0-44-amd64`.
        build: how it calls itself (uname -v), with the version of its package.
        packages: what is installed.
        is_newer: compares two versions.
    """
    found = _BUILD.search(build)
    runs = found[1] if found else ""
    images = [
        (name[1], package.version)
        for package in packages
        for name in [_KERNEL.match(package.name)]
        if name and package.version and not package.name.endswith(("-dbg", "-unsigned"))
    ]
    if not runs or not images:
        return ""  # a kernel that is not of Debian's packages: nobody can compare
    best_release, best = images[0]
    for image_release, version in images[1:]:
        if is_newer(version, best):
            best_release, best = image_release, version
    if is_newer(best, runs):
        return f"kernel {best_release} ({best}) is installed, {release} ({runs}) runs"
    return ""


def reasons(packages: Sequence[Package], users: Iterable[User], *, container: bool) -> list[str]:
    """Say why this host must be started anew; empty if it need not.

    Args:
        packages: what is installed.
        users: units that use replaced files.
        container: this is a container: its kernel is another host's.
    """
    why = []
    if _FLAG.exists():
        names = _lines(_NAMES)
        why.append(f"asked for by {', '.join(names)}" if names else f"{_FLAG} is there")
    if not container:
        name = os.uname()
        old = kernel(name.release, name.version, packages, newer)
        why += [old] if old else []
    why += [
        f"{user.unit} uses replaced files and can't be restarted while the system runs"
        for user in users
        if user.how == "reboot"
    ]
    return why


def state(packages: Sequence[Package], users: Iterable[User], *, container: bool) -> dict[str, Any]:
    """As the module returns it: `needed` and `why`. Arguments as of `reasons`."""
    why = reasons(packages, users, container=container)
    return {"needed": bool(why), "why": why}


def _lines(file: Path) -> list[str]:
    try:
        return sorted(set(file.read_text(encoding="utf-8").split()))
    except OSError:
        return []

"""Every program on the host that runs with another one's rights: a rule for each."""

from __future__ import annotations

from typing import List

from ..host import Host
from ..walk import walk


def set_id_programs(host: Host) -> List[str]:
    """Programs with a set-id bit that counts, found by the walk that all scans share.

    Where a file system is mounted with ``nosuid`` or ``noexec`` none of its programs does.

    Raises:
        UnreadableError: The walk takes too long.
    """
    found = walk(host).paths
    programs = {**found.get("suid", {}), **found.get("sgid", {})}
    harmless = tuple(
        f"{mount.path.rstrip('/')}/" for mount in host.mounts if {"nosuid", "noexec"} & set(mount.options)
    )
    return sorted(
        path for path, state in programs.items() if state.st_mode & 0o111 and not path.startswith(harmless)
    )

"""Facts of a host, parsed from the files that hold them; pure: text in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

_USER = re.compile(r"([^:]+):[^:]*:(\d+):(\d+):[^:]*:([^:]*):([^:]*)$")
_GROUP = re.compile(r"([^:]+):[^:]*:(\d+):([^:]*)$")
_MOUNT = re.compile(r"\s*([^\s#]\S*)\s+(\S+)\s+(\S+)\s+(\S+)")


@dataclass(frozen=True)
class User:
    """A line of /etc/passwd."""

    name: str
    uid: int
    gid: int
    home: str
    shell: str
    line: int


@dataclass(frozen=True)
class Group:
    """A line of /etc/group."""

    name: str
    gid: int
    members: Tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Mount:
    """A line of /proc/self/mounts or /etc/fstab."""

    source: str
    path: str
    type: str
    options: Tuple[str, ...]
    line: int


def os_release(text: str) -> Dict[str, str]:
    """The fields of /etc/os-release."""
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return {key: value.strip().strip("\"'") for key, _, value in pairs}


def installed_packages(text: str) -> Dict[str, str]:
    """Name and version of what dpkg's status file calls installed (unpacked or half-configured is not)."""
    packages = {}
    for block in text.split("\n\n"):
        found = dict(re.findall(r"^(Package|Status|Version): (.*)$", block, re.MULTILINE))
        if found.get("Status", "").endswith(" installed"):
            packages[found["Package"]] = found.get("Version", "")
    return packages


def users(text: str) -> List[User]:
    """The users of a passwd file; lines that are not users are left out."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _USER.match(line)
        if match:
            name, uid, gid, home, shell = match.groups()
            found.append(User(name, int(uid), int(gid), home, shell, number))
    return found


def groups(text: str) -> List[Group]:
    """The groups of a group file; lines that are not groups are left out."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _GROUP.match(line)
        if match:
            name, gid, listed = match.groups()
            found.append(Group(name, int(gid), tuple(part for part in listed.split(",") if part), number))
    return found


def mounts(text: str) -> List[Mount]:
    """The mounts of /proc/self/mounts or an fstab; comments are left out, escaped spaces are undone."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _MOUNT.match(line)
        if match:
            source, path, kind, options = match.groups()
            found.append(Mount(_plain(source), _plain(path), kind, tuple(options.split(",")), number))
    return found


def unit_blocks(text: str) -> List[Dict[str, str]]:
    """The units of a ``systemctl show``, a block each."""
    blocks = []
    for block in text.strip().split("\n\n"):
        pairs = (line.partition("=") for line in block.splitlines() if "=" in line)
        blocks.append({key: value for key, _, value in pairs})
    return [block for block in blocks if block]


def find_line(text: str, wanted: str) -> Optional[int]:
    """The number of the first line that is this text, or None."""
    for number, line in enumerate(text.splitlines(), 1):
        if line == wanted:
            return number
    return None


def _plain(escaped: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), escaped)

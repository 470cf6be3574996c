"""What the package lists offer: `apt-cache policy`, read into versions and where each comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_RELEASE = re.compile(r"^ +release (.*)$")
_ARCHIVE = re.compile(r"^ +-?\d+ (\S+ \S+ .*|/\S.*)$")
_HEAD = re.compile(r"^(\S+):$")
_CANDIDATE = re.compile(r"^  (Installed|Candidate): (\S+)$")
_VERSION = re.compile(r"^ (\*\*\*|   ) (\S+) (-?\d+)(?: .*)?$")


@dataclass(frozen=True)
class Archive:
    """An archive that the host's lists come from.

    Attributes:
        label: Label of its Release file: Debian-Security.
        suite: its Suite: stable-security.
        codename: its Codename: bookworm-security.
        origin: its Origin: Debian.
    """

    label: str = ""
    suite: str = ""
    codename: str = ""
    origin: str = ""

    @property
    def shown(self) -> str:
        """As people call it: `Debian-Security bookworm-security`."""
        return " ".join(part for part in (self.label or self.origin, self.codename or self.suite) if part)


@dataclass(frozen=True)
class Offer:
    """A version that is to be had.

    Attributes:
        version: the version.
        priority: apt's; below 0 it must not be installed.
        archives: the lists it is in, as `archives` names them.
    """

    version: str
    priority: int
    archives: tuple[str, ...]


@dataclass(frozen=True)
class Offers:
    """What is to be had of one package.

    Attributes:
        installed: the version that is installed; `(none)` if none.
        candidate: what apt would install by itself.
        newer: versions newer than the installed one, the newest first.
    """

    installed: str
    candidate: str
    newer: tuple[Offer, ...] = field(default=())


def archives(text: str) -> dict[str, Archive]:
    """Read `apt-cache policy` without names: list → the archive it is of.

    Args:
        text: the output.
    """
    found: dict[str, Archive] = {}
    name = ""
    for line in text.splitlines():
        release = _RELEASE.match(line)
        if release and name and not name.startswith("/"):
            found[name] = _archive(release[1])
        head = _ARCHIVE.match(line)
        if head:
            name = head[1]
    return found


def offers(text: str) -> dict[str, Offers]:
    """Read `apt-cache policy NAME…`: package → what is to be had of it.

    Args:
        text: the output.
    """
    blocks: dict[str, list[str]] = {}
    block: list[str] = []
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head:
            block = blocks.setdefault(head[1], [])
        else:
            block.append(line)
    return {name: _offers(lines) for name, lines in blocks.items()}


def _archive(release: str) -> Archive:
    # v=12,o=Debian,a=stable-security,n=bookworm-security,l=Debian-Security,c=main,b=amd64
    # A value may hold commas.
    parts = dict(re.findall(r"(?:^|,)([a-z])=((?:(?!,[a-z]=).)*)", release))
    return Archive(parts.get("l", ""), parts.get("a", ""), parts.get("n", ""), parts.get("o", ""))


def _offers(lines: list[str]) -> Offers:
    named: dict[str, str] = {}
    newer: list[tuple[str, int, list[str]]] = []
    above = True  # the table is sorted, the newest version first; *** is what is installed
    for line in lines:
        word = _CANDIDATE.match(line)
        version = _VERSION.match(line)
        source = _ARCHIVE.match(line)
        if word:
            named[word[1]] = word[2]
        elif version:
            above = above and version[1] != "***"
            if above:
                newer.append((version[2], int(version[3]), []))
        elif source and above and newer:
            newer[-1][2].append(source[1])
    return Offers(
        named.get("Installed", "(none)"),
        named.get("Candidate", "(none)"),
        tuple(Offer(version, priority, tuple(lists)) for version, priority, lists in newer),
    )


def is_security(archive: Archive, suites: Sequence[str]) -> bool:
    """Say whether an archive is one of security updates.

    Args:
        archive: the archive.
        suites: its names for that: a label, a suite or a codename; a leading `*` stands for any beginning.
    """
    names = (archive.label, archive.suite, archive.codename)
    return any(
        name and (name.endswith(suite[1:]) if suite.startswith("*") else name == suite)
        for suite in suites
        for name in names
    )

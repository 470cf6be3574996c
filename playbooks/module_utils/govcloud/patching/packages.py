"""What dpkg says is installed, held, or left half done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

QUERY = (
    "dpkg-query",
    "-W",
    "-f",
    "${Package}\\t${Architecture}\\t${Version}\\t${source:Package}\\t${source:Version}\\t${db:Status-Abbrev}\\n",
)
"""The command whose output `parse` reads."""

_FIELDS = 6
_STATES = {
    "U": "unpacked, not configured",
    "F": "half configured",
    "H": "half installed",
    "W": "waits for another package's trigger",
    "t": "its trigger has not run",
}
"""The second letter of dpkg's abbreviated status that is not the end of an installation (dpkg-query(1))."""


@dataclass(frozen=True)
class Package:
    """A package that dpkg knows of.

    Attributes:
        name: its name; with `:ARCHITECTURE` where that is not the host's own.
        version: as installed; empty if it is not unpacked.
        source: the source package it was built from.
        source_version: and that one's version.
        held: an operator has put it on hold.
        broken: why it is not installed as it should be; empty if it is.
    """

    name: str
    version: str
    source: str
    source_version: str
    held: bool
    broken: str


def parse(text: str, native: str) -> tuple[Package, ...]:
    """Read the output of QUERY: what is installed or was left half way; not what was removed.

    Args:
        text: the output.
        native: the host's architecture (`dpkg --print-architecture`).
    """
    rows = (line.split("\t") for line in text.splitlines())
    return tuple(_package(row, native) for row in rows if len(row) == _FIELDS and _there(row[5]))


def sources(packages: Iterable[Package]) -> list[dict[str, str]]:
    """Name each source package once, with its version; what a security tracker speaks of."""
    found = {(package.source, package.source_version) for package in packages if package.version}
    return [{"source": source, "version": version} for source, version in sorted(found)]


def _there(status: str) -> bool:
    # Second letter: n(ot installed), c(onfiguration files only), else something of it is on the disk.
    return len(status) > 1 and status[1] not in "nc"


def _package(row: Sequence[str], native: str) -> Package:
    name, architecture, version, source, source_version, status = row
    foreign = architecture not in (native, "all", "")
    broken = _STATES.get(status[1], "")
    if status.strip().endswith("R"):
        broken = "must be installed again"
    return Package(
        name=f"{name}:{architecture}" if foreign else name,
        version=version,
        source=source or name,
        source_version=source_version or version,
        held=status.startswith("h"),
        broken=broken,
    )

"""What is open on a host: for each package the version to go to, and whether that is a security update."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .packages import Package
from .policy import Archive, Offer, Offers, is_security


@dataclass(frozen=True)
class Update:
    """A newer version of an installed package.

    Attributes:
        package: the package.
        installed: the version that is installed.
        new: the version to go to. Of security updates the newest that a security archive has, so that nothing
            is changed that security does not ask for; of others the one that apt would take.
        origin: the archive it is from, as people call it.
        security: a security archive has a newer version than the installed one.
        source: the source package that the installed version was built from.
        source_version: and that one's version; security trackers speak of these.
        held: why it stays as it is: `hold` by dpkg, `pin` by apt's preferences; empty if it does not.
    """

    package: str
    installed: str
    new: str
    origin: str
    security: bool
    source: str
    source_version: str
    held: str

    def as_dict(self) -> dict[str, Any]:
        """As the module returns it."""
        return asdict(self)


def find(
    packages: Iterable[Package],
    offered: Mapping[str, Offers],
    archives: Mapping[str, Archive],
    suites: Sequence[str],
) -> list[Update]:
    """Find what is open, security updates first, then by name.

    Args:
        packages: what is installed.
        offered: package → what is to be had of it.
        archives: list → the archive it is of.
        suites: what the security archives are called.
    """
    found = []
    for package in packages:
        of = offered.get(package.name)
        if of is None or not of.newer or not package.version:
            continue
        update = _update(package, of, archives, suites)
        if update is not None:
            found.append(update)
    return sorted(found, key=lambda update: (not update.security, update.package))


def _update(
    package: Package, of: Offers, archives: Mapping[str, Archive], suites: Sequence[str]
) -> Update | None:
    allowed = [offer for offer in of.newer if offer.priority >= 0]
    if not allowed:
        return None  # versions that the operator's preferences forbid are not to be had
    secure = [
        (offer, archive) for offer in allowed for archive in [_security(offer, archives, suites)] if archive
    ]
    pinned = of.candidate == of.installed
    if secure:
        offer, archive = secure[0]
    elif pinned:
        return None  # an archive of low priority (backports) has it, nobody asked for it
    else:
        offer = next((one for one in allowed if one.version == of.candidate), allowed[0])
        archive = next((archives[name] for name in offer.archives if name in archives), Archive())
    return Update(
        package=package.name,
        installed=package.version,
        new=offer.version,
        origin=archive.shown or "unknown",
        security=bool(secure),
        source=package.source,
        source_version=package.source_version,
        held="hold" if package.held else "pin" if pinned else "",
    )


def _security(offer: Offer, archives: Mapping[str, Archive], suites: Sequence[str]) -> Archive | None:
    known = (archives[name] for name in offer.archives if name in archives)
    return next((archive for archive in known if is_security(archive, suites)), None)

"""How severe what is open is, by Debian's security tracker.

The tracker's data (https://security-tracker.debian.org/tracker/data/json, which a site keeps or mirrors)
says for each source package and CVE: in a release open or resolved, by which version, and how urgent. Its
urgency is Debian's own judgement; where it has none, none is made up here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from gcloud.errors import InputError

Severity = Literal["high", "medium", "low", "unimportant", "unknown"]
SEVERITIES: Final[tuple[Severity, ...]] = ("high", "medium", "low", "unimportant", "unknown")
"""From the most severe on; unknown: the tracker has not judged it yet, or there is no tracker."""

_URGENCY: Final[Mapping[str, Severity]] = {
    "high": "high",
    "medium": "medium",
    "low": "low",
    "unimportant": "unimportant",
}
_SIGNED: Final = re.compile(r"^linux-signed-[a-z0-9]+$")


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """A weakness that an installed version has.

    Attributes:
        cve: its name: CVE-2026-1234.
        severity: how urgent Debian holds it to be.
        fixed: the version of the source package that mends it; None if there is none yet.
    """

    cve: str
    severity: Severity
    fixed: str | None


@dataclass(frozen=True, slots=True)
class Tracker:
    """The tracker's data.

    Attributes:
        packages: source package → CVE → what the tracker says of it.
    """

    packages: Mapping[str, Mapping[str, Mapping[str, Any]]]


def read_tracker(raw: object, name: str) -> Tracker:
    """Take the tracker's data, parsed.

    Args:
        raw: the JSON document.
        name: where it is from, for the error.

    Raises:
        InputError: it is something else.
    """
    fits = isinstance(raw, Mapping) and all(
        isinstance(cves, Mapping) and all(isinstance(entry, Mapping) for entry in cves.values())
        for cves in raw.values()
    )
    if not isinstance(raw, Mapping) or not fits:
        raise InputError(
            f"{name} does not hold the data of Debian's security tracker.",
            hint="Fetch https://security-tracker.debian.org/tracker/data/json, or the site's mirror of it.",
        )
    return Tracker(raw)


def vulnerabilities(tracker: Tracker, codename: str, source: str, version: str) -> tuple[Vulnerability, ...]:
    """Name what an installed version of a source package is open to, by CVE.

    Args:
        tracker: the tracker's data.
        codename: the release: bookworm.
        source: the source package.
        version: its version that is installed.
    """
    source, version = _tracked(source, version)
    found = _open(tracker.packages.get(source, {}), codename, version)
    return tuple(sorted(found, key=lambda one: one.cve))


def mended(found: Iterable[Vulnerability], new: str) -> tuple[Vulnerability, ...]:
    """Those of some vulnerabilities that a version mends.

    Args:
        found: the vulnerabilities.
        new: the version.
    """
    return tuple(one for one in found if one.fixed is not None and not _older(new, one.fixed))


def worst(found: Iterable[Vulnerability]) -> Severity:
    """The worst severity; of none it is unknown."""
    return min((one.severity for one in found), key=SEVERITIES.index, default="unknown")


def _tracked(source: str, version: str) -> tuple[str, str]:
    # Kernels are signed in a source package of their own, 6.1.192+2 for linux 6.1.192-2.
    return ("linux", version.replace("+", "-", 1)) if _SIGNED.match(source) else (source, version)


def _open(entries: Mapping[str, Mapping[str, Any]], codename: str, version: str) -> Iterator[Vulnerability]:
    for cve, entry in entries.items():
        release = (entry.get("releases") or {}).get(codename)
        if not isinstance(release, Mapping):
            continue
        fixed = str(release.get("fixed_version") or "")
        severity = _URGENCY.get(str(release.get("urgency", "")).rstrip("*"), "unknown")
        match release.get("status"):
            # 0: this release was never open to it.
            case "resolved" if fixed not in {"", "0"} and _older(version, fixed):
                yield Vulnerability(cve, severity, fixed)
            case "open" | "undetermined":
                yield Vulnerability(cve, severity, None)
            case _:
                pass


@lru_cache(maxsize=65536)  # three hundred hosts have the same few hundred versions
def _older(one: str, other: str) -> bool:
    # 20 ms that only who has a tracker pays.
    from debian.debian_support import Version  # noqa: PLC0415 - as said

    try:
        return bool(Version(one) < Version(other))
    except ValueError:
        return True  # a version that is none of Debian's: not to be called mended

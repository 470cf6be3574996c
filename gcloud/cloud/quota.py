"""The figures of a refusal by quota, out of the sentences in which services give them.

Source: nova.exception.TooManyInstances, cinder.exception (VolumeSizeExceeds-
AvailableQuota, VolumeLimitExceeded); Neutron's OverQuota names no figures.
"""

import re
from typing import Any, Final

_QUOTA: Final = re.compile(r"(?i)quota|over its limit|exceed.*limit|limit.*exceed|maximum number of")
_NOVA_FIGURES: Final = re.compile(
    r"Quota exceeded for (?P<what>[\w, ]+): Requested (?P<asked>[\d, ]+), but already used "
    r"(?P<used>[\d, ]+) of (?P<limit>[\d, ]+) "
)
_CINDER_FIGURES: Final = re.compile(
    r"exceeds allowed (?P<what>\w+) quota\. Requested (?P<asked>\d+)G, quota is (?P<limit>\d+)G and "
    r"(?P<used>\d+)G has been consumed"
)
_CINDER_COUNT: Final = re.compile(r"Maximum number of (?P<what>\w+) allowed \((?P<limit>\d+)\) exceeded")


def about_a_quota(said: str) -> bool:
    """Tell whether a refusal speaks of a quota or limit."""
    return _QUOTA.search(said) is not None


def quota_figures(said: str) -> dict[str, Any]:
    """The figures of a refusal by quota, as far as the service gives them.

    Returns:
        {"quota": {NAME: {"asked": n, "used": n, "limit": n}}} or nothing. Gigabytes, counts or
        mebibytes as the service counts them. Neutron names no figures.
    """
    if found := _NOVA_FIGURES.search(said):
        names, *columns = (
            [part.strip() for part in found.group(name).split(",")]
            for name in ("what", "asked", "used", "limit")
        )
        rows = zip(names, *columns, strict=False)
        return {"quota": {name: {"asked": int(a), "used": int(u), "limit": int(m)} for name, a, u, m in rows}}
    if found := _CINDER_FIGURES.search(said):
        return {"quota": {found["what"]: {k: int(found[k]) for k in ("asked", "used", "limit")}}}
    if found := _CINDER_COUNT.search(said):
        return {"quota": {found["what"]: {"limit": int(found["limit"])}}}
    return {}

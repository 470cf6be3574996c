"""Quotas that go down, held against what is used.

With a limit below the usage nothing is lost, but nothing new can be made either, not
even what replaces something that broke. So a limit goes there only where the approval
says why. Octavia and Designate take it without a word, Nova and Neutron if it is forced;
Cinder refuses it whatever was approved, so a run that would try it is refused before it
begins.

Sources: Compute API v2.1, "Update Quotas"; Networking API v2.0, "Quotas"; Block Storage
API v3, quota sets; each met in release 2026.2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gcloud.model.site import Site
from gcloud.plan.tenants.register import overridden

FIRM: Final = frozenset({"volume"})
"""Services that take no limit below what is used."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """A limit that goes down.

    Attributes:
        tenant: whose.
        service: compute, network, volume, load-balancer, dns.
        key: the quota's key in OpenStack's words; of a kind of storage `gigabytes_TYPE`.
        old: the limit that holds; -1 is none.
        new: the limit that shall hold.
        used: what is used; None if that can't be seen.
    """

    tenant: str
    service: str
    key: str
    old: int
    new: int
    used: int | None = None

    @property
    def below(self) -> bool:
        """Whether more is used than shall be allowed."""
        return self.used is not None and self.used > self.new

    def __str__(self) -> str:
        return f"{self.tenant}: {self.service} {self.key} {self.old} → {self.new}, {self.used} used"


def refused(lowered: Iterable[Lowered], site: Site) -> tuple[Lowered, ...]:
    """Give the limits that may not go down so far, by tenant.

    Args:
        lowered: the limits that go down, with what is used.
        site: the site, with its approvals.
    """
    allowed = overridden(site)
    return tuple(
        sorted(
            (one for one in lowered if one.below and (one.service in FIRM or one.tenant not in allowed)),
            key=lambda one: (one.tenant, one.service, one.key),
        )
    )

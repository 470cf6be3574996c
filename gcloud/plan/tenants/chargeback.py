"""What tenants cost: declared unit prices times what they use and what is kept for them.

What is used is what a tenant could save; what is granted is what the province must
keep ready. Both are shown, for who pays by which is the province's decision.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

from gcloud.model.tenants.price import Price
from gcloud.plan.tenants.model import OF_A_TYPE, TenantPlan
from gcloud.plan.tenants.observation import Observation

_KEYS: Final[Mapping[str, tuple[str, str, int]]] = MappingProxyType(
    {
        "vcpu": ("compute", "cores", 1),
        "ram-gb": ("compute", "ram", 1024),
        "volume-gb": ("volume", "gigabytes", 1),
        "backup-gb": ("volume", "backup_gigabytes", 1),
        "floating-ip": ("network", "floatingip", 1),
        "load-balancer": ("load-balancer", "loadbalancer", 1),
    }
)
"""What is counted → the quota's service and key, and how many of its units are one that is paid for."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One line of a tenant's bill, for a month.

    Attributes:
        tenant: its name.
        agency: who pays.
        budget: the budget line.
        price: the unit's price.
        used: units in use; None: could not be seen.
        granted: units granted.
    """

    tenant: str
    agency: str
    budget: str
    price: Price
    used: Decimal | None
    granted: Decimal

    @property
    def by_use(self) -> Decimal | None:
        """What is to be paid for what is used."""
        return None if self.used is None else _money(self.used * _exact(self.price.monthly))

    @property
    def by_grant(self) -> Decimal:
        """What is to be paid for what is granted."""
        return _money(self.granted * _exact(self.price.monthly))


def charges(
    tenants: Iterable[TenantPlan],
    budgets: Mapping[str, str],
    prices: Iterable[Price],
    now: Observation,
) -> Iterator[Charge]:
    """Reckon what tenants cost in a month in which they use what they use now.

    Args:
        tenants: what was granted.
        budgets: tenant → its budget line.
        prices: what a unit costs.
        now: what tenants use.
    """
    known = tuple(prices)
    for tenant in tenants:
        figures = {
            (quota.service, key): limit
            for quota in tenant.quotas
            for key, limit in (*quota.figures, *quota.of_types)
        }
        for price in known:
            service, key, units = _KEYS[price.counts]
            if price.volume_type is not None:
                key = f"{OF_A_TYPE}{price.volume_type}"
            granted = figures.get((service, key), 0)
            used = now.of(tenant.name, service, key)
            if not granted and not used:
                continue
            yield Charge(
                tenant=tenant.name,
                agency=tenant.agency,
                budget=budgets[tenant.name],
                price=price,
                used=None if used is None else Decimal(used) / units,
                granted=Decimal(granted) / units,
            )


def _exact(price: float) -> Decimal:
    return Decimal(repr(price))


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)

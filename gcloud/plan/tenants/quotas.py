"""Quotas: classes resolved, and each tenant's figures with every key explicit.

A key that nobody says is not left to the cloud: it is missing, and missing keys
are told. What a tenant may not use at all (a service that it did not ask for, an
address of the external network without a way to it, storage of a level below its
own) is 0, so that what was not granted can't be taken either.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel

from gcloud.model.place import Cloud
from gcloud.model.tenants.quota import (
    ComputeQuota,
    DnsQuota,
    Figures,
    ImageQuota,
    KeyManagerQuota,
    LoadBalancerQuota,
    NetworkQuota,
    QuotaClass,
    QuotaWish,
    VolumeQuota,
)
from gcloud.model.tenants.tenant import Tenant, TenantService
from gcloud.plan.tenants.model import QuotaPlan

_FORMS: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        "compute": ComputeQuota,
        "network": NetworkQuota,
        "volume": VolumeQuota,
        "load-balancer": LoadBalancerQuota,
        "dns": DnsQuota,
        "key-manager": KeyManagerQuota,
        "image": ImageQuota,
    }
)

KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {service: tuple(form.model_fields) for service, form in _FORMS.items()}
)
"""Service → every key of its quota, in OpenStack's words."""

ALWAYS: Final = ("compute", "network", "volume")
"""Services that every cloud has."""

IMAGE: Final = "image"
"""Glance."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Figures as far as somebody said them.

    Attributes:
        figures: service → key → limit.
        volume_types: volume type → GiB.
    """

    figures: Mapping[str, Mapping[str, int]]
    volume_types: Mapping[str, int]

    def get(self, service: str, key: str) -> int:
        """A figure; 0 where nobody said it, which the check reports."""
        return self.figures.get(service, {}).get(key, 0)

    def missing(self, services: Iterable[str]) -> tuple[str, ...]:
        """The keys of these services that nobody said, as `service.key` in the words of the files."""
        return tuple(
            f"{field_of(service)}.{key}"
            for service in services
            for key in KEYS[service]
            if key not in self.figures.get(service, {})
        )


NOTHING: Final = Quota(MappingProxyType({}), MappingProxyType({}))
"""Nobody said anything."""


def field_of(service: str) -> str:
    """How the files call a service's figures."""
    return service.replace("-", "_")


def services_of(cloud: Cloud, unified: Container[str]) -> tuple[str, ...]:
    """The services of a cloud that have quotas, in a fixed order.

    Args:
        cloud: the cloud.
        unified: services whose limits Keystone keeps; Glance has quotas only there.
    """
    there = {*ALWAYS, *cloud.services, *({IMAGE} if IMAGE in unified else ())}
    return tuple(service for service in KEYS if service in there)


def class_quotas(classes: Iterable[QuotaClass]) -> Mapping[str, Quota]:
    """What each class says, with what it takes from those that it extends.

    A class that in the end extends itself, or one that is not there, gets what can be said
    without that; the check reports it.

    Args:
        classes: the site's classes.

    Returns:
        Class → its figures. Each class is looked at once.
    """
    known = {one.name: one for one in classes}
    done: dict[str, Quota] = {}
    for name in known:
        chain: list[QuotaClass] = []
        way: set[str] = set()
        step: str | None = name
        while step in known and step not in done and step not in way:
            way.add(step)
            chain.append(known[step])
            step = known[step].extends
        below = done.get(step or "", NOTHING)
        for one in reversed(chain):
            below = done[one.name] = over(one, below)
    return done


def over(figures: Figures, below: Quota) -> Quota:
    """Figures laid over others: what they leave out stays."""
    merged = {
        service: {**below.figures.get(service, {}), **_said(getattr(figures, field_of(service)))}
        for service in KEYS
    }
    kinds = {kind.name: kind.gigabytes for kind in figures.volume_types}
    return Quota(merged, {**below.volume_types, **kinds})


def _said(section: BaseModel) -> dict[str, int]:
    return {
        key: getattr(section, key) for key in section.model_fields_set if getattr(section, key) is not None
    }


def quota_of(wish: QuotaWish, classes: Mapping[str, Quota]) -> Quota:
    """What a tenant asks for: its class, and its own figures over that.

    Args:
        wish: what it asks for.
        classes: what the classes say.
    """
    below = classes.get(wish.class_name or "", NOTHING)
    # Most tenants are content with their class.
    return over(wish, below) if wish.model_fields_set - {"class_name"} else below


def granted(tenant: Tenant, quota: Quota, services: Iterable[str], closed: Iterable[str]) -> Quota:
    """What a tenant can really use: its quota, and 0 for what it was not granted.

    Args:
        tenant: the tenant.
        quota: what it asks for.
        services: the services of its cloud that have quotas.
        closed: the kinds of storage that it may not use.
    """
    open_to_it = {*ALWAYS, IMAGE, *tenant.services}
    figures: dict[str, Mapping[str, int]] = {}
    for service in services:
        if service in open_to_it:
            figures[service] = {key: quota.get(service, key) for key in KEYS[service]}
        else:
            figures[service] = dict.fromkeys(KEYS[service], 0)
    if TenantService.OUTSIDE not in tenant.services:
        figures["network"] = {**figures["network"], "floatingip": 0}
    return Quota(figures, {**quota.volume_types, **dict.fromkeys(closed, 0)})


def quota_plans(quota: Quota) -> tuple[QuotaPlan, ...]:
    """What a tenant can use, by service, for its stack.

    Args:
        quota: what it can really use.
    """
    return tuple(
        QuotaPlan(
            service=service,
            figures=tuple(sorted(figures.items())),
            volume_types=tuple(sorted(quota.volume_types.items())) if service == "volume" else (),
        )
        for service, figures in quota.figures.items()
    )


def nothing_left(quota: Quota) -> Quota:
    """The same keys, all 0: a tenant that has been emptied must not fill again."""
    return Quota(
        {service: dict.fromkeys(figures, 0) for service, figures in quota.figures.items()},
        dict.fromkeys(quota.volume_types, 0),
    )

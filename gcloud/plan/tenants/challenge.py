"""What an approver should ask before granting: is it there already, is there room, is it too much?

Each finding has an id and figures and is answered by the requester's reason; what
nobody has answered keeps the request from being approved. Nothing here decides:
a finding may have a good answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from types import MappingProxyType
from typing import Final, TypeAlias

from gcloud.model.site import Site
from gcloud.model.system import System
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.tenant import Tenant
from gcloud.plan.tenants.likeness import shared, words
from gcloud.plan.tenants.observation import Observation
from gcloud.plan.tenants.quotas import Quota, class_quotas, quota_of
from gcloud.plan.tenants.retirement import gone

Weighed: TypeAlias = tuple[str, str]
"""Service and key of a quota."""

WEIGHED: Final[tuple[Weighed, ...]] = (("compute", "cores"), ("compute", "ram"), ("volume", "gigabytes"))
"""What machines are made of, and what is compared: processors, memory (MiB), storage (GiB)."""

PLATFORM_LIKE: Final = 40
"""Percent of common words from which a platform may serve a purpose. Own rule, tried on Vietnamese labels."""

SYSTEM_LIKE: Final = 60
"""The same of a system that nobody offers to others: sharing it is more work, so it must be nearer."""

_TELLING: Final = 2
"""One word in common says nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the requester must say why to.

    Attributes:
        rule: what was looked at.
        tenant: the tenant that is asked for.
        subject: what it was compared with.
        what: a sentence for people.
        figures: what it rests on.
    """

    rule: str
    tenant: str
    subject: str
    what: str
    figures: Mapping[str, int | float | str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def id(self) -> str:
        """What an answer calls it by."""
        return "/".join(part for part in (self.rule, self.tenant, self.subject) if part)


def findings(site: Site, request: Request, seen: Observation | None) -> tuple[Finding, ...]:
    """What is to be answered before a request is approved.

    Args:
        site: the site as it is.
        request: the request.
        seen: what tenants used when somebody last looked; without it the two rules about usage are silent.
    """
    left = gone(site)
    present = {tenant.name: tenant for tenant in site.tenants if tenant.name not in left}
    return tuple(
        finding
        for tenant in request.tenants
        if tenant.state == "active"
        for finding in _of_tenant(site, tenant, present, seen)
    )


def unanswered(request: Request, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings to which the request says nothing."""
    answered = {answer.finding for answer in request.answers}
    return tuple(finding for finding in found if finding.id not in answered)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What tenants were granted, and what they use of it."""

    classes: Mapping[str, Quota]
    seen: Observation

    def granted(self, tenant: Tenant) -> Mapping[Weighed, int]:
        quota = quota_of(tenant.quota, self.classes)
        return {key: quota.get(*key) for key in WEIGHED}

    def used(self, tenant: Tenant) -> Mapping[Weighed, int]:
        return {key: used for key in WEIGHED if (used := self.seen.of(tenant.name, *key)) is not None}


def _of_tenant(
    site: Site, tenant: Tenant, present: Mapping[str, Tenant], seen: Observation | None
) -> Iterator[Finding]:
    now = present.get(tenant.name)
    others = [one for name, one in present.items() if name != tenant.name]
    if now is None or (now.purpose, now.label) != (tenant.purpose, tenant.label):
        yield from _already_there(site, tenant, others)
    if seen is None:
        return
    measure = _Measure(class_quotas(site.quota_classes), seen)
    known = [one for one in others if one.state == "active" and len(measure.used(one)) == len(WEIGHED)]
    if now is None:
        yield from _room(tenant, known, measure)
    kinds = {one.name: one.kind for one in site.organisations}
    likes = [
        one
        for one in known
        if one.system.level == tenant.system.level and kinds[one.agency] == kinds[tenant.agency]
    ]
    if likes:
        yield from _too_much(tenant, now, likes, measure, site.tenancy.like_factor)


def _already_there(site: Site, tenant: Tenant, others: list[Tenant]) -> Iterator[Finding]:
    asked = words(tenant.label, tenant.purpose, tenant.system.label, tenant.system.purpose)
    named = words(tenant.label)
    systems = [*site.systems, *(one.system for one in others)]
    near: list[tuple[int, System, tuple[str, ...]]] = []
    for system in systems:
        if system.name == tenant.system.name:
            continue
        whole = shared(asked, words(system.label, system.purpose))
        label = shared(named, words(system.label))
        percent, common = max(whole, label)
        if len(common) >= _TELLING and percent >= (PLATFORM_LIKE if system.platform else SYSTEM_LIKE):
            near.append((percent, system, common))
    for percent, system, common in sorted(near, key=lambda one: (-one[0], one[1].name)):
        if system.platform:
            yield Finding(
                "challenge.platform",
                tenant.name,
                system.name,
                f"the platform {system.name} ({system.label}) may serve this purpose:"
                f" {percent} % of the words are common ({', '.join(common)})",
                {"percent": percent, "common": ", ".join(common)},
            )
    alike = sorted(((one[0], one[1].name, one[1]) for one in near if not one[1].platform), reverse=True)
    if alike:
        percent, name, system = alike[0]
        more = f", and {len(alike) - 1} more are alike" if len(alike) > 1 else ""
        yield Finding(
            "challenge.same-purpose",
            tenant.name,
            "",
            f"{name} ({system.label}) of {system.owner} has nearly this purpose: {percent} % of the words are"
            f" common{more}",
            {"percent": percent, "system": name, "alike": len(alike)},
        )


def _room(tenant: Tenant, others: list[Tenant], measure: _Measure) -> Iterator[Finding]:
    asked = measure.granted(tenant)
    for other in others:
        if other.agency != tenant.agency or other.cloud != tenant.cloud:
            continue
        if other.system.level < tenant.system.level:
            continue  # what is less protected has no room for it, however empty it is
        granted, used = measure.granted(other), measure.used(other)
        free = {key: granted[key] - used[key] for key in WEIGHED}
        if all(free[key] >= asked[key] for key in WEIGHED):
            figures = {".".join(key): value for key, value in free.items()}
            yield Finding(
                "challenge.room",
                tenant.name,
                other.name,
                f"{other.name} of the same agency has room for it: {_shown(figures)} are free",
                figures,
            )


def _too_much(
    tenant: Tenant, now: Tenant | None, likes: list[Tenant], measure: _Measure, factor: int
) -> Iterator[Finding]:
    """Its like: active tenants for a system of the same level, of agencies of the same kind."""
    asked = measure.granted(tenant)
    before = measure.granted(now) if now else dict.fromkeys(WEIGHED, -1)
    figures: dict[str, int | float] = {}
    for key in WEIGHED:
        usual = median(measure.used(one)[key] for one in likes)
        if asked[key] > before[key] and asked[key] >= factor * max(usual, 1):
            name = ".".join(key)
            figures |= {name: asked[key], f"{name} of its like": usual}
    if figures:
        yield Finding(
            "challenge.like",
            tenant.name,
            "",
            f"it asks for {factor} times what its like use ({len(likes)} tenants): {_shown(figures)}",
            {**figures, "likes": len(likes)},
        )


def _shown(figures: Mapping[str, int | float]) -> str:
    return ", ".join(f"{key} {value:.12g}" for key, value in figures.items())

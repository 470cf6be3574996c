"""The facts that rules judge: of each tenant, system, server, flow and zone what the site says of it.

A rule on tenants sees `tenant`, one on flows `flow`, and so on. Figures that
depend on the day are given as days, so that a rule needs no calendar.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcloud.model.flow import INTERNET
from gcloud.model.load import LoadedSite
from gcloud.model.policy import SubjectKind
from gcloud.model.problem import Path
from gcloud.model.site import Site
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.quotas import class_quotas, quota_of


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that rules judge.

    Attributes:
        kind: what it is.
        name: how the site calls it; a flow is called FROM-TO-SERVICES.
        path: where it stands in the files.
        facts: what rules see under the name of the kind.
    """

    kind: SubjectKind
    name: str
    path: Path
    facts: dict[str, Any]

    @property
    def title(self) -> str:
        """How waivers call it."""
        return f"{self.kind.value}/{self.name}"


def subjects(loaded: LoadedSite, today: date) -> tuple[Subject, ...]:
    """Everything in a site that rules may judge, in the order of the files.

    Args:
        loaded: the site.
        today: the day from which days are counted.
    """
    site = loaded.site
    return (*_tenants(site, today), *_systems(site), *_servers(site), *_flows(site), *_zones(site))


def _tenants(site: Site, today: date) -> Iterator[Subject]:
    kinds = {one.name: one.kind for one in site.organisations}
    classes = class_quotas(site.quota_classes)
    for index, tenant in enumerate(site.tenants):
        quota = quota_of(tenant.quota, classes)
        facts = {
            **_plain(tenant),
            "level": tenant.system.level,
            "figures": {service: dict(figures) for service, figures in quota.figures.items()},
            "agency_kind": kinds.get(tenant.agency, ""),
            "owner_kind": kinds.get(tenant.system.owner, ""),
            "operator_kind": kinds.get(tenant.system.operator, ""),
            "administrators": _members(tenant, "administrator"),
            "auditors": _members(tenant, "auditor"),
            "days_to_expiry": (tenant.expires_on - today).days,
            "days_to_review": (tenant.review_on - today).days,
            "overdue_members": [
                member.name for member in tenant.members if member.until is not None and member.until < today
            ],
        }
        yield Subject(SubjectKind.TENANT, tenant.name, ("tenants", index), facts)


def _members(tenant: GrantedTenant, role: str) -> list[str]:
    return [member.name for member in tenant.members if member.role == role]


def _systems(site: Site) -> Iterator[Subject]:
    kinds = {one.name: one.kind for one in site.organisations}
    for index, system in enumerate(site.systems):
        facts = {
            **_plain(system),
            "owner_kind": kinds.get(system.owner, ""),
            "operator_kind": kinds.get(system.operator, ""),
        }
        yield Subject(SubjectKind.SYSTEM, system.name, ("systems", index), facts)


def _servers(site: Site) -> Iterator[Subject]:
    levels = {system.name: system.level for system in site.systems}
    zones = {zone.name: zone.kind for zone in site.zones}
    for index, server in enumerate(site.servers):
        facts = {**_plain(server), "level": levels[server.system], "zone_kind": zones[server.zone]}
        yield Subject(SubjectKind.SERVER, server.name, ("servers", index), facts)


def _flows(site: Site) -> Iterator[Subject]:
    ends = _ends(site)
    for index, flow in enumerate(site.flows):
        for source in flow.sources:
            for destination in flow.destinations:
                services = [site.service(name) for name in flow.services]
                facts = {
                    "from": ends[source],
                    "to": ends[destination],
                    "services": list(flow.services),
                    "protocols": [service.protocol for service in services],
                    "why": flow.why,
                }
                name = "-".join((source, destination, *flow.services))
                yield Subject(SubjectKind.FLOW, name, ("flows", index), facts)


def _ends(site: Site) -> dict[str, dict[str, Any]]:
    """What may stand at an end of a flow: its name, its kind, and the highest level of what is in it."""
    levels = {system.name: system.level for system in site.systems}
    highest: dict[str, int] = {}
    for server in site.servers:
        highest[server.zone] = max(highest.get(server.zone, 0), levels[server.system])
    return {
        INTERNET: {"name": INTERNET, "kind": INTERNET, "level": 0},
        **{one.name: {"name": one.name, "kind": "peers", "level": 0} for one in site.ranges},
        **{
            zone.name: {"name": zone.name, "kind": str(zone.kind), "level": highest.get(zone.name, 0)}
            for zone in site.zones
        },
    }


def _zones(site: Site) -> Iterator[Subject]:
    ends = _ends(site)
    for index, zone in enumerate(site.zones):
        facts = {**_plain(zone), "level": ends[zone.name]["level"]}
        yield Subject(SubjectKind.ZONE, zone.name, ("zones", index), facts)


def _plain(model: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of the site
    found: dict[str, Any] = model.model_dump(mode="json")
    return found

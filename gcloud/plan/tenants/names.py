"""Names that a new tenant may not have.

A tenant's name becomes a project, a part of account names and a label of DNS, for
ever. So it must be free today, not be held for one that has gone, not be taken for
another by people, and mean nothing to OpenStack or DNS.

Sources: RFC 5891, 4.2.3.1 (a label with "--" in third and fourth place is kept for
encodings); Keystone's bootstrap and the services' installation guides (projects
`admin` and `service`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gcloud.model.problem import Path, Problem
from gcloud.model.site import Site
from gcloud.model.tenants.request import Request, RequestKind
from gcloud.model.tenants.retirement import Step
from gcloud.model.tenants.tenant import GrantedTenant, Tenant
from gcloud.model.text import slug
from gcloud.plan.tenants.retirement import of_now
from gcloud.plan.tenants.roster import day_of

RESERVED: Final = frozenset(
    {
        "admin",
        "default",
        "demo",
        "invisible-to-admin",
        "localhost",
        "pipeline",
        "public",
        "service",
        "services",
    }
)
"""Names of projects that installers of OpenStack make, and words that this program uses."""

_ENCODED: Final = slice(2, 4)


@dataclass(frozen=True)
class Names:
    """The names that are taken.

    Args:
        site: the site as it is.
        rivals: other requests that wait.
        today: the day of looking.
        tell: makes a problem of a path: path, rule, what is wrong, what to write instead.
    """

    site: Site
    rivals: Sequence[Request]
    today: date
    tell: Callable[[Path, str, str, str], Problem]

    def problems(self, path: Path, tenant: Tenant) -> Iterator[Problem]:
        """What is wrong with a new tenant's names.

        Args:
            path: the way to the tenant.
            tenant: the new one.
        """
        name, way = tenant.name, (*path, "name")
        if name in RESERVED:
            what = f"{name} is a name of OpenStack's or of this program's own"
            yield self.tell(way, "name.reserved", what, f"write for example {tenant.agency}-{name}"[:60])
        if name[_ENCODED] == "--":
            what = f'DNS keeps names with "--" in third and fourth place for encodings, such as {name}'
            yield self.tell(way, "name.dns", what, f"write {name.replace('--', '-')}")
        yield from self._taken(way, tenant)
        for rival in self.rivals:
            if rival.kind is RequestKind.CREATE and any(one.name == name for one in rival.tenants):
                what = f"{rival.name} asks for the same name and waits for its decision"
                yield self.tell(way, "name.asked", what, "choose another name, or wait")
        for other in self.site.tenants:
            if other.name != name and _bare(other.name) == _bare(name):
                what = f"{name} is too like the tenant {other.name}: people would take one for the other"
                yield self.tell(way, "name.like", what, "choose a name that differs in more than hyphens")
            elif (
                other.name != name
                and other.agency == tenant.agency
                and slug(other.label) == slug(tenant.label)
            ):
                what = f"without accents and capitals its label is that of {other.name}, of the same agency"
                yield self.tell((*path, "label"), "name.like", what, "say in the label what is different")

    def _taken(self, way: Path, tenant: Tenant) -> Iterator[Problem]:
        now = next((one for one in self.site.tenants if one.name == tenant.name), None)
        if now is None:
            return
        ended = ended_on(self.site, now)
        if now.state != "gone" and ended is None:
            what = f"there is a tenant {tenant.name} already, of {now.agency}"
            instead = "choose another name; to alter that one: `govcloud tenant change`"
            yield self.tell(way, "name.taken", what, instead)
            return
        free = None if ended is None else ended + timedelta(days=self.site.tenancy.name_hold_days)
        if free is None or self.today < free:
            until = (
                "and when it ended is not recorded" if free is None else f"and its name is held until {free}"
            )
            what = f"{tenant.name} was a tenant of {now.agency}, {until}"
            yield self.tell(way, "name.held", what, "choose another name")


def ended_on(site: Site, tenant: GrantedTenant) -> date | None:
    """The day on which a tenant's project was deleted; None of one that is there, or if nobody noted it.

    Args:
        site: the site.
        tenant: the tenant.
    """
    noted = of_now(site, tenant)
    steps = noted.steps if noted is not None else ()
    return next((day_of(step.on) for step in steps if step.step is Step.DELETED), None)


def _bare(name: str) -> str:
    return name.replace("-", "")

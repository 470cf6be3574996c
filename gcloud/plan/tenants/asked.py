"""What is wrong with a request on the day on which somebody looks at it.

A site is loaded without a clock, and what was right when it was approved stays
loadable for ever. So what depends on the day, on what holds now and on who asks is
judged here: when a request is made, checked and approved.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gcloud.model.problem import Path, Problem
from gcloud.model.shown import clean
from gcloud.model.site import Site
from gcloud.model.tenants.person import PersonRole
from gcloud.model.tenants.request import Request, RequestKind
from gcloud.model.tenants.retirement import Step
from gcloud.model.tenants.tenant import GrantedTenant, Tenant
from gcloud.plan.tenants.difference import Difference, differences
from gcloud.plan.tenants.digest import tenant_digest
from gcloud.plan.tenants.kinds import KINDS, OF_AGENCIES
from gcloud.plan.tenants.names import Names
from gcloud.plan.tenants.register import waiting
from gcloud.plan.tenants.retirement import done, of_now
from gcloud.plan.tenants.roster import in_office, people

Tell = Callable[[Path, str, str, str], Problem]
"""Makes a problem of the request's element at a path: path, rule, what is wrong, what to write instead."""


@dataclass(frozen=True)
class Asked:
    """A request beside what holds now.

    Args:
        site: the site as it is; whether it holds the request already makes no difference.
        request: the request.
        today: the day of looking.
        tell: makes a problem of a path in the request.
    """

    site: Site
    request: Request
    today: date
    tell: Tell

    @cached_property
    def present(self) -> Mapping[str, GrantedTenant]:
        """The tenants as they are."""
        return {one.name: one for one in self.site.tenants}

    def problems(self) -> Iterator[Problem]:
        """Everything that keeps the request from being approved."""
        yield from self._requester()
        yield from self._day()
        yield from self._base()
        yield from self._twice()
        for index, tenant in enumerate(self.request.tenants):
            path: Path = ("tenants", index)
            yield from self._tenant(path, tenant)
        if self.request.kind in OF_AGENCIES:
            yield from self._agencies()

    def _tenant(self, path: Path, tenant: Tenant) -> Iterator[Problem]:
        now = self.present.get(tenant.name)
        if self.request.kind is RequestKind.CREATE:
            rivals = [one for one in waiting(self.site) if one.name != self.request.name]
            taken = Names(self.site, rivals, self.today, self.tell)
            yield from taken.problems(path, tenant)
            yield from self._dates(path, tenant, differences(None, tenant))
            if tenant.state != "active":
                yield self.tell(
                    (*path, "state"), "request.state", f"it begins {tenant.state}", "remove state"
                )
            return
        if now is None:
            what = f"there is no tenant {clean(tenant.name)} to {self.request.kind}"
            yield self.tell((*path, "name"), "request.tenant", what, "see `govcloud tenant list`")
            return
        changes = differences(now, tenant)
        yield from self._kept(path, now, tenant, changes)
        yield from self._dates(path, tenant, changes)

    def _requester(self) -> Iterator[Problem]:
        path: Path = ("requester",)
        person = people(self.site).get(self.request.requester)
        if person is None:
            return  # that there is none is said where references are judged
        if PersonRole.REQUESTER not in person.roles:
            what = f"{person.name} may not ask: the roster does not give them the role requester"
            yield self.tell(path, "request.requester", what, "name somebody with the role requester")
        if not in_office(person, self.today):
            what = f"the office of {person.name} has ended on {person.valid_until}"
            yield self.tell(path, "request.requester", what, "name somebody who is in office")
        kinds = {one.name: one.kind for one in self.site.organisations}
        if kinds.get(person.organisation) == "province":
            return
        for tenant in self.request.tenants:
            now = self.present.get(tenant.name)
            if person.organisation not in {tenant.agency, now.agency if now else None}:
                what = f"{person.name} works at {person.organisation} and asks for {tenant.agency}"
                yield self.tell(
                    path, "request.stranger", what, "name a requester of that agency or of the province"
                )

    def _day(self) -> Iterator[Problem]:
        if self.request.made_on > self.today:
            what = f"it was made on {self.request.made_on}, and today is {self.today}"
            yield self.tell(("made_on",), "request.future", what, f"write {self.today}")

    def _base(self) -> Iterator[Problem]:
        base = {one.tenant: one.digest for one in self.request.base}
        for index, one in enumerate(self.request.base):
            now = self.present.get(one.tenant)
            if one.tenant not in {tenant.name for tenant in self.request.tenants}:
                what = f"it starts from {clean(one.tenant)} and says nothing of what becomes of it"
                yield self.tell(("base", index), "request.base", what, "remove the line")
            elif now is not None and tenant_digest(now) != one.digest:
                what = f"{one.tenant} has changed since this was asked, by {now.request}"
                yield self.tell(("base", index), "request.overtaken", what, "ask again, from what holds now")
        for index, tenant in enumerate(self.request.tenants):
            if tenant.name in self.present and tenant.name not in base:
                what = f"from which state of {tenant.name} it starts is not said"
                yield self.tell(("tenants", index), "request.base", what, "let `govcloud tenant` write it")

    def _twice(self) -> Iterator[Problem]:
        seen: set[str] = set()
        for index, tenant in enumerate(self.request.tenants):
            if tenant.name in seen:
                what = f"{tenant.name} stands here twice"
                yield self.tell(("tenants", index, "name"), "request.twice", what, "keep one of them")
            seen.add(tenant.name)

    def _kept(
        self, path: Path, now: GrantedTenant, tenant: Tenant, changes: tuple[Difference, ...]
    ) -> Iterator[Problem]:
        """What a kind of request must leave as it is."""
        name, kind = self.request.kind.value, KINDS[self.request.kind]
        if not changes:
            yield self.tell(path, "request.nothing", f"nothing of {tenant.name} changes", "leave it out")
        if now.state not in kind.before:
            what = f"{tenant.name} is {now.state}, and {name} {kind.word}"
            yield self.tell(path, "request.state", what, f"it must be {_either(kind.before)}")
        elif Step.PURGED in done(of_now(self.site, now)):
            what = f"what {tenant.name} held is gone already"
            yield self.tell(path, "request.state", what, "ask for a new tenant")
        elif tenant.state not in kind.after:
            what = f"{name} leaves {tenant.name} {tenant.state}"
            yield self.tell((*path, "state"), "request.state", what, f"write state: {_either(kind.after)}")
        for one in changes:
            if not kind.allows(one.path):
                change = f"changes {one.path} from {_word(one.old)} to {_word(one.new)}"
                what = f"{name} {kind.word}, and this {change}"
                instead = "ask for that by a request of its own, for example `govcloud tenant change`"
                yield self.tell((*path, *_way(tenant, one.path)), "request.kind", what, instead)

    def _dates(self, path: Path, tenant: Tenant, changes: tuple[Difference, ...]) -> Iterator[Problem]:
        changed = {one.path for one in changes}
        for field, day in (("expires_on", tenant.expires_on), ("review_on", tenant.review_on)):
            if field in changed and day <= self.today:
                what = f"{field} is {day}, and today is {self.today}"
                yield self.tell((*path, field), "request.past", what, "write a day to come")
        for index, member in enumerate(tenant.members):
            new = any(one.startswith(f"members.{member.name}.") for one in changed)
            if new and member.until is not None and member.until < self.today:
                what = f"{member.name} worked here until {member.until}"
                yield self.tell(
                    (*path, "members", index, "until"),
                    "request.past",
                    what,
                    "write a day to come, or leave them out",
                )

    def _agencies(self) -> Iterator[Problem]:
        """Whose the tenants are: transfer to another, merge into one, split into several."""
        before = {self.present[one.name].agency for one in self.request.tenants if one.name in self.present}
        after = {one.agency for one in self.request.tenants}
        if self.request.kind is RequestKind.MERGE and len(after) > 1:
            what = f"a merger ends in one agency, and this ends in {', '.join(sorted(after))}"
            yield self.tell(("tenants",), "request.merge", what, "write one agency, or ask for a split")
        if self.request.kind is RequestKind.SPLIT and len(before) > 1:
            what = f"a split begins with one agency, and this begins with {', '.join(sorted(before))}"
            yield self.tell(("tenants",), "request.split", what, "ask for a split of each")


def _either(words: frozenset[str]) -> str:
    return " or ".join(sorted(words))


def _word(value: str | None) -> str:
    return "nothing" if value is None else clean(value)


def _way(tenant: Tenant, path: str) -> Path:
    """A difference's path as a way into the tenant: entries of lists by number."""
    way: list[str | int] = []
    here: object = tenant
    for step in path.split("."):
        if isinstance(here, tuple):
            index = next((i for i, item in enumerate(here) if getattr(item, "name", None) == step), None)
            if index is None:
                break
            way.append(index)
            here = here[index]
        else:
            way.append(step)
            here = getattr(here, "class_name" if step == "class" else step, None)
    return tuple(way)

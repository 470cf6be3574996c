"""What a tenant says must fit the rest of the site, and itself."""

from collections.abc import Container, Iterable, Iterator, Mapping

from gcloud.model.draft import Draft, Placed
from gcloud.model.problem import Path, Problem
from gcloud.model.rules.references import known
from gcloud.model.system import System
from gcloud.model.tenants.tenant import GrantedTenant


def check(draft: Draft) -> Iterator[Problem]:
    """Finds tenants that name what is not there, name two things alike, or contradict the site's systems."""
    companies = {one.value.name for one in draft.organisations if one.value.kind == "company"}
    for placed in draft.tenants:
        yield from _twice(draft, placed)
        yield from _company(draft, placed, companies)
        if draft.complete:
            yield from _references(draft, placed)
    yield from _one_system(draft)


def _twice(draft: Draft, placed: Placed[GrantedTenant]) -> Iterator[Problem]:
    tenant = placed.value
    lists: tuple[tuple[Path, Iterable[str]], ...] = (
        (("networks",), (one.name for one in tenant.networks)),
        (("members",), (one.name for one in tenant.members)),
        (("quota", "volume_types"), (one.name for one in tenant.quota.volume_types)),
    )
    for way, names in lists:
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name in seen:
                what = f"{tenant.name} has {name} twice in {way[-1]}"
                yield draft.problem(
                    (*placed.path, *way, index, "name"), "name.twice", what, "keep one of them"
                )
            seen.add(name)


def _company(draft: Draft, placed: Placed[GrantedTenant], companies: Container[str]) -> Iterator[Problem]:
    if placed.value.agency in companies:
        what = f"{placed.value.agency} is a company: it may operate a system, a tenant belongs to an agency"
        instead = "name the agency, and the company as system.operator and as members"
        yield draft.problem((*placed.path, "agency"), "tenant.company", what, instead)


def _references(draft: Draft, placed: Placed[GrantedTenant]) -> Iterator[Problem]:
    tenant, path = placed.value, placed.path
    organisations = ("organisation", draft.named["organisations"])
    sought: list[tuple[Path, str, tuple[str, Mapping[str, object]]]] = [
        (("system", "owner"), tenant.system.owner, organisations),
        (("system", "operator"), tenant.system.operator, organisations),
    ]
    if tenant.quota.class_name is not None:
        classes = ("quota class", draft.named["quota_classes"])
        sought.append((("quota", "class"), tenant.quota.class_name, classes))
    kinds = ("volume type", draft.named["volume_types"])
    for index, one in enumerate(tenant.quota.volume_types):
        sought.append((("quota", "volume_types", index, "name"), one.name, kinds))
    for way, name, (word, there) in sought:
        yield from known(draft, (*path, *way), name, word, there)


def _one_system(draft: Draft) -> Iterator[Problem]:
    """A system may run in several tenants (production, test); its level and owner are still one."""
    systems: list[Placed[System]] = [
        *draft.systems,
        *(
            Placed((*one.path, "system"), one.value.system)
            for one in draft.tenants
            if one.value.state != "gone"
        ),
    ]
    first: dict[str, Placed[System]] = {}
    for placed in systems:
        other = first.setdefault(placed.value.name, placed)
        for field in ("level", "owner"):
            mine, theirs = getattr(placed.value, field), getattr(other.value, field)
            if mine != theirs:
                there = draft.positions.at(other.path)
                what = f"{field} of {placed.value.name} is {theirs} in {there}, here {mine}"
                instead = "write the same, or give this system a name of its own"
                yield draft.problem((*placed.path, field), "system.differs", what, instead)

"""From what somebody asks to the whole request: its number, its day, what it starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gcloud.deploy.tenants.files import next_number
from gcloud.deploy.tenants.named import tenant_named
from gcloud.deploy.tenants.proposal import Present
from gcloud.model.edit import node_of, put
from gcloud.model.node import Node, Place
from gcloud.model.problem import Position, Problem
from gcloud.model.tenants.request import RequestKind
from gcloud.model.tenants.tenant import TENANT_LENGTH
from gcloud.model.text import slug
from gcloud.plan.tenants.digest import tenant_digest

OURS: Final = ("name", "kind", "made_on", "base")
"""What a request's text doesn't say, because this writes it."""

_COPIED: Final = (("name", "name"), ("label", "label"), ("owner", "agency"), ("purpose", "purpose"))
"""Fields of a tenant's system and the tenant's own fields that stand for them where they are left out."""


@dataclass(frozen=True)
class Ask:
    """What every request says.

    Attributes:
        requester: who asks; None where the request's own text says it.
        reason: why; None where the request's own text says it.
        today: the day.
        answers: what is said to findings.
    """

    requester: str | None
    reason: str | None
    today: date
    answers: tuple[tuple[str, str], ...] = ()


def whole(site: Present, kind: RequestKind, ask: Ask, said: Node) -> Node:
    """The whole request.

    Args:
        site: the site as it is.
        kind: what shall happen.
        ask: who, why, when.
        said: what the requester has said: `tenants`, and what `ask` leaves open.

    Returns:
        The request with the places of all that was said.
    """
    folder = site.loaded.folder
    number = next_number(folder, ask.today.year)
    place: Place = (str(folder / "requests" / f"{number}.yaml"), 0, 0)
    values: dict[str, object] = {"name": number, "kind": kind.value, "made_on": ask.today}
    if ask.requester is not None:
        values["requester"] = ask.requester
    if ask.reason is not None:
        values["reason"] = ask.reason
    # A new tenant starts from something too where its name was another's, which has ended.
    if base := _base(site, said):
        values["base"] = base
    if ask.answers:
        values["answers"] = [{"finding": finding, "reason": reason} for finding, reason in ask.answers]
    document = said
    for key, value in values.items():
        document = put(document, [key], node_of(value, place))
    return document


def misplaced(said: Node) -> tuple[Problem, ...]:
    """What a requester's text says that is not theirs to say, or that it is no request at all."""
    if not isinstance(said.value, dict):
        what, instead = "this is no request", 'begin with "requester:", "reason:" and "tenants:"'
        return (Problem.at(said.position, "request.shape", what, instead),)
    return tuple(
        Problem.at(
            Position(*said.keys[key]), "request.ours", f"{key} is written by `govcloud tenant`", "remove it"
        )
        for key in OURS
        if key in said.value
    )


def completed(said: Node) -> Node:
    """A request's text with what follows from the rest: a tenant's name from its label, its system's owner.

    Args:
        said: what the requester has said.
    """
    if not isinstance(said.value, dict) or "tenants" not in said.value:
        return said
    tenants = said.value["tenants"]
    if not isinstance(tenants.value, list):
        return said
    return put(said, ["tenants"], Node(tenants.place, [_completed(one) for one in tenants.value]))


def wish_of(site: Present, name: str) -> Node:
    """What a tenant was granted, as a wish to begin with.

    Args:
        site: the site as it is.
        name: the tenant.

    Raises:
        InputError: there is none.
    """
    index = site.loaded.site.tenants.index(tenant_named(site.loaded.site, name))
    node = site.top.find(("tenants", index))[0]
    fields = {} if not isinstance(node.value, dict) else dict(node.value)
    fields.pop("request", None)
    return Node(node.place, fields, {key: node.keys[key] for key in fields})


def altered(wish: Node, values: Mapping[str, str | date]) -> Node:
    """A wish with other values for some of its fields, as one of our commands gives them.

    Args:
        wish: the wish.
        values: by path, such as `system.owner`.
    """
    for path, value in values.items():
        wish = put(wish, path.split("."), node_of(value, wish.place))
    return wish


def all_altered(site: Present, names: Sequence[str], values: Mapping[str, str | date]) -> Node:
    """What a command asks that gives some tenants the same values.

    Args:
        site: the site as it is.
        names: the tenants.
        values: by path.

    Raises:
        InputError: there is no such tenant.
    """
    return said_of([altered(wish_of(site, name), values) for name in names])


def said_of(wishes: Sequence[Node]) -> Node:
    """What a command asks: these tenants."""
    place: Place = wishes[0].place
    return Node(place, {"tenants": Node(place, list(wishes))}, {"tenants": place})


def _base(site: Present, said: Node) -> list[dict[str, str]]:
    present = {one.name: one for one in site.loaded.site.tenants}
    tenants = said.value.get("tenants") if isinstance(said.value, dict) else None
    asked = tenants.plain() if tenants is not None else []
    names = [one.get("name") for one in asked if isinstance(one, dict)] if isinstance(asked, list) else []
    return [{"tenant": name, "digest": tenant_digest(present[name])} for name in names if name in present]


def _completed(tenant: Node) -> Node:
    if not isinstance(tenant.value, dict):
        return tenant
    label = tenant.value.get("label")
    if "name" not in tenant.value and label is not None:
        text = label.value if isinstance(label.value, str) else ""
        name = slug(text)[:TENANT_LENGTH].rstrip("-")
        tenant = put(tenant, ["name"], Node(label.place, name or None, text=name))
    system = tenant.value.get("system") if isinstance(tenant.value, dict) else None
    if system is None or not isinstance(system.value, dict):
        return tenant
    for field, source in _COPIED:
        value = tenant.value.get(source) if isinstance(tenant.value, dict) else None
        if field not in system.value and value is not None:
            tenant = put(tenant, ["system", field], value)
    return tenant

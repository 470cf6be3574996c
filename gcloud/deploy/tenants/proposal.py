"""A request tried out: the site as it would be if the request were approved, and what is wrong with that.

So a request is held against every rule that holds for the site (capacity, addresses,
levels, references), and a mistake is told where the requester made it: in a line of
their file, a cell of their form, an option of their command.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from gcloud.deploy.examine import judged
from gcloud.model import load as model
from gcloud.model.errors import SiteInvalid
from gcloud.model.load import LoadedSite
from gcloud.model.node import Node
from gcloud.model.positions import Positions
from gcloud.model.problem import Path as Way
from gcloud.model.problem import Problem
from gcloud.model.rules.book import PURE
from gcloud.model.tenants.request import Request
from gcloud.plan.tenants.asked import Asked
from gcloud.plan.tenants.check_raise import BEYOND, raise_problems

SIGNED: Final = ("approval.", "tenant.unapproved", "tenant.superseded", "tenant.vanished", "tenant.edited")
"""Rules that a request which waits can't meet: that it is what somebody has signed."""


Known = tuple[str, int, int, str, str]
"""A problem by its place, rule and words."""


@dataclass(frozen=True)
class Present:
    """A site as it is.

    Attributes:
        loaded: the site.
        problems: what is wrong with it already, which no request is blamed for.
    """

    loaded: LoadedSite
    problems: frozenset[Known]

    @property
    def top(self) -> Node:
        """The tree of its sections."""
        return self.loaded.positions.top


@dataclass(frozen=True)
class Proposal:
    """A request tried out.

    Attributes:
        document: the request as it was read, with the places of its parts.
        request: the request; None where it has not the right shape.
        loaded: the site as it would be; None where it would be none.
        problems: what is wrong with the request, by place; empty where it can be approved.
    """

    document: Node
    request: Request | None
    loaded: LoadedSite | None
    problems: tuple[Problem, ...]


def present(folder: Path) -> Present:
    """Read a site to ask something of it.

    Args:
        folder: the site's folder.

    Raises:
        SiteInvalid: its files can't be read as a site.
        InputError: there is no such folder.
    """
    examined = model.examine(folder)
    if examined.loaded is None or not examined.consistent:
        raise SiteInvalid(str(folder), examined.problems)
    return Present(examined.loaded, frozenset(map(known, judged(examined))))


def propose(site: Present, document: Node, today: date) -> Proposal:
    """Try a request out.

    Args:
        site: the site as it is, with or without the request.
        document: the whole request, its number included.
        today: the day on which it is judged.
    """
    request = _request(document)
    top, index = _as_if_granted(site.top, document)
    then = model.assemble(top, site.loaded.folder, rules=PURE)
    problems: dict[Known, Problem] = {}
    for one in judged(then):
        if known(one) not in site.problems:
            problems.setdefault(known(one), one)
    if request is not None:
        positions = Positions(top)

        def tell(path: Way, rule: str, what: str, instead: str) -> Problem:
            return positions.problem(("requests", index, *path), rule, what, instead)

        asked = Asked(site.loaded.site, request, today, tell)
        for one in asked.problems():
            problems.setdefault(known(one), one)
        if then.loaded is not None:
            raised = tuple(raise_problems(site.loaded.site, then.loaded.site, request.tenants, tell))
            if raised:  # said where it is asked for, it need not be said of the machines too
                problems = {key: one for key, one in problems.items() if one.rule != BEYOND}
            problems |= {known(one): one for one in raised}
    told = tuple(sorted(one for one in problems.values() if not one.rule.startswith(SIGNED)))
    return Proposal(document, request, then.loaded, told)


def proposal_of(site: Present, name: str, today: date) -> Proposal:
    """Try a request out that stands in the site's files.

    Args:
        site: the site as it is.
        name: the request, which is there.
        today: the day on which it is judged.
    """
    [document] = [one for one in _items(site.top, "requests") if _text(one, "name") == name]
    return propose(site, document, today)


def _request(document: Node) -> Request | None:
    try:
        return Request.model_validate(document.plain(), by_alias=True, by_name=False)
    except ValidationError:  # said where the whole is validated
        return None


def _as_if_granted(top: Node, document: Node) -> tuple[Node, int]:
    """The site's tree with the request in it and its tenants in the place of those that are there."""
    name = _child(document, "name")
    requests = [
        one
        for one in _items(top, "requests")
        if name is None or _text(one, "name") != _text(document, "name")
    ]
    granted = {
        _text(wish, "name"): Node(
            wish.place, {**wish.value, "request": name}, {**wish.keys, "request": name.place}
        )
        for wish in _items(document, "tenants")
        if isinstance(wish.value, dict) and name is not None and _text(wish, "name")
    }
    # Each in its old place: what is told of the others is then told as it was.
    tenants = [granted.pop(_text(one, "name"), one) for one in _items(top, "tenants")]
    sections = dict(top.value) if isinstance(top.value, dict) else {}
    sections["requests"] = Node(document.place, [*requests, document])
    sections["tenants"] = Node(document.place, [*tenants, *granted.values()])
    keys = {key: top.keys.get(key, document.place) for key in sections}
    return Node(top.place, sections, keys), len(requests)


def known(problem: Problem) -> Known:
    """What makes two problems one: a wish stands in the tree twice, and entries move in their lists."""
    # One empty cell may stand for several fields; that it is empty is said once.
    what = "" if problem.rule == "value.empty" else problem.what
    return (problem.file, problem.line, problem.column, problem.rule, what)


def _items(node: Node, key: str) -> list[Node]:
    child = _child(node, key)
    return child.value if child is not None and isinstance(child.value, list) else []


def _text(node: Node, key: str) -> str | None:
    child = _child(node, key)
    return child.value if child is not None and isinstance(child.value, str) else None


def _child(node: Node, key: str) -> Node | None:
    return node.value.get(key) if isinstance(node.value, dict) else None

"""A wish put together from single answers, as questions and forms give them."""

import re
from collections.abc import Sequence
from datetime import date

from gcloud.model.edit import node_of, put
from gcloud.model.node import Node, Place
from gcloud.model.positions import Positions
from gcloud.model.problem import Path, Problem
from gcloud.model.scalar import meaning
from gcloud.model.shape import takes
from gcloud.model.validate import validate

REQUEST: Path = ("requests", 0)
_DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
"""A day as it is written in Việt Nam: day, month, year."""

TENANT: Path = (*REQUEST, "tenants", 0)


def value_of(within: Path, path: str, text: str, place: Place, *, many: bool = False) -> Node:
    """What an answer means: a number where the field takes one, a truth value, a list, else text.

    Args:
        within: the way to what holds the field, for example `TENANT`.
        path: the way from there, `system.level`.
        text: the answer.
        place: where it stands.
        many: whether several are named, with commas between them.
    """
    text = text.strip()
    if many:
        return node_of([part.strip() for part in text.split(",") if part.strip()], place)
    plain = meaning(text)
    way = (*within, *path.split("."))
    if takes(way, date) and (day := _DAY.fullmatch(text)):
        text = f"{day['year']}-{int(day['month']):02d}-{int(day['day']):02d}"
    fits = (isinstance(plain, bool) and takes(way, bool)) or (type(plain) is int and takes(way, int))
    return Node(place, plain if fits else text, text=text)


def mistake(within: Path, path: str, value: Node) -> Problem | None:
    """What is wrong with a value by itself; None where nothing is.

    Args:
        within: the way to what holds the field.
        path: the way from there.
        value: the value.
    """
    node = value
    way: Path = (*within, *path.split("."))
    for step in reversed(way):
        node = (
            Node(value.place, [node])
            if isinstance(step, int)
            else Node(value.place, {step: node}, {step: value.place})
        )
    _, problems = validate(Positions(node), complete=False)
    return next((one for one in problems if one.path[: len(way)] == way and one.rule != "key.missing"), None)


def filled(answers: Sequence[tuple[str, Node]], place: Place) -> Node:
    """A mapping of answers, each at its path.

    Args:
        answers: path and value.
        place: where all of it stands.
    """
    node = Node(place, {})
    for path, value in answers:
        node = put(node, path.split("."), value)
    return node


def wish_from(about: Sequence[tuple[str, Node]], tenant: Sequence[tuple[str, Node]], place: Place) -> Node:
    """A wish for one tenant, from single answers.

    Args:
        about: answers about the request, each with its path.
        tenant: answers about the tenant, each with its path.
        place: where all of it stands.
    """
    return put(filled(about, place), ["tenants"], Node(place, [filled(tenant, place)]))

"""Puts the sections of all files together: lists are joined, all else may stand once."""

from collections.abc import Iterable

from gcloud.model.node import Node, Place
from gcloud.model.problem import Position, Problem
from gcloud.model.shown import shown

LISTS = frozenset(
    {
        "locations",
        "clouds",
        "ranges",
        "organisations",
        "zones",
        "systems",
        "services",
        "servers",
        "flows",
        "hosts",
        "quota_classes",
        "capacity",
        "prices",
        "backup_policies",
        "people",
        "requests",
        "approvals",
        "tenants",
        "retirements",
        "policies",
        "waivers",
        "adopted",
        "addresses",
    }
)
"""The sections that are lists."""


def merge(tops: Iterable[Node], folder: str) -> tuple[Node, tuple[Problem, ...]]:
    """One tree from the trees of the files.

    Args:
        tops: the top node of each file, in the order of the files.
        folder: the site's folder, the position of what stands in no file.
    """
    sections: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    problems: list[Problem] = []
    for top in tops:
        if top.value is None:
            continue
        if not isinstance(top.value, dict):
            problems.append(
                Problem.at(
                    top.position,
                    "file.shape",
                    "a file of a site holds sections",
                    'begin with a section such as "zones:"',
                )
            )
            continue
        for name, node in top.value.items():
            key = Position(*top.keys[name])
            if node.value is None and name in LISTS:
                what, instead = f'the section "{name}" is empty', f'write "{name}: []", or remove the line'
                problems.append(Problem.at(key, "section.empty", what, instead, (name,)))
                continue
            if name not in sections:
                keys[name] = top.keys[name]
                sections[name] = Node(node.place, list(node.value)) if isinstance(node.value, list) else node
            elif isinstance(sections[name].value, list) and isinstance(node.value, list) and name in LISTS:
                sections[name].value.extend(node.value)  # type: ignore[union-attr]  # narrowed the line above
            else:
                problems.append(
                    Problem.at(
                        key,
                        "section.twice",
                        f"{shown(name)} stands also in {Position(*keys[name])}",
                        "keep one of the two",
                        (name,),
                    )
                )
    return Node((folder, 0, 0), sections, keys), tuple(problems)

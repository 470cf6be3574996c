"""The URNs that a resource may have had before.

Those that the program gives, and those that follow from its parent's: a child
of a parent that had another name or type had another URN itself, and perhaps
another name, where it was named after its parent (`web` and `web-port`).

Source: pkg/resource/deploy/step_generator.go, generateAliases, inheritedChildAlias.
"""

from gcloud.engine.goal import Goal
from gcloud.engine.state import urn as urns


def former_urns(goal: Goal, former_parent: str | None) -> list[str]:
    """Give the URNs that a goal may have had, in the order in which they are to be looked for.

    Args:
        goal: the resource.
        former_parent: the URN that its parent had before; None if that has the same still.
    """
    found = list(goal.aliases)
    if former_parent is not None:
        found += [_below(former_parent, urn, goal.parent) for urn in (goal.urn, *goal.aliases)]
    return [urn for urn in dict.fromkeys(found) if urn != goal.urn]


def _below(former_parent: str, urn: str, parent: str) -> str:
    above, own = urns.parse(former_parent), urns.parse(urn)
    now = urns.parse(parent).name
    name = above.name + own.name.removeprefix(now) if own.name.startswith(now) else own.name
    return urns.make(above.stack, above.project, own.type, name, former_parent)

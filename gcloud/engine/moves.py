"""Resources that the program gives to another provider, or whose provider points elsewhere now.

Like the official engine with this provider, that alone replaces nothing: what
the program means may be the same cloud under another name. But an object does
not move with its resource, so whoever reads the plan must know.

Source: pkg/resource/deploy/step_generator.go (providerChanged); the official
OpenStack provider's DiffConfig asks for no replacement whatever changes.
"""

from collections.abc import Callable

from gcloud.engine.generator import PROVIDER_INTERNAL
from gcloud.engine.goal import Goal
from gcloud.engine.marks import plain
from gcloud.engine.reporter import Reporter
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import contains_unknown


def warn(
    reporter: Reporter,
    goal: Goal,
    old: ResourceState | None,
    reference: str,
    known: Callable[[str], ResourceState | None],
) -> None:
    """Say that a resource is looked for elsewhere than where its object is, if it is.

    Args:
        reporter: told of it.
        goal: the resource as the program wants it.
        old: its state.
        reference: its provider's now.
        known: gives a provider's state by its URN.
    """
    if old is None or not old.provider or old.provider == reference or old.external:
        return
    before, after = (known(urns.split_provider_reference(one)[0]) for one in (old.provider, reference))
    if before is None or after is None:
        return
    if differing := _differing(before, after):
        reporter.note(
            "warning",
            f"{goal.name} is given from the provider {urns.parse(before.urn).name} to "
            f"{urns.parse(after.urn).name}, whose {' and '.join(differing)} differ: its object stays where "
            f"it is and is looked for in the other place. To have it made there and deleted here: "
            f"--replace {goal.name}",
            goal.urn,
        )


def _differing(before: ResourceState, after: ResourceState) -> list[str]:
    old, new = plain(before.inputs), plain(after.inputs)
    return [
        key
        for key in sorted({*old, *new}.difference(PROVIDER_INTERNAL))
        if old.get(key) != new.get(key) or contains_unknown(new.get(key))
    ]

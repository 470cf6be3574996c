"""Why a resource must be replaced even though a comparison of its properties need not say so.

It was asked for; what deletes it is replaced, and so its object goes; or it is
given to a provider that has another cloud, region or project before it, where
its object is not.

Source: pkg/resource/deploy/step_generator.go, diff and providerChanged. The
official engine leaves the last case to the provider's configuration; whether
the object is there is what counts.
"""

from gcloud.engine.generator import Demand
from gcloud.engine.goal import Goal
from gcloud.engine.interface import Provider
from gcloud.engine.marks import plain
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import contains_unknown
from gcloud.engine.work import Work


def demand(
    goal: Goal, old: ResourceState | None, reference: str, provider: Provider, work: Work
) -> Demand | None:
    """Give why a resource must be replaced whatever its properties are; None if there is nothing.

    Args:
        goal: the resource as the program wants it.
        old: its state.
        reference: its provider's.
        provider: its provider.
        work: the run.

    Raises:
        GovCloudError: its new provider can't be asked whether the object is there.
    """
    if old is None or old.external:
        return None
    if work.aim.replaces(goal.urn):
        # What is to go whatever it is like is in the way of its successor more often than not.
        return Demand("its replacement was asked for", delete_first=True)
    if goal.deleted_with and work.ledger.replaced(goal.deleted_with):
        return Demand(f"{urns.parse(goal.deleted_with).name}, with which it is deleted, is replaced")
    if _is_elsewhere(old, reference, provider, work):
        return Demand(f"its object is not where the provider {_name(reference)} looks")
    return None


def _is_elsewhere(old: ResourceState, reference: str, provider: Provider, work: Work) -> bool:
    """Tell whether a resource has been given to a provider that does not have its object.

    One that was only renamed has it, and so has the default one in another version. A provider
    whose own settings are not known yet can't be asked.
    """
    if not old.provider or old.provider == reference or old.pending_replacement:
        return False
    before, after = (urns.split_provider_reference(one)[0] for one in (old.provider, reference))
    if (
        before == after
        or work.ledger.present_name(before) == after
        or (_is_default(before) and _is_default(after))
    ):
        return False
    settings = work.ledger.known(after)
    if settings is not None and contains_unknown(settings.inputs):
        return False
    inputs, outputs = plain(old.inputs), plain(old.outputs)
    return provider.read(old.type, old.urn, old.id, inputs, outputs) is None


def _is_default(urn: str) -> bool:
    return urns.parse(urn).name.partition("_")[0] == "default"


def _name(reference: str) -> str:
    return urns.parse(urns.split_provider_reference(reference)[0]).name

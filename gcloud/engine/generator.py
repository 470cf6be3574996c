"""What has to be done to a resource: the old state and the new goal, compared.

Pure: no state is changed and no cloud is called; a provider's `check` and
`diff` are its only helpers. The rules are the official engine's, so that a
stack that changes hands is not touched for it.

Source: pkg/resource/deploy/step_generator.go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from gcloud.engine import paths
from gcloud.engine.goal import Goal
from gcloud.engine.interface import CheckFailure, PropertyChange, Provider
from gcloud.engine.marks import mark_like, plain
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import UNKNOWN, Value, contains_unknown
from gcloud.errors import InputError

Verdict: TypeAlias = Literal["same", "create", "update", "replace"]

_TAINTED: Final = "its creation failed, or it was marked for replacement"
_NOT_COMPLETED: Final = "its last creation or update was not completed"
_INIT_ERROR: Final = ("#initerror",)

PROVIDER_INTERNAL: Final = ("__internal", "version", "pluginDownloadURL", "__defaults")
"""What a provider resource's inputs hold beside its configuration."""


class CheckFailedError(InputError):
    """A resource's inputs can't be used."""

    def __init__(self, goal: Goal, failures: Sequence[CheckFailure]) -> None:
        listed = "; ".join(
            f"{failure.property}: {failure.reason}" if failure.property else failure.reason
            for failure in failures
        )
        super().__init__(
            listed,
            hint=f"Correct the inputs of {goal.name}" + (f" at {goal.position}." if goal.position else "."),
            data={"properties": [failure.property for failure in failures]},
        )


@dataclass(frozen=True, slots=True)
class Demand:
    """Why a resource is replaced whatever its properties are.

    Args:
        reason: in words.
        delete_first: unless the program says otherwise, the old object goes first.
    """

    reason: str
    delete_first: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one resource.

    Args:
        verdict: what to do.
        inputs: the inputs to send and to store, secrets marked.
        changes: what differs, for an update or a replacement.
        delete_before_replace: of a replacement: the old object goes first.
        reason: why, where the changes don't say it.
    """

    verdict: Verdict
    inputs: Mapping[str, Value]
    changes: tuple[PropertyChange, ...] = ()
    delete_before_replace: bool = False
    reason: str = ""

    @property
    def why(self) -> str:
        """Why it is replaced, in words."""
        return self.reason or "because of " + ", ".join(one.path for one in self.changes if one.replaces)


def decide(
    goal: Goal,
    old: ResourceState | None,
    provider: Provider,
    *,
    believed: ResourceState | None = None,
    demand: Demand | None = None,
    gone: str = "",
) -> Decision:
    """Decide on a custom resource.

    Args:
        goal: what the program wants.
        old: its state; None if it has none.
        provider: who serves it.
        believed: its state before the cloud was looked at, which holds the defaults that were
            chosen for it; None if that is the same.
        demand: why it must be replaced even if nothing differs; None if there is no such reason.
        gone: why the old object was deleted in this very run; empty if it was not.

    Raises:
        CheckFailedError: the inputs can't be used.
    """
    if old is None or old.external or not old.custom:
        return Decision("create", check(goal, None, provider))
    wanted = goal
    if goal.ignore_changes:
        wanted = replace(goal, inputs=paths.reset(goal.inputs, old.inputs, goal.ignore_changes))
    if gone or old.pending_replacement:
        reason = gone or "its predecessor was deleted already"
        return Decision("replace", check(wanted, None, provider), (), True, reason)
    inputs = check(wanted, believed or old, provider)
    diff = provider.diff(
        goal.type, old.id, plain(old.inputs), plain(old.outputs), plain(inputs), goal.ignore_changes
    )
    changes = _replacing(diff.changes, goal.replace_on_changes)
    if old.taint or demand or _bad_start(old, goal) or any(change.replaces for change in changes):
        # What can't be mended is in the way of its successor more often than it is of use.
        at_once = old.taint or (demand is not None and demand.delete_first)
        before = goal.delete_before_replace
        return Decision(
            "replace",
            # A replacement's defaults are its own: an autoname must not be carried over.
            check(wanted, None, provider),
            changes,
            diff.delete_before_replace or at_once if before is None else before,
            _why_replaced(old, demand, changes),
        )
    if changes:
        return Decision("update", inputs, changes)
    if old.init_errors:
        return Decision("update", inputs, (), False, _NOT_COMPLETED)
    return Decision("same", inputs)


def _why_replaced(old: ResourceState, demand: Demand | None, changes: Sequence[PropertyChange]) -> str:
    if old.taint:
        return _TAINTED
    if demand is not None:
        return demand.reason
    return "" if any(change.replaces for change in changes) else _NOT_COMPLETED


def _bad_start(old: ResourceState, goal: Goal) -> bool:
    """Tell whether a resource was not completed and is replaced for that."""
    wide = [paths.parse(selector) for selector in goal.replace_on_changes]
    return bool(old.init_errors) and any(paths.covers(path, _INIT_ERROR) for path in wide)


def check(goal: Goal, old: ResourceState | None, provider: Provider) -> dict[str, Value]:
    """Give the goal's inputs as they are stored: checked, with defaults, secrets marked.

    Raises:
        CheckFailedError: they can't be used.
    """
    olds = None if old is None else plain(old.inputs)
    result = provider.check(goal.type, goal.urn, olds, plain(goal.inputs))
    if result.failures:
        raise CheckFailedError(goal, result.failures)
    return mark_like(result.inputs, goal.inputs)


def _replacing(changes: tuple[PropertyChange, ...], selectors: Sequence[str]) -> tuple[PropertyChange, ...]:
    if not selectors:
        return changes
    wide = [paths.parse(selector) for selector in selectors]
    return tuple(
        replace(change, replaces=True)
        if any(paths.covers(path, paths.parse(change.path)) for path in wide)
        else change
        for change in changes
    )


def decide_component(goal: Goal, old: ResourceState | None) -> Decision:
    """Decide on a component: its inputs are compared as they are."""
    if old is None:
        return Decision("create", goal.inputs)
    changes = plain_changes(plain(old.inputs), plain(goal.inputs))
    return Decision("update" if changes else "same", goal.inputs, changes)


def decide_provider(goal: Goal, old: ResourceState | None) -> Decision:
    """Decide on a provider's own resource: it is never replaced, only configured anew."""
    inputs: dict[str, Value] = dict(goal.inputs)
    if goal.version:
        # The official engine writes the one together with the other.
        inputs |= {"__internal": {}, "version": goal.version}
    if old is None:
        return Decision("create", inputs)
    before, after = plain(old.inputs), plain(inputs)
    before.pop("__internal", None)
    after.pop("__internal", None)
    changes = plain_changes(before, after)
    return Decision("update" if changes else "same", inputs, changes)


def plain_changes(old: Mapping[str, Value], new: Mapping[str, Value]) -> tuple[PropertyChange, ...]:
    """Compare two sets of plain properties name by name; an unknown value differs from everything."""
    return tuple(
        PropertyChange(key, old.get(key), new.get(key))
        for key in sorted({*old, *new})
        if key not in old or key not in new or old[key] != new[key] or contains_unknown(new[key])
    )


def dependent_is_replaced(
    state: ResourceState, replaced: frozenset[str] | set[str], provider_urn: str, provider: Provider
) -> bool:
    """Tell whether a resource must go before something it depends on is deleted and made anew.

    Its inputs that come from what is replaced are taken as unknown; it must go if that
    replaces it too.

    Args:
        state: a resource that depends on something in `replaced`, directly.
        replaced: URNs that are deleted before their replacement.
        provider_urn: its provider's URN.
        provider: who serves it.
    """
    if not state.custom or state.external or state.is_provider:
        return False
    if provider_urn in replaced or (state.deleted_with and state.deleted_with in replaced):
        return True
    affected = {key for key, listed in state.property_dependencies.items() if not replaced.isdisjoint(listed)}
    if affected.isdisjoint(state.inputs):
        return False
    inputs = plain(state.inputs)
    guess = {key: UNKNOWN if key in affected else value for key, value in inputs.items()}
    diff = provider.diff(state.type, state.id, inputs, plain(state.outputs), guess, state.ignore_changes)
    return any(change.replaces for change in _replacing(diff.changes, state.replace_on_changes))

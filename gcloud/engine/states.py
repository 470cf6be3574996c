"""Resource states made from goals and answers."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from gcloud.engine.goal import Goal
from gcloud.engine.interface import Provider
from gcloud.engine.marks import mark_like, mark_names
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import Value

_NANO: Final = 1_000_000_000


def now() -> str:
    """Give the time as the checkpoint writes it: RFC 3339 with nanoseconds, UTC."""
    whole, rest = divmod(time.time_ns(), _NANO)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(whole))}.{rest:09d}Z"


def wanted(
    goal: Goal, inputs: Mapping[str, Value], provider: str, old: ResourceState | None
) -> ResourceState:
    """Give the state that a goal describes, without what only an answer can tell (id, outputs).

    Args:
        goal: what the program wants.
        inputs: its checked inputs, secrets marked.
        provider: reference of its provider; empty for components and providers.
        old: its old state, whose age and unknown fields are kept.
    """
    return ResourceState(
        urn=goal.urn,
        type=goal.type,
        custom=goal.custom,
        inputs=dict(inputs),
        parent=goal.parent,
        protect=bool(goal.protect),
        dependencies=_in_old_order(goal.dependencies, old.dependencies if old else ()),
        provider=provider,
        property_dependencies={
            key: _in_old_order(urns, old.property_dependencies.get(key, ()) if old else ())
            for key, urns in goal.property_dependencies.items()
        },
        additional_secret_outputs=_in_old_order(
            tuple(sorted(goal.additional_secret_outputs)), old.additional_secret_outputs if old else ()
        ),
        custom_timeouts=dict(goal.timeouts),
        retain_on_delete=bool(goal.retain_on_delete),
        deleted_with=goal.deleted_with,
        ignore_changes=goal.ignore_changes,
        replace_on_changes=goal.replace_on_changes,
        created=old.created if old else "",
        modified=old.modified if old else "",
        import_id=goal.import_id,
        extra=old.extra if old else {},
    )


def _in_old_order(new: tuple[str, ...], old: tuple[str, ...]) -> tuple[str, ...]:
    """Give names as they stood before if they are the same: their order means nothing."""
    return old if sorted(new) == sorted(old) else new


def unchanged(wanted_: ResourceState, old: ResourceState, secrets: Collection[str]) -> ResourceState:
    """Give the state of a resource that the cloud needs no change of."""
    return replace(wanted_, id=old.id, outputs=marked(old.outputs, wanted_, secrets))


def created(
    wanted_: ResourceState,
    id_: str,
    outputs: Mapping[str, Value],
    secrets: Collection[str],
    problems: tuple[str, ...] = (),
) -> ResourceState:
    """Give the state of an object just made."""
    moment = now()
    return replace(
        wanted_,
        id=id_,
        outputs=marked(outputs, wanted_, secrets),
        init_errors=problems,
        created=moment,
        modified=moment,
    )


def updated(
    wanted_: ResourceState,
    id_: str,
    outputs: Mapping[str, Value],
    secrets: Collection[str],
    problems: tuple[str, ...] = (),
) -> ResourceState:
    """Give the state of an object just changed."""
    return replace(
        wanted_, id=id_, outputs=marked(outputs, wanted_, secrets), init_errors=problems, modified=now()
    )


def marked(outputs: Mapping[str, Value], state: ResourceState, secrets: Collection[str]) -> dict[str, Value]:
    """Copy outputs with all that is secret marked.

    Secret is what the type's schema says, what the program says, and what repeats a secret input.
    """
    return mark_like(mark_names(outputs, {*secrets, *state.additional_secret_outputs}), state.inputs)


def secret_outputs(state: ResourceState, provider: Provider) -> frozenset[str]:
    """Give the names of a resource's secret outputs by schema and program."""
    return provider.secret_outputs(state.type) | frozenset(state.additional_secret_outputs)


def alike(one: Sequence[ResourceState], other: Sequence[ResourceState]) -> bool:
    """Tell whether two snapshots say the same, be it that they were looked up at different times."""
    return len(one) == len(other) and all(
        a is b or replace(a, modified="") == replace(b, modified="") for a, b in zip(one, other, strict=True)
    )

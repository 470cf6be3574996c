"""Which parts of a property tree are secret, and its form for providers.

Providers see plain values only; what is secret is known by its place. So the
marks are taken off before a call and put on again, by place, after it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from gcloud.engine.values import Secret, Value
from gcloud.engine.wire import REFERENCE, SIGNATURE


def plain(properties: Mapping[str, Value]) -> dict[str, Any]:
    """Copy properties for a provider: secrets unwrapped, resource references as ids."""
    return {key: _plain(value) for key, value in properties.items()}


def _plain(value: Value) -> Value:
    if isinstance(value, Secret):
        return _plain(value.value)
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == REFERENCE:
            return _plain(value["id"]) if value.get("id") else value.get("urn")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def mark_like(properties: Mapping[str, Value], model: Mapping[str, Value]) -> dict[str, Value]:
    """Copy properties with a secret wherever the model has one at the same place."""
    return {
        key: _mark_like(value, model[key]) if key in model else value for key, value in properties.items()
    }


def _mark_like(value: Value, model: Value) -> Value:
    if isinstance(value, Secret):
        return value
    if isinstance(model, Secret):
        return Secret(value)
    if isinstance(value, Mapping) and isinstance(model, Mapping):
        return mark_like(value, model)
    if isinstance(value, list) and isinstance(model, list):
        if len(value) == len(model):
            return [_mark_like(item, other) for item, other in zip(value, model, strict=True)]
        # Which of the items is the secret one can't be told any more.
        return Secret(value) if _holds_secret(model) else value
    return value


def mark_names(properties: Mapping[str, Value], names: Collection[str]) -> dict[str, Value]:
    """Copy properties with those of the given names marked secret as a whole, null too."""
    return {key: Secret(_bare(value)) if key in names else value for key, value in properties.items()}


def _bare(value: Value) -> Value:
    return value.value if isinstance(value, Secret) else value


def secret_names(properties: Mapping[str, Value]) -> frozenset[str]:
    """Give the names of the properties that are, or hold, a secret."""
    return frozenset(key for key, value in properties.items() if _holds_secret(value))


def _holds_secret(value: Value) -> bool:
    if isinstance(value, Secret):
        return True
    if isinstance(value, Mapping):
        return any(_holds_secret(item) for item in value.values())
    return isinstance(value, list | tuple) and any(_holds_secret(item) for item in value)

"""A resource's entry in the checkpoint (ResourceV3), to and from `ResourceState`.

One table names each field, its name in the file and its kind, in the official
order. Empty values are left out, as the official engine does, except that an
input property without dependencies keeps its empty list.

Source: Pulumi's sdk/go/common/apitype/core.go, ResourceV3.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gcloud.engine.state.errors import StateCorruptError
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.resource import ResourceState


@dataclass(frozen=True, slots=True)
class _Field:
    attribute: str
    name: str
    kind: str
    fits: Callable[[Any], bool]
    load: Callable[[Any], Any]
    dump: Callable[[Any], Any]


def _same(value: Any) -> Any:  # noqa: ANN401 - whatever the field holds
    return value


def _sorted(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value[key] for key in sorted(value)}


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_numbers(value: object) -> bool:
    return isinstance(value, dict) and all(type(item) in {int, float} for item in value.values())


def _is_lists(value: object) -> bool:
    return isinstance(value, dict) and all(item is None or _is_texts(item) for item in value.values())


def _text(attribute: str, name: str) -> _Field:
    return _Field(attribute, name, "a text", lambda value: isinstance(value, str), _same, _same)


def _flag(attribute: str, name: str) -> _Field:
    return _Field(attribute, name, "true or false", lambda value: isinstance(value, bool), _same, _same)


def _texts(attribute: str, name: str) -> _Field:
    return _Field(attribute, name, "a list of texts", _is_texts, tuple, list)


def _tree(attribute: str, name: str) -> _Field:
    return _Field(attribute, name, "an object", lambda value: isinstance(value, dict), _same, _same)


def _numbers(attribute: str, name: str) -> _Field:
    return _Field(attribute, name, "an object of numbers", _is_numbers, dict, _sorted)


def _lists(attribute: str, name: str) -> _Field:
    return _Field(
        attribute,
        name,
        "an object of lists of texts",
        _is_lists,
        lambda value: {key: tuple(items or ()) for key, items in value.items()},
        lambda value: {key: list(value[key]) for key in sorted(value)},
    )


FIELDS: Final = (
    _text("urn", "urn"),
    _flag("custom", "custom"),
    _flag("delete", "delete"),
    _text("id", "id"),
    _text("type", "type"),
    _tree("inputs", "inputs"),
    _tree("outputs", "outputs"),
    _text("parent", "parent"),
    _flag("protect", "protect"),
    _flag("taint", "taint"),
    _flag("external", "external"),
    _texts("dependencies", "dependencies"),
    _texts("init_errors", "initErrors"),
    _text("provider", "provider"),
    _lists("property_dependencies", "propertyDependencies"),
    _flag("pending_replacement", "pendingReplacement"),
    _texts("additional_secret_outputs", "additionalSecretOutputs"),
    _texts("aliases", "aliases"),
    _numbers("custom_timeouts", "customTimeouts"),
    _text("import_id", "importID"),
    _flag("retain_on_delete", "retainOnDelete"),
    _text("deleted_with", "deletedWith"),
    _texts("replace_with", "replaceWith"),
    _text("created", "created"),
    _text("modified", "modified"),
    _texts("ignore_changes", "ignoreChanges"),
    _texts("replace_on_changes", "replaceOnChanges"),
)
_BY_NAME: Final = {field.name: field for field in FIELDS}
ALWAYS: Final = frozenset({"urn", "custom", "type"})
"""Fields that are written even if empty."""


def load(entry: object, sealer: Sealer) -> ResourceState:
    """Read an entry, its secrets decrypted.

    Raises:
        StateCorruptError: it isn't a resource's entry.
    """
    if not isinstance(entry, dict) or not isinstance(entry.get("urn"), str) or not entry["urn"]:
        raise StateCorruptError("A resource in the state has no urn.")
    urn = entry["urn"]
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in entry.items():
        field = _BY_NAME.get(name)
        if field is None:
            extra[name] = value
        elif value is None:
            continue
        elif not field.fits(value):
            raise StateCorruptError(f"{urn}: the field {name} is not {field.kind}.")
        elif name in {"inputs", "outputs"}:
            values[name] = sealer.unseal((urn, name), value)
        else:
            values[field.attribute] = field.load(value)
    if not values.get("type"):
        raise StateCorruptError(f"{urn}: the field type is missing.")
    return ResourceState(extra=extra, **{"custom": False, **values})


def dump(state: ResourceState, sealer: Sealer) -> dict[str, Any]:
    """Write an entry, its secrets encrypted.

    Raises:
        StateError: a property can't be stored.
    """
    entry: dict[str, Any] = {}
    for field in FIELDS:
        value = getattr(state, field.attribute)
        if field.name in {"inputs", "outputs"}:
            value = sealer.seal((state.urn, field.name), value)
        elif field.attribute == "init_errors":  # what a provider said, which may repeat what it was given
            value = [sealer.redact(error) for error in value]
        if value or field.name in ALWAYS:
            entry[field.name] = field.dump(value) if value else value
    return {**entry, **_copied(state.extra)}


def _copied(extra: Mapping[str, Any]) -> dict[str, Any]:
    return {name: extra[name] for name in sorted(extra)}

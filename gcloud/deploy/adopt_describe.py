"""From the objects of a cloud to the adopted objects of a site.

Each object is written down by those of its properties that somebody decided, with
references where a property means another object. What is written is held against
the object itself: a property that would show a difference although nobody changed
anything is corrected, or named under `ignore`, so that the first plan is empty.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gcloud.deploy.adopt_words import (
    ATTACHMENT,
    BY_NAME,
    EVERYWHERE,
    INSTANCE,
    KEYPAIR,
    NEVER,
    OWN_DOING,
    PORT,
    SECRET_KEY,
    SHORT,
)
from gcloud.engine.interface import LiveObject, Provider
from gcloud.model.adopted import OF, REFERENCE, AdoptedObject
from gcloud.model.text import NAME_LENGTH, slug

_ROUNDS: Final = 3
"""A correction may need another one; more than a few never do."""

_PEOPLES_OWN: Final = frozenset({"metadata", "properties", "extraSpecs"})
"""Properties whose keys people choose."""

_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {}, 0, False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An object that is not adopted.

    Args:
        type: its type.
        id: its id.
        name: what people call it.
        why: one clause.
    """

    type: str
    id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Description:
    """A cloud's objects as a site has them.

    Args:
        objects: in an order in which people read them.
        left_out: what is not adopted.
        remarks: what people should look at.
    """

    objects: tuple[AdoptedObject, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...] = ()


def describe(live: Iterable[LiveObject], provider: Provider) -> Description:
    """Describe a cloud's objects.

    Args:
        live: what was seen.
        provider: checks and compares what is written down.
    """
    every = list(live)
    used_keys = {one.outputs.get("keyPair") for one in every if one.type == INSTANCE}
    ours = sorted(
        (one for one in every if not one.automatic or (one.type == KEYPAIR and one.id in used_keys)),
        key=lambda one: (_order(one.type), one.name, one.id),
    )
    taken = {(one.type, one.id) for one in ours}
    left_out = tuple(
        LeftOut(one.type, one.id, one.name, one.automatic) for one in every if (one.type, one.id) not in taken
    )
    names = _names(ours)
    scene = _Scene(every, taken, _References(ours, names), provider)
    objects = tuple(_described(one, names[one.type, one.id], scene) for one in ours)
    remarks = tuple(
        f"{names[one.type, one.id]}: {key} is not written down: a key of it looks like a secret's"
        for one in ours
        for key in sorted(_private(one))
    )
    return Description(objects, left_out, remarks)


def _order(type_: str) -> str:
    """Networks before servers, and each type by itself."""
    place = type_.split(":")[1]
    return f"{'0' if place.startswith('networking/') else '1'} {place}"


def _names(objects: Sequence[LiveObject]) -> dict[tuple[str, str], str]:
    """Give each object a name of its own."""
    taken: set[str] = set()
    names = {}
    for one in objects:
        class_ = one.type.rpartition(":")[2]
        word = SHORT.get(class_) or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", class_.removesuffix("V2")).lower()
        base = slug(f"{word}-{one.name or one.id}")
        name, number = base, 1
        while name in taken:
            number += 1
            name = f"{base[: NAME_LENGTH - len(str(number)) - 1]}-{number}"
        taken.add(name)
        names[one.type, one.id] = name
    return names


class _References:
    """Finds the object that a value means."""

    def __init__(self, objects: Iterable[LiveObject], names: Mapping[tuple[str, str], str]) -> None:
        # Some types share their ids (a floating address and its use): the first one in the order is meant.
        self._by_id: dict[str, str] = {}
        self._by_value: dict[tuple[str, str, str], str] = {}
        for one in objects:
            name = names[one.type, one.id]
            self._by_id.setdefault(one.id, name)
            for type_, key in set(BY_NAME.values()):
                if type_ == one.type:
                    self._by_value[type_, key, str(one.outputs.get(key))] = name

    def resolve(self, type_: str, properties: Mapping[str, Any], own: str) -> dict[str, Any]:
        """Give properties with a reference wherever one means another adopted object."""
        resolved = {key: self._value(value, own) for key, value in properties.items()}
        for key, value in properties.items():
            if (type_, key) in BY_NAME:
                other, of = BY_NAME[type_, key]
                name = self._by_value.get((other, of, str(value)))
                if name is not None:
                    resolved[key] = {REFERENCE: name, OF: of}
        return resolved

    def _value(self, value: Any, own: str) -> Any:  # noqa: ANN401 - a property holds anything
        if isinstance(value, Mapping):
            return {key: self._value(item, own) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self._value(item, own) for item in value]
        # A name or a number could be an id by chance; what is long enough is none by chance.
        name = self._by_id.get(value) if isinstance(value, str) and len(value) >= _ID else None
        return value if name is None or name == own else {REFERENCE: name}


_ID: Final = 32
"""Characters of the shortest id that is told from a name: a UUID without its hyphens."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What an object is described among.

    Args:
        every: all that was seen.
        taken: type and id of what is adopted.
        references: finds what a value means.
        provider: checks and compares.
    """

    every: Sequence[LiveObject]
    taken: Container[tuple[str, str]]
    references: _References
    provider: Provider


def _described(one: LiveObject, name: str, scene: _Scene) -> AdoptedObject:
    written, ignore = _agreed(one, scene.provider)
    if one.type == INSTANCE:
        written |= {"networks": interfaces} if (interfaces := _interfaces(one, scene.taken)) else {}
        if disks := _disks(one, scene.every):
            written.pop("imageId", None)
            written["blockDevices"] = disks
    return AdoptedObject(
        type=one.type,
        name=name,
        id=one.id,
        ignore=tuple(sorted(ignore)),
        properties=scene.references.resolve(one.type, written, name),
    )


def _interfaces(server: LiveObject, taken: Container[tuple[str, str]]) -> list[dict[str, str]]:
    """Give a server's interfaces in their order: by its port, or by the network where Nova made the port."""
    return [
        {"port": one["port"]} if (PORT, one["port"]) in taken else {"uuid": one["uuid"]}
        for one in server.outputs.get("networks") or ()
        if one.get("port")
    ]


def _disks(server: LiveObject, objects: Iterable[LiveObject]) -> list[dict[str, Any]]:
    """Give the volume that a server boots from, if there is one: its attachment is no resource of its own."""
    volumes = [
        one.outputs["volumeId"]
        for one in objects
        if one.type == ATTACHMENT and one.automatic and one.outputs.get("instanceId") == server.id
    ]
    common = {"sourceType": "volume", "destinationType": "volume", "deleteOnTermination": False}
    return [{"uuid": volume, "bootIndex": 0, **common} for volume in volumes[:1]]


def _agreed(one: LiveObject, provider: Provider) -> tuple[dict[str, Any], set[str]]:
    """Give properties that show no difference to the object, and those whose difference must be ignored."""
    private = _private(one)
    secret = provider.secret_outputs(one.type) | private
    written = {key: value for key, value in _decided(one, provider).items() if key not in private}
    ignore = set(private)
    seen = {key: value for key, value in one.outputs.items() if key not in NEVER.get(one.type, ())}
    for _ in range(_ROUNDS):
        checked = provider.check(one.type, f"::{one.name}", None, written)
        refused = {failure.property.partition(".")[0].partition("[")[0] for failure in checked.failures}
        changes = provider.diff(one.type, one.id, {}, seen, checked.inputs, ()).changes
        differing = {change.path.partition(".")[0].partition("[")[0] for change in changes}
        wrong = (refused | differing) - ignore - {""}
        if not wrong:
            break
        for key in wrong:
            value = seen.get(key)
            if key in written:
                del written[key]
            elif value is not None and key not in secret:
                written[key] = value
            else:
                ignore.add(key)
    else:
        ignore |= wrong
    return written, ignore


def _private(one: LiveObject) -> frozenset[str]:
    """Name the properties with a key under which people keep secrets: they are not to be written down."""
    return frozenset(
        key
        for key, value in one.outputs.items()
        if key in _PEOPLES_OWN and isinstance(value, Mapping) and any(map(SECRET_KEY.search, value))
    )


def _decided(one: LiveObject, provider: Provider) -> dict[str, Any]:
    """Give the properties that somebody decided, as far as that can be told; nothing secret."""
    nobodys = OWN_DOING.get(one.type, frozenset()) | NEVER.get(one.type, frozenset())
    hidden = EVERYWHERE | nobodys | provider.secret_outputs(one.type)
    given = {**_asked(one, provider), **one.inputs}
    plain = {key: _plain(value) for key, value in given.items() if key[:2] != "__" and key not in hidden}
    return {key: value for key, value in plain.items() if value != {}}


def _asked(one: LiveObject, provider: Provider) -> dict[str, Any]:
    """Give the outputs that are inputs too and say something."""
    known = {key: value for key, value in one.outputs.items() if value not in _NOTHING and key != "id"}
    checked = provider.check(one.type, f"::{one.name}", None, known)
    refused = {failure.property.partition(".")[0].partition("[")[0] for failure in checked.failures}
    return {key: value for key, value in known.items() if key not in refused}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a property holds anything
    """Give a value without lists of defaults, without what says nothing, without Glance's own words."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if _says(key, item)}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _says(key: str, value: Any) -> bool:  # noqa: ANN401 - a property holds anything
    # A number that nobody gave is 0 within an object; a truth value that is false may be meant.
    nothing = value is None or value == "" or (value == 0 and value is not False)
    return not nothing and key != "stores" and not key.startswith(("__", "os_hash_"))

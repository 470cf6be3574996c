"""Cloud objects as they are: what was taken over from a running cloud and fits no other section.

An object is a resource of the provider, property by property. That is the raw way
out of the site's own model: no rule of the province is checked on it, only that its
type and properties are known and its references lead somewhere.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, WithJsonSchema

from gcloud.model.base import Model
from gcloud.model.numbers import Flag
from gcloud.model.problem import Path
from gcloud.model.text import Name, Text
from gcloud.model.wrong import wrong

REFERENCE: Final = "$ref"
"""The key by which a property says that its value is another object's."""

OF: Final = "of"
"""Beside it: which property of the other object; without it, its id."""

TYPE_PATTERN: Final = r"^openstack:[a-z]+/[a-zA-Z0-9]+:[A-Z][a-zA-Z0-9]*$"
_TYPE = re.compile(TYPE_PATTERN)
_PROPERTY = re.compile(r"[a-z][a-zA-Z0-9]*")


def _type(text: str) -> str:
    if _TYPE.fullmatch(text):
        return text
    raise wrong(
        "adopted.type",
        "this is no resource type",
        "write one as `plan --output json` does, for example openstack:networking/network:Network",
    )


def _properties(given: Mapping[str, Any]) -> dict[str, Any]:
    for key in given:
        if not _PROPERTY.fullmatch(key):
            camel = re.sub(r"[_-]+([a-z0-9])", lambda found: found[1].upper(), key.lower())
            raise wrong("adopted.property", f"{key} is no property's name", f"write {camel}", key)
    return dict(given)


TypeToken = Annotated[str, AfterValidator(_type), WithJsonSchema({"type": "string", "pattern": TYPE_PATTERN})]
"""A resource type, `openstack:networking/network:Network`."""

Properties = Annotated[dict[str, Any], AfterValidator(_properties)]
"""Properties by their names in the provider's schema (camelCase)."""


class AdoptedObject(Model):
    """One object of a cloud, as the provider has it."""

    type: Annotated[TypeToken, Field(examples=["openstack:networking/network:Network"])]
    """Its resource type."""
    name: Annotated[Name, Field(examples=["network-srv"])]
    """How the other objects call it; also its name in plans."""
    id: Text | None = None
    """Its id in the cloud; by it the object is found again when the state is lost."""
    cloud: Name | None = None
    """The cloud it is on; needed where the site has several."""
    protect: Flag = True
    """Refuse to delete or replace it. Write false, and run `up`, before it may go."""
    needs: tuple[Name, ...] = ()
    """Objects that must outlive it although no property refers to them."""
    ignore: tuple[Text, ...] = ()
    """Properties whose differences are left alone."""
    properties: Annotated[Properties, Field(examples=[{"name": "srv"}])]
    """What it is: the provider's properties. `{$ref: NAME}` is the id of another object, `{$ref: NAME,
    of: address}` another property of it."""


def references(properties: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """Every reference in an object's properties: the way to it, the object's name, the property's.

    Args:
        properties: the object's properties.
    """
    yield from _references(properties, ())


def _references(value: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, Mapping):
        if REFERENCE in value:
            yield path, str(value[REFERENCE]), str(value.get(OF, "id"))
            return
        for key, item in value.items():
            yield from _references(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _references(item, (*path, index))


def in_order(objects: tuple[AdoptedObject, ...]) -> tuple[AdoptedObject, ...]:
    """Objects so that each comes after those it refers to; those in a circle are left out.

    Args:
        objects: in the order of the files, which is kept as far as it can be.
    """
    known = {one.name for one in objects}
    left, done, ordered = list(objects), set[str](), list[AdoptedObject]()
    while left:
        ready = [one for one in left if (wanted_by(one) & known) <= done]
        if not ready:
            break
        ordered += ready
        done |= {one.name for one in ready}
        left = [one for one in left if one.name not in done]
    return tuple(ordered)


def wanted_by(one: AdoptedObject) -> frozenset[str]:
    """The names of the objects that must be there before this one."""
    return frozenset({*one.needs, *(name for _, name, _ in references(one.properties))})

"""Objects of one cloud service, taken over from a running cloud as they are."""

import importlib
from collections.abc import Mapping
from typing import Any

import pulumi

from gcloud.model.adopted import OF, REFERENCE, AdoptedObject
from stacks.components.refusal import RefusedError


class Adopted(pulumi.ComponentResource):
    """The adopted objects of one service of one cloud.

    Creates each object by the class that the SDK has for its type, with exactly the
    properties that the site's files hold. An object is protected unless it says
    otherwise, so that nothing that was there before us is destroyed by a slip.

    Refuses a type that the SDK does not have, and a property that its class does not
    know.

    Args:
        name: the cloud's and the service's.
        opts: the provider of the cloud.
    """

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("govcloud:adopted:Adopted", name, None, opts)

    def take(self, one: AdoptedObject, made: Mapping[str, pulumi.CustomResource]) -> pulumi.CustomResource:
        """Register one object.

        Args:
            one: the object.
            made: the objects that it may refer to, by name.

        Raises:
            RefusedError: see above.
        """
        kind = class_of(one)
        words = words_of(kind)
        given = {words.get(key, key): _value(value, made) for key, value in one.properties.items()}
        options = pulumi.ResourceOptions(
            parent=self,
            protect=one.protect,
            depends_on=[made[name] for name in one.needs],
            ignore_changes=list(one.ignore) or None,
        )
        try:
            resource: pulumi.CustomResource = kind(one.name, opts=options, **given)
        except TypeError as error:
            raise RefusedError(f"the adopted object {one.name} ({one.type}): {error}") from error
        return resource


def service_of(one: AdoptedObject) -> str:
    """Give the service of an object's type: `networking`."""
    return one.type.split(":")[1].partition("/")[0]


def class_of(one: AdoptedObject) -> type[pulumi.CustomResource]:
    """Give the SDK's class of an object's type.

    Raises:
        RefusedError: it has none.
    """
    name = one.type.rpartition(":")[2]
    try:
        module = importlib.import_module(f"pulumi_openstack.{service_of(one)}")
        kind: type[pulumi.CustomResource] = getattr(module, name)
    except (ImportError, AttributeError):
        raise RefusedError(
            f"the adopted object {one.name} is of the type {one.type}, which the SDK lacks"
        ) from None
    return kind


def words_of(kind: type[pulumi.CustomResource]) -> dict[str, str]:
    """Give what a class calls its properties in Python, by their names in the schema."""
    properties = ((name, value) for name, value in vars(kind).items() if isinstance(value, property))
    return {str(getattr(value.fget, "_pulumi_name", name)): name for name, value in properties}


def _value(value: Any, made: Mapping[str, pulumi.CustomResource]) -> Any:  # noqa: ANN401 - a property holds anything
    if isinstance(value, Mapping):
        if REFERENCE in value:
            other = made[value[REFERENCE]]
            return getattr(other, property_of(type(other), value[REFERENCE], str(value.get(OF, "id"))))
        return {key: _value(item, made) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_value(item, made) for item in value]
    return value


def property_of(kind: type[pulumi.CustomResource], name: str, wanted: str) -> str:
    """Give what an object's class calls one of its properties in Python.

    Raises:
        RefusedError: it has no such property.
    """
    words = {"id": "id", **words_of(kind)}
    if wanted not in words:
        raise RefusedError(f"the adopted object {name} has no property {wanted}")
    return words[wanted]

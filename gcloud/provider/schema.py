"""What a resource type's properties are, as data.

The official provider's behaviour in check and diff follows from a few facts of
each property: its kind, whether a change of it replaces the object, whether the
cloud fills it in when the program leaves it out. Written down as data, these
facts serve every type with one check and one diff (gcloud.provider.check,
gcloud.provider.diff), and a type's file is a table that a reader can hold
against the official documentation.

Sources of the facts: the Pulumi package schema of pulumi-openstack 5.5.3, the
resource schemas of terraform-provider-openstack 3.4 and the checkpoints that
the official engine wrote.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypedDict, Unpack

from gcloud.engine.values import Value

DEFAULTS: Final = "__defaults"
"""The key under which inputs list the names of those that the program didn't give."""


class Kind(Enum):
    """Kinds of values, in the words that an error uses."""

    STRING = "a string"
    INTEGER = "a whole number"
    NUMBER = "a number"
    BOOLEAN = "true or false"
    LIST = "a list"
    SET = "a list without order"
    MAP = "a map of strings"
    OBJECT = "an object"


@dataclass(frozen=True, slots=True)
class Property:
    """The facts of one property.

    Args:
        kind: what its values are.
        element: the elements of a list or set; None elsewhere.
        fields: the properties of an object; empty elsewhere.
        required: the program must give it.
        replaces: a change of it replaces the object.
        computed: if the program leaves it out, the cloud's value stands and is no difference.
        output: only the cloud sets it; a program can't.
        secret: its value is marked secret in the state.
        autoname: without a value it becomes `<logical name>-<7 hexadecimal digits>`.
        default: the value that inputs get if the program gives none; None for no default.
        unset: the value that outputs get if nobody gave one (a default that the official
            provider keeps out of the inputs because it is false, zero or empty).
        block: an empty collection is stored as empty, never as null.
        choices: the only values allowed; empty for any.
        bounds: the least and the greatest number allowed.
        complaint: says what is wrong with a value, "" if it is right.
        canonical: gives the form in which two values are compared; must bear an empty value.
        foreign: tells of a map's key that the cloud adds it by itself; such keys are no difference.
    """

    kind: Kind
    element: "Property | None" = None
    fields: Mapping[str, "Property"] = field(default_factory=dict)
    required: bool = False
    replaces: bool = False
    computed: bool = False
    output: bool = False
    secret: bool = False
    autoname: bool = False
    default: Value = None
    unset: Value = None
    block: bool = False
    choices: tuple[Value, ...] = ()
    bounds: tuple[int, int] | None = None
    complaint: Callable[[Value], str] | None = None
    canonical: Callable[[Value], Value] | None = None
    foreign: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """The properties of a resource type and the rules between them.

    Args:
        properties: by their names in a Pulumi program (camelCase).
        conflicts: groups of names of which a program may give one at most.
        together: for a name, the names that must be given with it.
    """

    properties: Mapping[str, Property]
    conflicts: tuple[tuple[str, ...], ...] = ()
    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def inputs(self) -> dict[str, Property]:
        """Give the properties that a program may set."""
        return {name: item for name, item in self.properties.items() if not item.output}

    def secrets(self) -> frozenset[str]:
        """Give the names of the properties that are secret."""
        return frozenset(name for name, item in self.properties.items() if item.secret)


class Facts(TypedDict, total=False):
    """The keywords that the functions below hand on to `Property`, where they are explained."""

    required: bool
    replaces: bool
    computed: bool
    output: bool
    secret: bool
    autoname: bool
    default: Value
    unset: Value
    block: bool
    choices: tuple[Value, ...]
    bounds: tuple[int, int]
    complaint: Callable[[Value], str]
    canonical: Callable[[Value], Value]
    foreign: Callable[[str], bool]


def string(**facts: Unpack[Facts]) -> Property:
    """Make a string property; the keywords are `Property`'s."""
    return Property(Kind.STRING, **facts)


def integer(**facts: Unpack[Facts]) -> Property:
    """Make a whole-number property; the keywords are `Property`'s."""
    return Property(Kind.INTEGER, **facts)


def number(**facts: Unpack[Facts]) -> Property:
    """Make a number property; the keywords are `Property`'s."""
    return Property(Kind.NUMBER, **facts)


def boolean(**facts: Unpack[Facts]) -> Property:
    """Make a true-or-false property; the keywords are `Property`'s."""
    return Property(Kind.BOOLEAN, **facts)


def list_of(element: Property, **facts: Unpack[Facts]) -> Property:
    """Make a property that is a list whose order matters."""
    return Property(Kind.LIST, element=element, **facts)


def set_of(element: Property, **facts: Unpack[Facts]) -> Property:
    """Make a property that is a list whose order has no meaning."""
    return Property(Kind.SET, element=element, **facts)


def strings(**facts: Unpack[Facts]) -> Property:
    """Make a property that is an ordered list of strings."""
    return list_of(string(), **facts)


def string_set(**facts: Unpack[Facts]) -> Property:
    """Make a property that is a list of strings whose order has no meaning."""
    return set_of(string(), **facts)


def string_map(**facts: Unpack[Facts]) -> Property:
    """Make a property that maps free names to strings."""
    return Property(Kind.MAP, element=string(), **facts)


def structure(fields: Mapping[str, Property], **facts: Unpack[Facts]) -> Property:
    """Make a property that is an object with properties of its own."""
    return Property(Kind.OBJECT, fields=fields, **facts)


def zero(facts: Property) -> Value:
    """Give the value that stands for "nothing was given" when values are compared.

    The official provider can't tell an absent string from an empty one, an absent
    number from 0, an absent flag from false; neither may we, or a stack that is
    handed over would show changes.
    """
    if facts.unset is not None:
        return facts.unset
    match facts.kind:
        case Kind.STRING:
            return ""
        case Kind.INTEGER | Kind.NUMBER:
            return 0
        case Kind.BOOLEAN:
            return False
        case Kind.LIST | Kind.SET:
            return []
        case Kind.MAP | Kind.OBJECT:
            return {}

"""URNs, the names by which a stack knows its resources.

    urn:pulumi:STACK::PROJECT::[PARENT_TYPE$]TYPE::NAME

The name may itself contain `::`, so a URN is split from the left. The root
resource's type is not part of its children's qualified types.

Source: Pulumi's sdk/go/common/resource/urn (format), samples of real checkpoints.
"""

from dataclasses import dataclass
from typing import Final

PREFIX: Final = "urn:pulumi:"
ROOT_TYPE: Final = "pulumi:pulumi:Stack"
PROVIDER_PREFIX: Final = "pulumi:providers:"
DYNAMIC_PACKAGE: Final = "pulumi-python"


@dataclass(frozen=True, slots=True)
class Urn:
    """A URN's parts.

    Args:
        stack: the stack's name.
        project: the project's name.
        qualified_type: the types of its ancestors and its own, joined by `$`.
        name: the resource's name in the program.
    """

    stack: str
    project: str
    qualified_type: str
    name: str

    @property
    def type(self) -> str:
        """The resource's own type, `openstack:networking/network:Network`."""
        return self.qualified_type.rpartition("$")[2]

    def __str__(self) -> str:
        return f"{PREFIX}{self.stack}::{self.project}::{self.qualified_type}::{self.name}"


def parse(text: str) -> Urn:
    """Split a URN.

    Raises:
        ValueError: it isn't one.
    """
    parts = text.removeprefix(PREFIX).split("::", 3)
    if not text.startswith(PREFIX) or len(parts) != 4 or not all(parts[:3]):  # noqa: PLR2004 - the format's four
        raise ValueError(f"not a resource's URN: {text!r}")
    return Urn(*parts)


def make(stack: str, project: str, type_: str, name: str, parent: str | None = None) -> str:
    """Build a child's URN from its parent's; the root stack counts as no parent."""
    above = parse(parent).qualified_type if parent else ""
    qualified = type_ if above in {"", ROOT_TYPE} else f"{above}${type_}"
    return str(Urn(stack, project, qualified, name))


def root(stack: str, project: str) -> str:
    """Build the URN of the stack's root resource."""
    return make(stack, project, ROOT_TYPE, f"{project}-{stack}")


def provider_reference(urn: str, id_: str) -> str:
    """Build what a resource's `provider` field holds: the provider's URN and id."""
    return f"{urn}::{id_}"


def split_provider_reference(reference: str) -> tuple[str, str]:
    """Split a `provider` field into the provider's URN and id.

    Raises:
        ValueError: it isn't a reference.
    """
    urn, separator, id_ = reference.rpartition("::")
    if not separator or not id_:
        raise ValueError(f"not a provider's reference: {reference!r}")
    parse(urn)
    return urn, id_

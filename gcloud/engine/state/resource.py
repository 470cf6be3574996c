"""One resource as the checkpoint knows it.

The fields and their order are those of the official format (ResourceV3), so
that a state handed to the official engine and back loses nothing. A field of a
newer official version that we do not know is kept in `extra` and written back
as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from gcloud.engine.state.urn import PROVIDER_PREFIX, ROOT_TYPE

NOTHING: Final[Mapping[str, Any]] = {}


class Key(NamedTuple):
    """What tells the states of a snapshot apart.

    A URN has at most one live state; beside it there may be states that wait to
    be deleted (they were replaced), told apart by their ids.
    """

    urn: str
    pending_delete_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceState:
    """One resource's entry in the snapshot, secrets in clear (as `gcloud.engine.values.Secret`).

    Args:
        urn: its name; see gcloud.engine.state.urn.
        type: its type token.
        custom: a provider manages it; False for components.
        id: what the provider calls it; "" for components and for what is not created yet.
        inputs: checked inputs, with `__defaults`.
        outputs: every property that the provider reported.
        parent: the parent's URN, "" for the root.
        provider: the provider's URN, `::`, its id; "" for components and providers.
        dependencies: URNs it depends on.
        property_dependencies: the same by input property; an empty list is kept.
        protect: refuses deletion.
        external: read, not managed.
        delete: replaced; waits to be deleted.
        pending_replacement: deleted before its replacement, which is not made yet.
        retain_on_delete: forgotten instead of deleted.
        deleted_with: URN; if that is deleted, this needs no deletion of its own.
        replace_with: URNs whose replacement replaces this too.
        taint: replace at the next update.
        init_errors: why its creation or update was incomplete.
        additional_secret_outputs: outputs that the program marked secret.
        aliases: URNs it had before.
        custom_timeouts: seconds by verb (create, update, delete).
        import_id: the id it was imported by.
        ignore_changes: property paths whose changes are ignored.
        replace_on_changes: property paths whose changes replace.
        created: when it was first put into the state, RFC 3339 with nanoseconds, UTC; "" if not known.
        modified: when its state was last altered, likewise.
        extra: fields that this version does not know, as they were.
    """

    urn: str
    type: str
    custom: bool = True
    delete: bool = False
    id: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    parent: str = ""
    protect: bool = False
    taint: bool = False
    external: bool = False
    dependencies: tuple[str, ...] = ()
    init_errors: tuple[str, ...] = ()
    provider: str = ""
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pending_replacement: bool = False
    additional_secret_outputs: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    custom_timeouts: Mapping[str, float] = field(default_factory=dict)
    import_id: str = ""
    retain_on_delete: bool = False
    deleted_with: str = ""
    replace_with: tuple[str, ...] = ()
    created: str = ""
    modified: str = ""
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What tells this state apart from the others of its snapshot."""
        return Key(self.urn, self.id if self.delete else None)

    @property
    def is_provider(self) -> bool:
        """Whether this is a provider's own resource."""
        return self.type.startswith(PROVIDER_PREFIX)

    @property
    def is_root(self) -> bool:
        """Whether this is the stack itself, whose outputs are the stack's."""
        return self.type == ROOT_TYPE

"""The seam between the engine and whatever makes real things.

The engine knows programs, states and orders; a provider knows one kind of
cloud. They meet in this protocol and in nothing else. The verbs are those of
Pulumi's ResourceProvider (proto/pulumi/provider.proto), plus the two that make
a killed run safe to continue: `existing`, asked before a create and written to
the journal, and `find`, asked after a run that died between a create's request
and its answer.

Values are plain JSON-like data (see gcloud.engine.values): None, bool, int,
float (integral doubles arrive as int), str, list, dict. `UNKNOWN` appears in
`check` and `diff` only, and there only in previews. Secrets arrive unwrapped;
the engine marks them again in what comes back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gcloud.errors import CloudError, GovCloudError, InputError


@dataclass(frozen=True, slots=True)
class CheckFailure:
    """One reason why inputs can't be used.

    Args:
        property: path of the property (`blockDevices[0].sourceType`); empty if the whole is wrong.
        reason: one sentence; it says what to write instead where that is known.
    """

    property: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Inputs as they will be stored and sent.

    Args:
        inputs: the inputs with defaults and autonames filled in; the defaults' names are
            listed under `__defaults`, at each nested level too, as the official provider does.
        failures: why they can't be used; empty if they can.
    """

    inputs: Mapping[str, Any]
    failures: tuple[CheckFailure, ...] = ()


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property that differs.

    Args:
        path: where it is (`tags[2]`, `fixedIps[0].subnetId`).
        old: what the state holds; None if it was absent.
        new: what is wanted; None if it is to go, `UNKNOWN` if only the real run will know.
        replaces: the object must be replaced to change it.
    """

    path: str
    old: Any
    new: Any
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class DiffResult:
    """How what is wanted differs from what the state holds.

    Args:
        changes: the differing properties; empty if there is nothing to do.
        delete_before_replace: a replacement can't exist beside its predecessor (same name,
            same address), so the old one is deleted first.
    """

    changes: tuple[PropertyChange, ...] = ()
    delete_before_replace: bool = False


@dataclass(frozen=True, slots=True)
class CreateResult:
    """A new object: its id, and every property that the cloud reports (nulls included)."""

    id: str
    outputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A live object: its id, the inputs that would make it, and every property of it."""

    id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """An object as the state knows it: what `observe` is asked about.

    Args:
        type: resource type.
        urn: the resource's URN.
        id: the object's id.
        inputs: what the state holds, secrets unwrapped.
        outputs: what the state holds, secrets unwrapped.
    """

    type: str
    urn: str
    id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen of one object.

    Args:
        live: the object; None if it is gone, or could not be seen.
        problem: why it could not be seen; None if it was, or is gone.
    """

    live: ReadResult | None
    problem: GovCloudError | None = None


@dataclass(frozen=True, slots=True)
class LiveObject:
    """An object that is in the cloud, whoever made it.

    Args:
        type: resource type.
        id: its id, in the form that the type's resources have.
        name: what people call it; empty if it has no name.
        inputs: the inputs that would make it.
        outputs: every property of it.
        automatic: why it is nobody's resource although it is there ("the cloud makes one for
            each project"); empty for an object that somebody made.
    """

    type: str
    id: str
    name: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    automatic: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is there of some types.

    Args:
        objects: what was seen.
        unseen: by type, why its objects could not be listed.
    """

    objects: tuple[LiveObject, ...]
    unseen: Mapping[str, GovCloudError]


class PartialFailure(CloudError):  # noqa: N818 - it is the protocol's word for it
    """A create or update failed after the object came to exist or was changed in part.

    The engine keeps the object in the state, so that the next run continues with
    it or deletes it; a plain exception means that nothing was made.

    Args:
        id: the object's id.
        outputs: what is known of it; may be short.
        reason: one sentence that says what went wrong.
        hint: what to do next.
        replace: the object can't be mended; the next run deletes it and makes it anew.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 - the protocol's word
        outputs: Mapping[str, Any],
        reason: str,
        *,
        hint: str = "",
        replace: bool = False,
    ) -> None:
        super().__init__(reason, hint=hint, data={"id": id})
        self.id = id
        self.outputs = dict(outputs)
        self.reason = reason
        self.replace = replace


class UnsearchableError(InputError):
    """A provider has no way to find out whether an object was made: `find` raises it."""


class Provider(Protocol):
    """One configured provider: one cloud, one region.

    An instance belongs to one `pulumi:providers:PKG` resource. `check` and `diff`
    are pure and quick. All other methods may call the cloud and may be called from
    many threads at once. What they raise is shown to the user: a
    `gcloud.errors.GovCloudError` with its hint, anything else as an internal error.
    """

    def unsupported(self, type_: str) -> str | None:
        """Say why a resource type or an invoke's token can't be served; None if it can.

        Asked before anything is touched. The sentence names the type.
        """
        ...

    def configure(self, inputs: Mapping[str, Any]) -> None:
        """Take the provider resource's inputs (cloud, region …); makes no call to the cloud yet.

        Values may be `UNKNOWN` in a preview; such a provider must still answer `check` and `diff`.
        """
        ...

    def check(
        self, type_: str, urn: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """Validate a program's inputs and fill in defaults.

        Args:
            type_: resource type, `openstack:networking/network:Network`.
            urn: the resource's URN; its last part is the base of an autoname.
            olds: the inputs in the state, None for a new resource; an autoname in them is kept.
            news: the program's inputs; may hold `UNKNOWN`.

        Returns:
            The inputs to store and to send, or the reasons why not.
        """
        ...

    def diff(  # noqa: PLR0917 - the protocol's own arguments
        self,
        type_: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Compare the state with checked new inputs.

        An unknown value under a replacing property counts as a change that replaces.
        The paths in `ignore_changes` have been reset to the old values already; they are
        given for what the provider computes itself.
        """
        ...

    def create(self, type_: str, urn: str, inputs: Mapping[str, Any], timeout: float | None) -> CreateResult:
        """Make the object and wait until it can be used.

        Args:
            type_: resource type.
            urn: the resource's URN.
            inputs: checked inputs, all known.
            timeout: seconds from the program's custom timeouts; None for the type's own.

        Raises:
            PartialFailure: the object exists, but isn't as wanted.
            UnansweredError: the request was sent and not answered (gcloud.errors); the engine
                asks `find` when everything else has come to rest.
        """
        ...

    def read(
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any] | None,
        outputs: Mapping[str, Any] | None,
    ) -> ReadResult | None:
        """Read a live object; None if it is gone.

        Args:
            type_: resource type.
            urn: the resource's URN.
            id_: the object's id.
            inputs: what the state holds, None if it is read for the first time.
            outputs: what the state holds, None if it is read for the first time.
        """
        ...

    def update(  # noqa: PLR0917 - the protocol's own arguments
        self,
        type_: str,
        urn: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        timeout: float | None,
    ) -> Mapping[str, Any]:
        """Change the object in place and return all its outputs.

        Must be repeatable: after a kill it is called again. It is also called with nothing
        changed, for an object whose creation or update was interrupted or not completed (it was
        found again after a kill, or a PartialFailure was raised): then it finishes what is
        missing and waits until the object can be used.

        Raises:
            PartialFailure: some of the change is done.
        """
        ...

    def delete(  # noqa: PLR0917 - the protocol's own arguments
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any],
        timeout: float | None,
    ) -> None:
        """Delete the object and wait until what depends on its absence can go on.

        An object that is gone already is success.
        """
        ...

    def observe(self, objects: Sequence[Known]) -> Sequence[Observation]:
        """Look at many objects at once, in as few calls as the cloud allows.

        An object that the lists don't show is looked at by itself before it counts as gone.
        What can't be seen is an `Observation` with its problem, never an exception.

        Returns:
            One observation for each object, in the order given.
        """
        ...

    def survey(self, types: Sequence[str]) -> Survey:
        """List everything of some types that is in the provider's project, ours or not.

        Args:
            types: resource types; all of whose objects a project is the container, if there are none.
        """
        ...

    def invoke(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer a data source, `openstack:networking/getNetwork:getNetwork`."""
        ...

    def existing(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        """Give the ids of live objects that a create of these inputs could be mistaken for.

        The same name, the same natural key; a type whose names are unique may list
        everything. The engine asks right before a create and writes the answer to the
        journal. Called once for each create, so what is listed should be kept for the
        length of the run; objects made meanwhile by this run need not be in it.
        """
        ...

    def find(self, type_: str, inputs: Mapping[str, Any], not_ids: frozenset[str]) -> str | None:
        """Find the object made by a create that was sent and not answered; None if there is none.

        Args:
            type_: resource type.
            inputs: the inputs that were sent.
            not_ids: what `existing` gave before the create, and every id that the state
                knows already; none of them may be returned.

        Raises:
            UnsearchableError: nobody but people can find that out.
        """
        ...

    def candidates(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        """Give the ids of live objects that these inputs describe, whoever made them.

        Told by the natural key alone: what else differs is a difference, not another object. Unlike
        `existing` it answers for every type, also where a second creation would be refused.

        Args:
            type_: resource type.
            inputs: checked inputs; may hold `UNKNOWN`. Nothing is found by a key that is not known. A
                name that is listed in `__defaults` stands for every autoname with its base.
        """
        ...

    def secret_outputs(self, type_: str) -> frozenset[str]:
        """Give the names of the properties that the type's schema marks secret."""
        ...

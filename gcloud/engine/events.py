"""What a run tells while it goes on.

The display, the run's record and the tests read these and nothing else of the
engine. Every value in them is JSON-able and fit to be shown: secrets and
unknown values are replaced by their texts (gcloud.engine.values) before an
event is made. `dataclasses.asdict` gives the JSON form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Op: TypeAlias = Literal[
    "same",
    "create",
    "update",
    "replace",
    "create-replacement",
    "delete-replaced",
    "delete",
    "read",
    "import",
    "refresh",
]
"""What is done to a resource.

`replace` is what a plan says of a resource; its run is a `create-replacement` and
a `delete-replaced`, in the order that the resource asks for. `read` fetches an
object that the program names and nobody of ours manages; `import` takes one over, so
that it is managed from then on. `refresh` takes what the object has become, or that
it is gone, into the state.
"""

Severity: TypeAlias = Literal["debug", "info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Change:
    """One property that differs; see gcloud.engine.interface.PropertyChange.

    Args:
        path: where it is.
        old: shown form of the old value; None if it was absent.
        new: shown form of the new value; None if it goes.
        replaces: it forces the replacement.
    """

    path: str
    old: Any
    new: Any
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class StepPlanned:
    """What will be done to one resource; told by a preview, and by `up` before it starts the step.

    Args:
        urn: the resource.
        type: its type; components and providers are told too.
        name: its logical name.
        op: what will be done; `same` is told as well.
        changes: the differing properties of an update or a replacement.
        parent: the parent's URN, empty if there is none.
        id: the object's id where there is one already.
        delete_before_replace: of a replacement: the old object goes first.
        reason: why, where the changes don't say it ("what it depends on is replaced").
    """

    urn: str
    type: str
    name: str
    op: Op
    changes: tuple[Change, ...] = ()
    parent: str = ""
    id: str = ""
    delete_before_replace: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step has begun; `same` steps aren't told."""

    urn: str
    type: str
    name: str
    op: Op


@dataclass(frozen=True, slots=True)
class StepFinished:
    """A step has succeeded after `elapsed` seconds; `id` is the object's."""

    urn: str
    type: str
    name: str
    op: Op
    elapsed: float
    id: str = ""


@dataclass(frozen=True, slots=True)
class StepFailed:
    """A step has failed.

    Args:
        urn: the resource.
        type: its type.
        name: its logical name.
        op: what was tried.
        error: one sentence.
        hint: what to do next; may be empty.
        elapsed: seconds since it started.
        exit_code: of the error's kind, see gcloud.errors.ExitCode.
        position: where in the program the resource is asked for, "file:line"; may be empty.
    """

    urn: str
    type: str
    name: str
    op: Op
    error: str
    hint: str = ""
    elapsed: float = 0.0
    exit_code: int = 4
    position: str = ""


@dataclass(frozen=True, slots=True)
class StepSkipped:
    """A step was not tried.

    Args:
        urn: the resource.
        type: its type.
        name: its logical name.
        op: what would have been done.
        reason: which failed step it would have needed, or that the run was stopped.
    """

    urn: str
    type: str
    name: str
    op: Op
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a killed run had sent and got no answer to was looked up in the cloud.

    Args:
        urn: the resource.
        type: its type.
        name: its logical name.
        op: what had been sent.
        found: the object is there.
        text: one sentence: what was found, and what follows.
    """

    urn: str
    type: str
    name: str
    op: Op
    found: bool
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A line for people: the program's output, its log, a warning of the engine.

    Args:
        severity: how grave it is.
        text: one or more lines.
        urn: the resource it is about; empty if none.
    """

    severity: Severity
    text: str
    urn: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of a run.

    Args:
        counts: resources by what was (or, in a preview, would be) done to them, a replacement
            counted once as `replace`; only kinds that occur.
        elapsed: seconds of the whole run.
        failed: how many steps failed.
        skipped: how many steps were not tried.
        interrupted: the run was stopped by its user.
        outputs: the stack's outputs as shown.
    """

    counts: Mapping[str, int]
    elapsed: float
    failed: int = 0
    skipped: int = 0
    interrupted: bool = False
    outputs: Mapping[str, Any] = field(default_factory=dict)


Event: TypeAlias = (
    StepPlanned | StepStarted | StepFinished | StepFailed | StepSkipped | Resolved | Diagnostic | Summary
)
"""Everything that `on_event` may be called with; it is called from several threads, one at a time."""

"""What a run planned and did, gathered from the engine's events.

Both engines tell their work by the same events; whatever the surface shows or
writes as JSON is made from this and from nothing else.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from gcloud.deploy.unchanged import Unchanged
from gcloud.engine.events import (
    Diagnostic,
    Event,
    Op,
    Resolved,
    StepFailed,
    StepFinished,
    StepPlanned,
    StepSkipped,
    Summary,
)
from gcloud.engine.state import urn as urns

Listener = Callable[[Event], None]


def silent(event: Event) -> None:
    """Tell nobody: a listener where one must be given."""


KINDS: tuple[Op, ...] = ("create", "import", "update", "replace", "delete", "same")
"""What a count is kept of, in the order in which it is told."""


@dataclass(frozen=True)
class Outcome:
    """One run, or one preview.

    Args:
        planned: steps that change something, one for each resource.
        counts: resources by kind (KINDS); components and providers are not counted.
        finished: how many steps on resources succeeded.
        failed: steps that failed.
        skipped: steps that were not tried.
        resolved: what a killed run had left unanswered.
        warnings: what the engine or the program warned of, and its errors.
        outputs: the stack's outputs as shown.
        elapsed: seconds.
        interrupted: the user stopped it.
        touched: something would be different in the state, be it nowhere else.
        unchanged: stacks whose programs were not run, for nothing that they depend on has changed.
    """

    planned: tuple[StepPlanned, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    finished: int = 0
    failed: tuple[StepFailed, ...] = ()
    skipped: tuple[StepSkipped, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict)
    elapsed: float = 0.0
    interrupted: bool = False
    touched: bool = False
    unchanged: tuple[Unchanged, ...] = ()

    @property
    def nothing_to_do(self) -> bool:
        """Whether neither the cloud nor the state would be different afterwards."""
        return not self.touched and not self.pending

    @property
    def pending(self) -> int:
        """How many resources are to be created, taken over, changed, replaced or deleted."""
        return sum(self.counts.get(kind, 0) for kind in KINDS if kind != "same")

    @property
    def destructive(self) -> int:
        """How many resources are to be deleted or replaced."""
        return self.counts.get("delete", 0) + self.counts.get("replace", 0)

    def as_json(self) -> dict[str, Any]:
        """Return the JSON form (docs/schema/output.schema.json, `outcome`)."""
        return {
            "changes": [asdict(step) for step in self.planned],
            "counts": {kind: self.counts.get(kind, 0) for kind in KINDS},
            "finished": self.finished,
            "failed": [asdict(step) for step in self.failed],
            "skipped": [asdict(step) for step in self.skipped],
            "resolved": [asdict(step) for step in self.resolved],
            "warnings": [asdict(line) for line in self.warnings],
            "outputs": dict(self.outputs),
            "elapsed": round(self.elapsed, 3),
            "interrupted": self.interrupted,
            "unchanged": [asdict(stack) for stack in self.unchanged],
        }


class Collector:
    """Gathers one run's events, passing each on to a listener.

    Args:
        packages: provider packages whose resources are counted (``openstack``); a component
            is a grouping and a provider a connection, neither is a thing in the cloud.
        listener: called with every event, e.g. the progress display.
    """

    def __init__(self, packages: tuple[str, ...], listener: Listener | None = None) -> None:
        self._packages = packages
        self._listener = listener
        self._planned: dict[str, StepPlanned] = {}
        self._finished = 0
        self._failed: list[StepFailed] = []
        self._skipped: list[StepSkipped] = []
        self._resolved: list[Resolved] = []
        self._warnings: list[Diagnostic] = []
        self._summary = Summary(counts={}, elapsed=0.0)

    def __call__(self, event: Event) -> None:
        """Take one event; called from one thread at a time."""
        match event:
            case StepPlanned():
                # A replacement is told once as a plan and again as its two halves.
                if event.op not in {"create-replacement", "delete-replaced"}:
                    self._planned[event.urn] = event
            case StepFinished():
                self._finished += self.real(event.type)
            case StepFailed():
                self._failed.append(event)
            case StepSkipped():
                self._skipped.append(event)
            case Resolved():
                self._resolved.append(event)
            case Diagnostic(severity="warning" | "error"):
                self._warnings.append(event)
            case Summary():
                self._summary = event
        if self._listener is not None:
            self._listener(event)

    def real(self, type_: str) -> bool:
        """Say whether a type is of a thing in the cloud."""
        return type_.partition(":")[0] in {*self._packages, urns.DYNAMIC_PACKAGE}

    def outcome(self, *, touched: bool = False, also_failed: Iterable[StepFailed] = ()) -> Outcome:
        """Return what has been gathered.

        Args:
            touched: something would be different in the state, be it nowhere else.
            also_failed: what failed; what an event has told already is not repeated.
        """
        told = {(step.urn, step.error) for step in self._failed}
        # By URN: the order of registration differs from run to run.
        steps = [step for _, step in sorted(self._planned.items()) if self.real(step.type)]
        return Outcome(
            planned=tuple(step for step in steps if step.op not in {"same", "read"}),
            counts=dict(Counter(step.op for step in steps)),
            finished=self._finished,
            failed=(*self._failed, *(step for step in also_failed if (step.urn, step.error) not in told)),
            skipped=tuple(self._skipped),
            resolved=tuple(self._resolved),
            warnings=tuple(self._warnings),
            outputs=self._summary.outputs,
            elapsed=self._summary.elapsed,
            interrupted=self._summary.interrupted,
            touched=touched,
        )

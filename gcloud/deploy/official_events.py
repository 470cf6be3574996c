"""The official engine's events, told in the words of ours.

The display and the JSON output know one kind of event. The official CLI writes
its own to an event log (sdk/go/common/apitype/events.go); each is translated
here. Its errors come as a diagnostic first and as a failed step after it, so
the translator remembers a resource's last error text.
"""

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi.automation.events import DiagnosticEvent, DiffKind, EngineEvent, OpType, StepEventMetadata

from gcloud.engine.events import (
    Change,
    Diagnostic,
    Event,
    Op,
    Severity,
    StepFailed,
    StepFinished,
    StepPlanned,
    StepStarted,
)
from gcloud.engine.values import UNKNOWN_TEXT

_OPS: Mapping[OpType, Op] = {
    OpType.SAME: "same",
    OpType.CREATE: "create",
    OpType.UPDATE: "update",
    OpType.DELETE: "delete",
    OpType.REPLACE: "replace",
    OpType.CREATE_REPLACEMENT: "create-replacement",
    OpType.DELETE_REPLACED: "delete-replaced",
    OpType.IMPORT: "import",
    OpType.IMPORT_REPLACEMENT: "import",
    OpType.READ: "read",
    OpType.READ_REPLACEMENT: "read",
    OpType.REFRESH: "refresh",
}
"""Kinds that are told; discards don't occur in what we ask of it."""

_UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""How the official engine writes a string that is not known yet (sdk/go/common/resource/plugin/rpc.go)."""

_NOISE = "using pulumi-resource-"
"""A warning for each plugin found on PATH, which is where a closed network has it."""

_COLOR = re.compile(r"<\{%[^%]*%\}>|\x1b\[[0-9;]*m")
_PATH_PART = re.compile(r'\[(\d+)\]|\["([^"]*)"\]|([^.\[\]]+)')


class Translator:
    """Translates one run's events; keeps the start of each step and the last error of each resource."""

    def __init__(self) -> None:
        self._started: dict[str, float] = {}
        self._errors: dict[str, str] = {}
        self._looked_at: set[str] = set()

    def translate(self, event: EngineEvent) -> Iterator[Event]:
        """Yield what one official event means; nothing for those that mean nothing to us."""
        if event.resource_pre_event is not None:
            yield from self._before(
                event.resource_pre_event.metadata, bool(event.resource_pre_event.planning)
            )
        elif event.res_outputs_event is not None:
            if not event.res_outputs_event.planning:
                yield from self._after(event.res_outputs_event.metadata)
        elif event.res_op_failed_event is not None:
            yield from self._failed(event.res_op_failed_event.metadata)
        elif event.diagnostic_event is not None:
            yield from self._diagnostic(event.diagnostic_event)

    def _before(self, step: StepEventMetadata, planning: bool) -> Iterator[Event]:
        op = _OPS.get(step.op)
        self._looked_at.discard(step.urn)
        if op == "refresh":
            # What it finds is told when it is known, under the name of what it does to the state.
            self._looked_at.add(step.urn)
            return
        if op is None:
            return
        state = step.new or step.old
        yield StepPlanned(
            urn=step.urn,
            type=step.type,
            name=name_of(step.urn),
            op=op,
            changes=tuple(changes(step)),
            parent=state.parent if state else "",
            id=step.old.id if step.old else "",
        )
        if not planning and op not in {"same", "replace"}:
            self._started[step.urn] = time.monotonic()
            yield StepStarted(urn=step.urn, type=step.type, name=name_of(step.urn), op=op)

    def _after(self, step: StepEventMetadata) -> Iterator[Event]:
        op = _OPS.get(step.op)
        if step.urn in self._looked_at:
            self._looked_at.discard(step.urn)
            yield from _refreshed(step)
            return
        if op in {None, "same", "replace"}:
            return
        yield StepFinished(
            urn=step.urn,
            type=step.type,
            name=name_of(step.urn),
            op=op,
            elapsed=self._since(step.urn),
            id=step.new.id if step.new else "",
        )

    def _failed(self, step: StepEventMetadata) -> Iterator[Event]:
        yield StepFailed(
            urn=step.urn,
            type=step.type,
            name=name_of(step.urn),
            op=_OPS.get(step.op, "update"),
            error=self._errors.pop(step.urn, "the official engine gave no reason"),
            elapsed=self._since(step.urn),
        )

    def _diagnostic(self, event: DiagnosticEvent) -> Iterator[Event]:
        text = _COLOR.sub("", event.message).strip()
        if not text or event.ephemeral or text.startswith(_NOISE):
            return
        severity: Severity = "info"
        if event.severity in {"error", "warning", "debug"}:
            severity = event.severity  # type: ignore[assignment]  # narrowed by the set, which mypy can't
        if severity == "error" and event.urn:
            self._errors[event.urn] = innermost(text.removeprefix("error: "))
        yield Diagnostic(severity=severity, text=text, urn=event.urn or "")

    def _since(self, urn: str) -> float:
        now = time.monotonic()
        return now - self._started.pop(urn, now)


def _refreshed(step: StepEventMetadata) -> Iterator[Event]:
    """Tell what a look at the cloud has done to the state; the CLI names it by what became of the object."""
    gone = step.op == OpType.DELETE
    op: Op = "same" if step.op == OpType.SAME else "refresh"
    state = step.new or step.old
    yield StepPlanned(
        urn=step.urn,
        type=step.type,
        name=name_of(step.urn),
        op=op,
        changes=tuple(changes(step)),
        parent=state.parent if state else "",
        id=step.old.id if step.old else "",
        reason="it is gone" if gone else "",
    )
    if op == "refresh":
        yield StepFinished(urn=step.urn, type=step.type, name=name_of(step.urn), op=op, elapsed=0.0)


def innermost(text: str) -> str:
    """Take the reason out of nested lists of errors: `1 error occurred: * updating …: * reason`."""
    reasons = [line.strip().removeprefix("* ") for line in text.splitlines() if line.strip().startswith("* ")]
    return "; ".join(line for line in reasons if not line.endswith("occurred:")) or text


def name_of(urn: str) -> str:
    """Return a URN's name: all that follows its fourth part."""
    return urn.split("::", 3)[-1]


def changes(step: StepEventMetadata) -> Iterator[Change]:
    """Yield the differing properties of a step, with both values where they can be found."""
    if step.old is None or step.new is None:
        return
    replacing = {DiffKind.ADD_REPLACE, DiffKind.DELETE_REPLACE, DiffKind.UPDATE_REPLACE}
    for path, diff in (step.detailed_diff or {}).items():
        before = step.old.inputs if diff.input_diff else step.old.outputs
        yield Change(
            path=path,
            old=_shown(lookup(before or {}, path)),
            new=_shown(lookup(step.new.inputs or {}, path)),
            replaces=diff.diff_kind in replacing,
        )
    if not step.detailed_diff:
        # Providers need not say what differs: then it is what differs between the inputs.
        before, after = step.old.inputs or {}, step.new.inputs or {}
        differing = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        for key in step.diffs or step.keys or differing:
            if not key.startswith("__"):
                yield Change(
                    path=key,
                    old=_shown(lookup(before, key)),
                    new=_shown(lookup(after, key)),
                    replaces=key in (step.keys or ()),
                )


def lookup(value: Any, path: str) -> Any:  # noqa: ANN401 - a property tree
    """Find the value at a property path such as `networks[0].port`; None if there is none."""
    for index, quoted, plain in _PATH_PART.findall(path):
        if index and isinstance(value, list) and int(index) < len(value):
            value = value[int(index)]
        elif not index and isinstance(value, Mapping):
            value = value.get(quoted or plain)
        else:
            return None
    return value


def _shown(value: Any) -> Any:  # noqa: ANN401 - a property tree
    return UNKNOWN_TEXT if value == _UNKNOWN_MARK else value

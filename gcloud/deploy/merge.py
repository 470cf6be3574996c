"""The outcomes of several stacks, told as one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from gcloud.deploy.outcome import Outcome
from gcloud.deploy.unchanged import Unchanged
from gcloud.engine.drift import Drift


def merged(outcomes: Iterable[Outcome], unchanged: tuple[Unchanged, ...] = ()) -> Outcome:
    """Put outcomes together.

    Args:
        outcomes: of the stacks that were worked on; they ran side by side.
        unchanged: the stacks that were left alone; their resources are as described.
    """
    parts = tuple(outcomes)
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts)
    counts.update({"same": sum(stack.resources for stack in unchanged)})
    return Outcome(
        planned=tuple(sorted((step for part in parts for step in part.planned), key=lambda step: step.urn)),
        counts=+counts,
        finished=sum(part.finished for part in parts),
        failed=tuple(step for part in parts for step in part.failed),
        skipped=tuple(step for part in parts for step in part.skipped),
        resolved=tuple(step for part in parts for step in part.resolved),
        warnings=tuple(line for part in parts for line in part.warnings),
        outputs=_outputs(parts),
        elapsed=max((part.elapsed for part in parts), default=0.0),
        interrupted=any(part.interrupted for part in parts),
        touched=any(part.touched for part in parts),
        unchanged=(*unchanged, *(stack for part in parts for stack in part.unchanged)),
    )


def merged_drift(drifts: Iterable[Drift], ours: set[tuple[str, str]]) -> Drift:
    """Put drifts together.

    Args:
        drifts: of the stacks.
        ours: type and id of everything that a stack of the site has made.
    """
    parts = tuple(drifts)
    foreign = {(one.type, one.id): one for part in parts for one in part.foreign}
    return Drift(
        drifted=tuple(one for part in parts for one in part.drifted),
        foreign=tuple(one for key, one in sorted(foreign.items()) if key not in ours),
        unseen=tuple(dict.fromkeys(one for part in parts for one in part.unseen)),
        seen=sum(part.seen for part in parts),
    )


def _outputs(parts: Iterable[Outcome]) -> Mapping[str, Any]:
    """Give all outputs; a name that several stacks have is told for the last of them."""
    return {name: value for part in parts for name, value in part.outputs.items()}

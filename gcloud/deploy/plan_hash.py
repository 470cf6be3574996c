"""A plan in one word: the same steps give the same hash, on any machine, in any run.

It stands in a run's record and in a saved plan, so that what was approved can be
held against what was done.
"""

import hashlib
import json

from gcloud.deploy.outcome import Outcome


def plan_hash(outcome: Outcome) -> str:
    """Give the hash of a plan's steps: 64 hexadecimal digits (SHA-256).

    What is done to which resource counts, and each property's old and new value as
    shown; times, ids of new objects and what stays the same do not.

    Args:
        outcome: a preview's outcome.
    """
    lines = sorted(
        json.dumps(
            [
                step.urn,
                step.op,
                step.id if step.op != "create" else "",
                step.delete_before_replace,
                sorted(
                    ([change.path, change.old, change.new, change.replaces] for change in step.changes),
                    key=repr,
                ),
            ],
            sort_keys=True,
            default=str,
        )
        for step in outcome.planned
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

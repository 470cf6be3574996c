"""The JSON form of what is open and of what was done."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from gcloud.deploy.hardening.patching.sweep import Said
from gcloud.plan.hardening.patching.findings import HostFindings
from gcloud.plan.hardening.results import HostProblem


def open_json(one: HostFindings) -> dict[str, Any]:
    """What is open on a host."""
    state = one.state
    return {
        "host": one.host,
        "system": state.system if state else None,
        "problem": problem_json(one.problem),
        "open": dict(one.counts),
        "unmended": dict(one.unmended) if one.unmended is not None else None,
        "updates": [
            {**asdict(update.update), "severity": update.severity, "mends": [cve.cve for cve in update.mends]}
            for update in one.updates
        ],
        "held": list(state.held) if state else [],
        "half_way": [asdict(broken) for broken in state.broken] if state else [],
        "would_change": [asdict(step) for step in (*state.updated, *state.also)] if state else [],
        "restarts": [asdict(restart) for restart in state.restarts] if state else [],
        "reboot": asdict(state.reboot) if state else None,
        "guard": state.guard if state else None,
        "lists_seconds": state.lists.seconds if state else None,
    }


def done_json(name: str, one: Said) -> dict[str, Any]:
    """What came of a host."""
    first, last = one.first, one.last
    return {
        "host": name,
        "done": one.problem is None,
        "problem": problem_json(one.problem),
        "updated": [asdict(step) for step in first.updated] if first else [],
        "also": [asdict(step) for step in first.also] if first else [],
        "restarted": list(first.restarted) if first else [],
        "kept": list(first.kept) if first else [],
        "lost": list(last.lost) if last else [],
        "rebooted": one.rebooted,
        "reboot": asdict(last.reboot) if last else None,
    }


def problem_json(problem: HostProblem | None) -> Mapping[str, str] | None:
    """Why something is not so; None if nothing is wrong."""
    return asdict(problem) if problem is not None else None

"""The record of runs: who did what to a stack, when, from which commit, and how it ended.

It is the history of the official folder backend, so each engine shows the runs
of both. What the official form has no field for stands in an entry's
`environment`, under names of gcloud.deploy.circumstances.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gcloud.deploy import circumstances as facts
from gcloud.deploy.target import Target
from gcloud.engine.state import backend, files
from gcloud.engine.state.paths import StackFiles


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Args:
        number: counted from 1, the oldest that is kept.
        kind: "update", "refresh", "destroy", "import", "rename" …
        started: when.
        ended: when.
        result: "succeeded", "failed", "interrupted", or "in-progress" of one that was killed.
        changes: resources by what was done to them.
        message: what the user said about it.
        user: who; empty if the official CLI ran.
        host: on which machine.
        commit: the site folder's git commit; empty if it is in no repository.
        branch: the branch, without `refs/heads/`.
        dirty: the folder held changes that are in no commit; None if it is not known.
        plan: the hash of the plan that was carried out (gcloud.deploy.plan_hash).
        engine: "embedded" or "pulumi".
        version: the engine's.
        targets: what alone was planned; everything if empty.
        requests: of a shard of tenants: tenant → the request whose approval it was brought to.
        environment: all facts as they are recorded.
        checkpoint: the state after the run, if it is kept.
    """

    number: int
    kind: str
    started: datetime
    ended: datetime
    result: str
    changes: Mapping[str, int] = field(default_factory=dict)
    message: str = ""
    user: str = ""
    host: str = ""
    commit: str = ""
    branch: str = ""
    dirty: bool | None = None
    plan: str = ""
    engine: str = ""
    version: str = ""
    targets: tuple[str, ...] = ()
    requests: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    checkpoint: Path | None = None

    @property
    def seconds(self) -> float:
        """How long it took; the backend keeps whole seconds."""
        return (self.ended - self.started).total_seconds()


def read(target: Target) -> tuple[Run, ...]:
    """Read the runs of a stack, newest first; a stack that never ran has none.

    Args:
        target: the stack.

    Raises:
        InputError: its backend is no folder.
        StateWriteError: the folder can't be read.
    """
    paths = StackFiles.locate(target.backend.local(), target.program.project, target.stack)
    whole = [(path, entry) for path in sorted(backend.entries(paths)) if (entry := _entry(path)) is not None]
    return tuple(_run(number, path, entry) for number, (path, entry) in enumerate(whole, 1))[::-1]


def _entry(path: Path) -> dict[str, Any] | None:
    """Read one entry; one that is damaged is no reason to show none of the others."""
    try:
        entry = json.loads(files.read(path) or b"")
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _run(number: int, path: Path, entry: Mapping[str, Any]) -> Run:
    told = {str(key): str(value) for key, value in (entry.get("environment") or {}).items()}
    checkpoint = path.with_name(path.name.replace(".history.json", ".checkpoint.json"))
    official = told.get("pulumi.version", "").removeprefix("v")
    return Run(
        number=number,
        kind=str(entry.get("kind", "")),
        started=datetime.fromtimestamp(int(entry.get("startTime", 0)), UTC),
        ended=datetime.fromtimestamp(int(entry.get("endTime", 0)), UTC),
        result=told.get(facts.RESULT) or str(entry.get("result", "")),
        changes=dict(entry.get("resourceChanges") or {}),
        message=str(entry.get("message", "")),
        user=told.get(facts.USER, ""),
        host=told.get(facts.HOST, ""),
        commit=told.get(facts.HEAD, ""),
        branch=told.get(facts.BRANCH, "").removeprefix("refs/heads/"),
        dirty=told[facts.DIRTY] == "true" if facts.DIRTY in told else None,
        plan=told.get(facts.PLAN, ""),
        engine="pulumi" if official else told.get(facts.ENGINE, ""),
        version=official or told.get(facts.VERSION, ""),
        targets=tuple(told.get(facts.TARGETS, "").split()),
        requests=dict(pair.split("=", 1) for pair in told.get(facts.REQUESTS, "").split() if "=" in pair),
        environment=told,
        checkpoint=checkpoint if checkpoint.is_file() else None,
    )

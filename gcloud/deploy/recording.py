"""Leaves a record of each run in the backend's history, however the run ends."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from gcloud.deploy import circumstances as facts
from gcloud.deploy.target import Target
from gcloud.deploy.tenants.granting import granting
from gcloud.engine.scope import Scope
from gcloud.engine.state import backend
from gcloud.engine.state.backend import UpdateRecord
from gcloud.engine.state.paths import StackFiles
from gcloud.errors import GovCloudError


@dataclass
class Ending:
    """How a run ended; the run fills it in, and what it leaves as it is says that it broke off.

    Attributes:
        result: "succeeded", "failed" or "interrupted".
        changes: resources by what was done to them.
        plan: the hash of the plan that was carried out.
    """

    result: str = "failed"
    changes: Mapping[str, int] = field(default_factory=dict)
    plan: str = ""


@contextmanager
def recorded(
    write: Callable[[UpdateRecord], None],
    target: Target,
    kind: str,
    engine: str,
    scope: Scope,
    *,
    message: str = "",
) -> Iterator[Ending]:
    """Record what goes on in the block as one run.

    Args:
        write: puts a record into the history.
        target: the stack.
        kind: "update", "destroy", "refresh", "import".
        engine: which engine runs.
        scope: what of the stack the run is about.
        message: what is said about it.

    Yields:
        What is to be filled in before the block ends.
    """
    told = {**facts.circumstances(target.site, engine, scope), **granting(target)}
    started, ending = time.time(), Ending()

    def record() -> None:
        write(
            UpdateRecord(
                kind=kind,
                started=started,
                ended=time.time(),
                succeeded=ending.result == "succeeded",
                changes=ending.changes,
                message=message,
                environment={**told, facts.RESULT: ending.result, facts.PLAN: ending.plan},
                config=target.settings.config,
            )
        )

    try:
        yield ending
    except BaseException:
        # What broke the run off is what people must read, not that it could not be written down.
        with contextlib.suppress(GovCloudError):
            record()
        raise
    record()


@contextmanager
def annotated(target: Target, engine: str, scope: Scope) -> Iterator[None]:
    """Add our facts to the record that the official CLI makes of what goes on in the block.

    The CLI knows nothing of who and where. On a backend that is no folder its own record stays as it is.

    Args:
        target: the stack.
        engine: which engine runs.
        scope: what of the stack the run is about.
    """
    if target.backend.folder is None:
        yield
        return
    told = {**facts.circumstances(target.site, engine, scope), **granting(target)}
    paths = StackFiles.locate(target.backend.folder, target.program.project, target.stack)
    before = backend.entries(paths)
    try:
        yield
    finally:
        # The run is over, however it ended: that its record lacks a fact is no reason to call it failed.
        with contextlib.suppress(GovCloudError):
            for path in backend.entries(paths) - before:
                backend.annotate(paths, path, told)

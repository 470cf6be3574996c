"""Hosts a program: starts its process, serves it, and sees it end.

The process is served over a UNIX socket in a folder that only this user can
enter. Its output comes here line by line. It never outlives this process: it
holds the other end of a pipe that closes when we die, however we die.
"""

import json
import os
import select
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import grpc
from pulumi.runtime.proto import engine_pb2_grpc, resource_pb2_grpc

from gcloud.engine.child import THREADS
from gcloud.engine.faults import Fault
from gcloud.engine.process import Child, Running, Say, Start
from gcloud.errors import ExitCode, GovCloudError, InputError

_LARGEST: Final = 400 * 1024 * 1024
_HANDLERS: Final = THREADS + 16
CORRECT: Final = "Correct the program, then run again."
"""What to do about an error in a program."""
_LOOK: Final = 0.1
_LONGEST_REPORT: Final = 64 * 1024


class ProgramError(InputError):
    """A program did not come to its end.

    Args:
        faults: what went wrong with single resources; the error itself is the program's, and is
            empty if there was nothing else.
    """

    def __init__(
        self, message: str, *, hint: str, data: Mapping[str, Any] | None = None, faults: Sequence[Fault] = ()
    ) -> None:
        super().__init__(message, hint=hint, data=data)
        self.faults = tuple(faults)


class ProgramCrashError(GovCloudError):
    """A program's process died."""

    exit_code = ExitCode.INTERNAL


@dataclass(frozen=True, slots=True)
class ProgramRun:
    """What to run.

    Args:
        folder: the program's folder; holds __main__.py.
        project: the project's name.
        stack: the stack's name.
        preview: nothing will be changed.
        parallel: steps at once.
        config: configuration values by full key ("datacenter:site").
        secret_keys: which of them are secret.
        reads: file to which what the program looks at is added (gcloud.engine.reads); None: nobody asks.
    """

    folder: Path
    project: str
    stack: str
    preview: bool
    parallel: int
    config: Mapping[str, str] = field(default_factory=dict)
    secret_keys: tuple[str, ...] = ()
    reads: Path | None = None


Host: TypeAlias = Callable[
    [
        ProgramRun,
        resource_pb2_grpc.ResourceMonitorServicer,
        engine_pb2_grpc.EngineServicer,
        Say,
        Callable[[], bool],
    ],
    GovCloudError | None,
]
"""Runs a program to its end, as `run_program` does."""


def run_program(  # noqa: PLR0917 - a Host's, and one more
    run: ProgramRun,
    monitor: resource_pb2_grpc.ResourceMonitorServicer,
    engine: engine_pb2_grpc.EngineServicer,
    say: Say,
    stopped: Callable[[], bool],
    start: Start = Child,
) -> GovCloudError | None:
    """Run a program to its end, or until it is to be stopped.

    Args:
        run: what to run.
        monitor: answers its registrations.
        engine: answers the rest.
        say: told of each line that it prints.
        stopped: asked now and then; the program is ended as soon as it is true and no call runs.
        start: starts its process.

    Returns:
        Why it did not come to its end; None if it did, or was stopped.
    """
    if not (run.folder / "__main__.py").is_file():
        return ProgramError(
            f"{run.folder} has no program: __main__.py is missing",
            hint="Give the folder of a Pulumi program.",
        )
    room = Path(tempfile.mkdtemp(prefix="govcloud-"))
    workers = ThreadPoolExecutor(max_workers=_HANDLERS, thread_name_prefix="rpc")
    server = grpc.server(
        workers,
        options=[("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)],
    )
    try:
        resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
        engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
        address = f"unix:{room / 's'}"
        server.add_insecure_port(address)
        server.start()
        return _attend(run, address, say, stopped, start)
    finally:
        server.stop(grace=None)
        workers.shutdown(wait=True)
        shutil.rmtree(room, ignore_errors=True)


def _attend(
    run: ProgramRun, address: str, say: Say, stopped: Callable[[], bool], start: Start
) -> GovCloudError | None:
    report, told = os.pipe()
    orders = {
        "folder": str(run.folder.resolve()),
        "project": run.project,
        "stack": run.stack,
        "address": address,
        "preview": run.preview,
        "parallel": run.parallel,
        "config": dict(run.config),
        "secret_keys": list(run.secret_keys),
        "report": told,
        "reads": str(run.reads) if run.reads else None,
    }
    with os.fdopen(report, "rb", buffering=0) as stream:
        try:
            child = start("gcloud.engine.child", run.folder, orders, say, pass_fds=(told,))
        finally:
            os.close(told)
        try:
            was_stopped = _wait(child, report, stopped)
        finally:
            status = child.end()
        os.set_blocking(report, False)
        return None if was_stopped else _verdict(stream.read(_LONGEST_REPORT) or b"", status)


def _wait(child: Running, report: int, stopped: Callable[[], bool]) -> bool:
    """Wait for the end; True if it was brought about by a stop."""
    while not child.ended():
        # The report is the last that a program's process does, so waiting for it wastes no time.
        if select.select([report], [], [], _LOOK)[0]:
            child.ended(_LOOK)
        if stopped():
            return True
    return False


def _verdict(report: bytes, status: int) -> GovCloudError | None:
    if not report:
        how = f"was killed by signal {-status}" if status < 0 else f"died with status {status}"
        return ProgramCrashError(
            f"the program's process {how} before the program ended",
            hint="See what it printed last; run again to continue.",
        )
    ended = json.loads(report)
    faults = [
        Fault(fault["urn"], fault["position"], _reworded(fault["message"])) for fault in ended["faults"]
    ]
    problem = ended["problem"]
    if problem is None:
        return ProgramError("", hint=CORRECT, faults=faults) if faults else None
    where = f" at {problem['position']}" if problem["position"] else ""
    data = {"urn": problem["urn"], "position": problem["position"], "trace": problem["trace"]}
    if problem["kind"] == "exit":
        return ProgramError(
            f"the program left{where} by sys.exit({problem['message']}) instead of coming to its end",
            hint="Raise pulumi.RunError with the reason, or let the program end by itself.",
            data=data,
            faults=faults,
        )
    trace = "".join(f"\n    {line}" for line in problem["trace"]) if problem["kind"] == "exception" else ""
    return ProgramError(
        f"the program failed{where}: {_reworded(problem['message'])}{trace}",
        hint=CORRECT,
        data=data,
        faults=faults,
    )


def _reworded(message: str) -> str:
    """Say of the SDK's complaints about missing features whose they are."""
    return message.replace("The Pulumi CLI does not support", "The embedded engine does not support").replace(
        " Please update the Pulumi CLI.", " Use --engine pulumi."
    )

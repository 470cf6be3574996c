"""What of a lab runs, and whether it answers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gcloud.lab import processes as machine
from gcloud.lab.context import Lab
from gcloud.lab.ready import is_ready
from gcloud.lab.service import Process, Service
from gcloud.lab.supervisor import ProcessState, Supervisor, log_path

PATIENCE = 20
"""Seconds: a busy machine's answer is slow, and still an answer."""

Condition = Literal["up", "degraded", "down"]


@dataclass(frozen=True)
class ProcessStatus:
    """One process.

    Args:
        name: the supervisor's name of it.
        service: the service that it belongs to.
        state: ``ready``, ``silent`` (runs, does not answer), or the supervisor's word (``stopped`` …).
        pid: None unless it runs.
        uptime: seconds.
        port: loopback TCP port, if it has one.
        log: its output.
        reason: why it is silent; empty otherwise.
    """

    name: str
    service: str
    state: str
    pid: int | None
    uptime: float
    port: int | None
    log: Path
    reason: str = ""


@dataclass(frozen=True)
class LabStatus:
    """A whole lab.

    Args:
        folder: where it is.
        condition: ``up`` when every process is ready, ``down`` when none runs.
        processes: all, in the order of the registry.
        memory: proportional set size of all its processes, bytes.
        clouds_file: clouds.yaml, which exists once the lab has been up.
    """

    folder: Path
    condition: Condition
    processes: tuple[ProcessStatus, ...]
    memory: int
    clouds_file: Path


def look(lab: Lab, services: Sequence[Service]) -> LabStatus:
    """Ask the supervisor for all processes, and each that runs whether it serves."""
    with Supervisor(lab) as supervisor:
        known = supervisor.states()
    wanted = tuple((service, process) for service in services for process in service.processes(lab))
    with ThreadPoolExecutor(max_workers=16) as pool:
        found = tuple(pool.map(lambda pair: _status(lab, pair[0], pair[1], known.get(pair[1].name)), wanted))
    running = [status for status in found if status.pid is not None]
    condition: Condition = (
        "up" if all(s.state == "ready" for s in found) else "degraded" if running else "down"
    )
    return LabStatus(
        folder=lab.settings.folder,
        condition=condition,
        processes=found,
        memory=machine.memory(machine.owned(lab.settings.folder)),
        clouds_file=lab.settings.clouds_file,
    )


def _status(lab: Lab, service: Service, process: Process, known: ProcessState | None) -> ProcessStatus:
    state, pid, uptime, reason = "stopped", None, 0.0, ""
    if known is not None:
        state, pid, uptime = known.state, known.pid, known.uptime
        if state == "running":
            reason = (is_ready(process.ready, PATIENCE) or "") if process.ready is not None else ""
            state = "silent" if reason else "ready"
    log = log_path(lab, process.name)
    return ProcessStatus(process.name, service.name, state, pid, uptime, process.port, log, reason)

"""The graph of a start: what must be done, and what each part waits for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gcloud.lab import packages, venv
from gcloud.lab.cloud import ask
from gcloud.lab.context import Lab
from gcloud.lab.databases import migrate
from gcloud.lab.errors import StepError
from gcloud.lab.files import tail, write
from gcloud.lab.identity import make_service_project, register
from gcloud.lab.ini import render
from gcloud.lab.ready import wait_until
from gcloud.lab.service import AskReady, Process, Ready, Service, Step
from gcloud.lab.supervisor import Supervisor, configuration, configuration_path, log_path

EXECUTABLE, PRIVATE = 0o700, 0o600
DEATHS = 3
"""Restarts after which a process that should become ready is given up."""


def write_files(lab: Lab, services: Sequence[Service]) -> bool:
    """Folders and configuration of all services, and the supervisor's.

    Returns:
        Whether any file differs from what was there.
    """
    changed = False
    for service in services:
        for folder in service.folders(lab):
            folder.mkdir(parents=True, exist_ok=True)
        texts = {
            lab.etc(service.name) / name: render(sections) for name, sections in service.config(lab).items()
        }
        for path, text in {**texts, **service.files(lab)}.items():
            changed |= write(path, text, mode=EXECUTABLE if path.parent == lab.settings.bin else PRIVATE)
    supervised = configuration(lab, (process for service in services for process in service.processes(lab)))
    return write(configuration_path(lab), render(supervised)) or changed


def steps(lab: Lab, supervisor: Supervisor, services: Sequence[Service]) -> tuple[Step, ...]:
    """Everything between a bare machine and a ready lab."""
    debian = tuple(package for service in services for package in service.packages)
    graph = [
        Step("packages", lambda: packages.install(lab, debian)),
        Step("venv", lambda: venv.make_venv(lab)),
        Step("supervisor", supervisor.launch, needs=("venv",)),
        Step(
            "service-project", lambda: make_service_project(lab), needs=("keystone-api", "keystone:bootstrap")
        ),
    ]
    for service in services:
        graph += _service_steps(lab, service)
        graph += [_process_step(lab, supervisor, service, process) for process in service.processes(lab)]
    names = tuple(step.name for step in graph)
    return (
        *graph,
        Step("ready", lambda: wait_for_cloud(lab, supervisor), needs=names),
        Step("compiled", lambda: venv.compile_venv(lab), needs=("venv",)),
    )


def _service_steps(lab: Lab, service: Service) -> list[Step]:
    prepared = f"{service.name}:prepared"
    found = [Step(prepared, lambda: service.prepare(lab), needs=("packages",) if service.packages else ())]
    if service.databases:
        found.append(
            Step(f"{service.name}:migrated", lambda: migrate(lab, service), needs=("mariadb", "venv"))
        )
    if service.endpoint is not None:
        found.append(
            Step(f"{service.name}:registered", lambda: register(lab, service), needs=("service-project",))
        )
    return found + [Step(s.name, s.run, needs=(prepared, "venv", *s.needs)) for s in service.steps(lab)]


def _process_step(lab: Lab, supervisor: Supervisor, service: Service, process: Process) -> Step:
    def start() -> None:
        supervisor.start(process.name)
        if process.ready is not None:
            _wait(lab, supervisor, process.name, process.ready, process.timeout)

    return Step(process.name, start, needs=("supervisor", f"{service.name}:prepared", *process.needs))


def _wait(lab: Lab, supervisor: Supervisor, name: str, probe: Ready, timeout: float) -> None:
    pids: set[int] = set()

    def hopeless() -> str | None:
        if lab.cancel.is_set():
            return "cancelled"
        state = supervisor.state(name)
        pids.update({state.pid} if state and state.pid else ())
        return f"it ended {len(pids) - 1} times" if len(pids) > DEATHS else None

    reason = wait_until(probe, timeout, hopeless=hopeless)
    if reason is not None:
        log = log_path(lab, name)
        raise StepError(name, reason, log=str(log), tail=tail(log))


def wait_for_cloud(lab: Lab, supervisor: Supervisor, timeout: float = 300) -> None:
    """Until every part says of every other that it is there.

    Raises:
        StepError: one does not, in time.
    """

    def wait(cloud: Any) -> None:  # noqa: ANN401 - openstacksdk has no types
        for question, answer in _questions(lab, cloud):
            probe = AskReady(question, answer)
            reason = wait_until(probe, timeout, hopeless=lambda: "cancelled" if lab.cancel.is_set() else None)
            if reason is not None:
                raise StepError("ready", f"{reason}{_restless(supervisor)}")

    ask(lab, "ready", wait)


def _questions(lab: Lab, cloud: Any) -> Iterable[tuple[str, Callable[[], bool]]]:  # noqa: ANN401
    hosts = set(lab.settings.hosts)
    volume = {"cinder-scheduler", "cinder-volume"}
    compute, storage, network = cloud.compute, cloud.block_storage, cloud.network
    yield (
        "nova's services are up",
        lambda: hosts | {"lab"} <= {s.host for s in compute.services() if s.state == "up"},
    )
    yield "all hypervisors are known", lambda: hosts <= {h.name for h in compute.hypervisors()}
    yield (
        "cinder's services are up",
        lambda: volume <= {s.binary for s in storage.services() if s.state == "up"},
    )
    yield "OVN's controllers are alive", lambda: hosts <= {a.host for a in network.agents() if a.is_alive}
    yield "images are listed", lambda: list(cloud.image.images()) is not None


def _up(services: Iterable[Any], attribute: str) -> set[str]:
    return {getattr(service, attribute) for service in services if service.state == "up"}


def _restless(supervisor: Supervisor, settled: float = 15) -> str:
    """Names what the supervisor keeps restarting, as that is what to look at first."""
    names = [s.name for s in supervisor.states().values() if s.state != "running" or s.uptime < settled]
    return f"; not settled: {', '.join(names)}" if names else ""

"""The graph of a start: what must be done, and what each part waits for."""

import functools
import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from gcloud.lab import packages, venv
from gcloud.lab.cloud import ask
from gcloud.lab.context import Lab
from gcloud.lab.databases import migrate
from gcloud.lab.errors import StepError
from gcloud.lab.files import tail, write
from gcloud.lab.identity import make_service_project, register, unregister
from gcloud.lab.ini import render
from gcloud.lab.ready import wait_until
from gcloud.lab.service import AskReady, Process, Question, Ready, Service, Step
from gcloud.lab.supervisor import Supervisor, configuration, configuration_path, log_path

EXECUTABLE, PRIVATE = 0o700, 0o600
DEATHS = 3
"""Restarts after which a process that should become ready is given up."""


def write_files(lab: Lab, services: Sequence[Service]) -> None:
    """Folders and configuration of all services, and the supervisor's."""
    digests = {}
    for service in services:
        for folder in service.folders(lab):
            folder.mkdir(parents=True, exist_ok=True)
        texts = {
            lab.etc(service.name) / name: render(sections) for name, sections in service.config(lab).items()
        }
        texts |= service.files(lab)
        for path, text in texts.items():
            write(path, text, mode=EXECUTABLE if path.parent == lab.settings.bin else PRIVATE)
        digests[service.name] = hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()
    groups = {service.name: service.processes(lab) for service in services}
    write(configuration_path(lab), render(configuration(lab, groups, digests)))


def steps(
    lab: Lab, supervisor: Supervisor, services: Sequence[Service], left_off: Sequence[Service] = ()
) -> tuple[Step, ...]:
    """Everything between a bare machine and a ready lab.

    Args:
        lab: whose start.
        supervisor: keeps its processes.
        services: what is to serve.
        left_off: what may have served before, and shall not be found in the catalogue.
    """
    urgent = tuple(package for service in services if service.urgent for package in service.packages)
    debian = tuple(package for service in services for package in service.packages)
    graph = [
        Step("packages:urgent", lambda: packages.install(lab, urgent)),
        Step("packages", lambda: packages.install(lab, debian), needs=("packages:urgent",)),
        Step("venv", lambda: venv.make_venv(lab)),
        Step("compiled", lambda: venv.compile_venv(lab), needs=("venv",)),
        Step("supervisor", supervisor.launch, needs=("venv",)),
        Step(
            "service-project", lambda: make_service_project(lab), needs=("keystone-api", "keystone:bootstrap")
        ),
    ]
    graph += [
        Step(
            f"{service.name}:unregistered",
            functools.partial(unregister, lab, service),
            needs=("service-project",),
        )
        for service in left_off
    ]
    for service in services:
        graph += _service_steps(lab, supervisor, service)
        graph += [_process_step(lab, supervisor, service, process) for process in service.processes(lab)]
    return tuple(graph)


def _service_steps(lab: Lab, supervisor: Supervisor, service: Service) -> list[Step]:
    prepared = f"{service.name}:prepared"
    installed = ("packages:urgent" if service.urgent else "packages",) if service.packages else ()
    found = [Step(prepared, lambda: service.prepare(lab), needs=installed)]
    if service.databases:
        found.append(
            Step(f"{service.name}:migrated", lambda: migrate(lab, service), needs=("mariadb", "venv"))
        )
    if service.endpoint is not None:
        found.append(
            Step(f"{service.name}:registered", lambda: register(lab, service), needs=("service-project",))
        )
    found += [Step(s.name, s.run, needs=(prepared, "venv", *s.needs)) for s in service.steps(lab)]
    if service.questions(lab):
        answered = (*(process.name for process in service.processes(lab)), f"{service.name}:registered")
        found.append(
            Step(f"{service.name}:ready", lambda: wait_for_answers(lab, supervisor, service), needs=answered)
        )
    return found


def _process_step(lab: Lab, supervisor: Supervisor, service: Service, process: Process) -> Step:
    def start() -> None:
        supervisor.start(service.name, process.name)
        if process.ready is not None:
            _wait(lab, supervisor, process.name, process.ready, process.timeout)

    return Step(process.name, start, needs=("supervisor", f"{service.name}:prepared", *process.needs))


def _wait(lab: Lab, supervisor: Supervisor, name: str, probe: Ready, timeout: float) -> None:
    reason = wait_until(probe, timeout, hopeless=_watch(lab, supervisor, (name,)))
    if reason is not None:
        log = log_path(lab, name)
        raise StepError(name, reason, log=str(log), tail=tail(log))


def _watch(lab: Lab, supervisor: Supervisor, names: Collection[str]) -> Callable[[], str | None]:
    """Make the question whether waiting for these processes has become hopeless."""
    pids: dict[str, set[int]] = {name: set() for name in names}

    def hopeless() -> str | None:
        if lab.cancel.is_set():
            return "cancelled"
        for name, state in supervisor.states().items():
            if name in pids and state.pid:
                pids[name].add(state.pid)
                if len(pids[name]) > DEATHS:
                    return f"{name} ended {DEATHS} times; see {log_path(lab, name)}"
        return None

    return hopeless


def wait_for_answers(lab: Lab, supervisor: Supervisor, service: Service, timeout: float = 300) -> None:
    """Until the service's API says what its questions want.

    Raises:
        StepError: it does not, in time.
    """
    step = f"{service.name}:ready"
    names = frozenset(process.name for process in service.processes(lab))
    hopeless = _watch(lab, supervisor, names)

    def started() -> datetime:
        uptimes = [state.uptime for name, state in supervisor.states().items() if name in names]
        return datetime.now(UTC) - timedelta(seconds=min(uptimes))

    def wait(cloud: Any) -> None:  # noqa: ANN401 - openstacksdk has no types
        for question in service.questions(lab):
            probe = AskReady(question.text, functools.partial(_ask_about, question, cloud, started))
            reason = wait_until(probe, timeout, hopeless=hopeless)
            if reason is not None:
                raise StepError(step, reason)

    ask(lab, step, wait)


def _ask_about(question: Question, cloud: Any, started: Callable[[], datetime]) -> bool:  # noqa: ANN401
    return question.ask(cloud, started())

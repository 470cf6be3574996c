"""The graph of a start: what must be done, and what each part waits for."""

from collections.abc import Sequence

from gcloud.lab import packages, venv
from gcloud.lab.cloud import connect
from gcloud.lab.context import Lab
from gcloud.lab.errors import StepFailed
from gcloud.lab.files import tail, write
from gcloud.lab.identity import make_service_project, register
from gcloud.lab.ini import render
from gcloud.lab.ready import wait_until
from gcloud.lab.run import run
from gcloud.lab.service import AskReady, Process, Service, Step
from gcloud.lab.services.mariadb import sql
from gcloud.lab.supervisor import Supervisor, log_path

EXECUTABLE, PRIVATE = 0o700, 0o600


def write_files(lab: Lab, services: Sequence[Service]) -> bool:
    """Folders and configuration of all services.

    Returns:
        Whether any file differs from what was there.
    """
    changed = False
    for service in services:
        for folder in service.folders(lab):
            folder.mkdir(parents=True, exist_ok=True)
        texts = {lab.etc(service.name) / name: render(sections) for name, sections in service.config(lab).items()}
        for path, text in {**texts, **service.files(lab)}.items():
            changed |= write(path, text, mode=EXECUTABLE if path.parent == lab.settings.bin else PRIVATE)
    return changed


def steps(lab: Lab, services: Sequence[Service]) -> tuple[Step, ...]:
    """Everything between a bare machine and a ready lab."""
    supervisor = Supervisor(lab)
    processes = {service.name: service.processes(lab) for service in services}
    every = tuple(process for of in processes.values() for process in of)
    debian = tuple(package for service in services for package in service.packages)
    graph = [
        Step("packages", lambda: packages.install(lab.settings, debian)),
        Step("venv", lambda: venv.make_venv(lab.settings)),
        Step("supervisor", lambda: supervisor.launch(every), needs=("venv",)),
        Step("service-project", lambda: make_service_project(lab), needs=("keystone-api", "keystone:bootstrap")),
    ]
    for service in services:
        graph += _service_steps(lab, service)
        graph += [_process_step(lab, supervisor, service, process) for process in processes[service.name]]
    names = tuple(step.name for step in graph)
    return (*graph, Step("ready", lambda: wait_for_cloud(lab), needs=names))


def _service_steps(lab: Lab, service: Service) -> list[Step]:
    prepared = f"{service.name}:prepared"
    found = [Step(prepared, lambda: service.prepare(lab), needs=("packages",))]
    if service.databases:
        found.append(Step(f"{service.name}:migrated", lambda: migrate(lab, service), needs=("mariadb", "venv")))
    if service.endpoint is not None:
        found.append(Step(f"{service.name}:registered", lambda: register(lab, service), needs=("service-project",)))
    return found + [
        Step(step.name, step.run, needs=(prepared, "venv", *step.needs)) for step in service.steps(lab)
    ]


def _process_step(lab: Lab, supervisor: Supervisor, service: Service, process: Process) -> Step:
    def start() -> None:
        supervisor.start(process.name)
        if process.ready is None:
            return
        reason = wait_until(process.ready, process.timeout)
        if reason is not None:
            log = log_path(lab, process.name)
            raise StepFailed(process.name, reason, log=str(log), tail=tail(log))

    return Step(process.name, start, needs=("supervisor", f"{service.name}:prepared", *process.needs))


def migrate(lab: Lab, service: Service) -> None:
    """Bring the service's databases to what its release wants, unless this very lock did it before."""
    done = lab.settings.data / "migrated" / service.name
    if done.is_file() and done.read_text() == venv.lock_key():
        return
    sql(lab, "".join(f"CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb3;" for name in service.databases))
    for command in service.migrations(lab):
        run(lab, command)
    write(done, venv.lock_key())


def wait_for_cloud(lab: Lab, timeout: float = 120) -> None:
    """Until every part says of every other that it is there.

    Raises:
        StepFailed: one does not, in time.
    """
    hosts = set(lab.settings.hosts)
    with connect(lab) as cloud:
        questions = (
            ("nova's services are up", lambda: hosts | {"lab"} <= {s.host for s in cloud.compute.services() if s.state == "up"}),
            ("all hypervisors are known", lambda: hosts <= {h.name for h in cloud.compute.hypervisors()}),
            (
                "cinder's services are up",
                lambda: {"cinder-scheduler", "cinder-volume"}
                <= {s.binary for s in cloud.block_storage.services() if s.state == "up"},
            ),
            ("OVN's controllers are alive", lambda: hosts <= {a.host for a in cloud.network.agents() if a.is_alive}),
            ("images are listed", lambda: list(cloud.image.images()) is not None),
        )
        for question, ask in questions:
            reason = wait_until(AskReady(question, ask), timeout)
            if reason is not None:
                raise StepFailed("ready", reason)

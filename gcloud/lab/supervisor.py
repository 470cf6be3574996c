"""The process supervisor: supervisord, asked over its UNIX socket, never over TCP.

It restarts what dies. In what order things start, and when the next may, is
ours: supervisord knows no readiness, so every program is `autostart = false`
and is started by name. A service's processes are a group, and each carries the
digest of the service's configuration, so that supervisord itself can tell which
groups run by another one than is written.
"""

import hashlib
import http.client
import os
import shlex
import socket
import subprocess
import threading
import time
import xmlrpc.client
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from gcloud.lab.context import Lab
from gcloud.lab.errors import LabError
from gcloud.lab.files import tail
from gcloud.lab.ini import Section, Sections
from gcloud.lab.service import Process

DIGEST_VARIABLE = "GOVCLOUD_LAB_CONFIGURATION"
ALREADY_STARTED = 60
RESTARTS = 1000
RUNNING = 1
NICE = ("/usr/bin/nice", "-n", "15")


@dataclass(frozen=True)
class ProcessState:
    """What the supervisor says of a process."""

    name: str
    state: str
    pid: int | None
    uptime: float
    log: Path


def socket_path(lab: Lab) -> Path:
    """Where the supervisor listens."""
    return lab.settings.run / "supervisor.sock"


def log_path(lab: Lab, name: str) -> Path:
    """Where a process's output goes."""
    return lab.settings.log / f"{name}.log"


def configuration_path(lab: Lab) -> Path:
    """Where supervisord reads its programs."""
    return lab.settings.etc / "supervisord.conf"


def configuration(lab: Lab, groups: Mapping[str, Iterable[Process]], digests: Mapping[str, str]) -> Sections:
    """Text of supervisord's configuration, as sections.

    Args:
        lab: whose supervisor.
        groups: processes by service.
        digests: of each service's configuration.
    """
    common: dict[str, Section] = {
        "unix_http_server": {"file": str(socket_path(lab)), "chmod": "0700"},
        "rpcinterface:supervisor": {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        },
        "supervisord": {
            "identifier": _identifier(lab),
            "logfile": str(log_path(lab, "supervisord")),
            "logfile_maxbytes": "5MB",
            "logfile_backups": 1,
            "pidfile": str(lab.settings.run / "supervisord.pid"),
            "childlogdir": str(lab.settings.log),
            "directory": str(lab.settings.run),
            "umask": "077",
            "minfds": 4096,
        },
    }
    for group, processes in groups.items():
        programs = {f"program:{p.name}": _program(lab, p, digests[group]) for p in processes}
        if programs:
            names = ",".join(name.partition(":")[2] for name in programs)
            common |= {f"group:{group}": {"programs": names}, **programs}
    return common


def _identifier(lab: Lab) -> str:
    """What supervisord itself is started with: another one cannot become it, but must be replaced."""
    return hashlib.sha256(repr(sorted(lab.environment.items())).encode()).hexdigest()[:16]


def _program(lab: Lab, process: Process, digest: str) -> dict[str, str | int | bool]:
    variables = {**process.environment, DIGEST_VARIABLE: digest}
    return {
        "command": _escaped(shlex.join((*NICE, *process.command) if process.background else process.command)),
        "environment": ",".join(f'{key}="{_escaped(value)}"' for key, value in variables.items()),
        "autostart": False,
        "autorestart": True,
        "startsecs": 1,
        "startretries": RESTARTS,
        "stopsignal": process.stop,
        "stopwaitsecs": process.stop_wait,
        "stopasgroup": True,
        "killasgroup": True,
        "redirect_stderr": True,
        "stdout_logfile": str(log_path(lab, process.name)),
        "stdout_logfile_maxbytes": "20MB",
        "stdout_logfile_backups": 1,
    }


def _escaped(value: str) -> str:
    return value.replace("%", "%%")


class _UnixConnection(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(self.host)


class _UnixTransport(xmlrpc.client.Transport):
    """XML-RPC over one lasting connection to a UNIX socket."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: tuple[str, dict[str, str]] | str) -> http.client.HTTPConnection:
        connection = self._connection[1]
        if connection is None:
            connection = _UnixConnection(str(self._path))
            self._connection = host, connection
        return connection


class Supervisor:
    """A lab's supervisord.

    All calls go one after the other over one connection: a descriptor that is
    closed in the very turn of supervisord's loop in which it starts a process
    is reused for that process, still polled, and supervisord then never rests.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._turn = threading.Lock()
        self._transport = _UnixTransport(socket_path(lab))
        self._server = xmlrpc.client.ServerProxy("http://supervisor", transport=self._transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def _call(self, method: str, *arguments: str | bool) -> Any:  # noqa: ANN401 - XML-RPC is untyped
        with self._turn:
            return getattr(self._server.supervisor, method)(*arguments)

    def running(self) -> bool:
        """Whether it answers."""
        try:
            return bool(self._call("getState")["statecode"] == RUNNING)
        except (OSError, http.client.HTTPException):
            return False

    def is_current(self) -> bool:
        """Whether it answers and runs in the environment that the lab has now."""
        try:
            return bool(self._call("getIdentification") == _identifier(self._lab))
        except (OSError, http.client.HTTPException):
            return False

    def renew(self) -> None:
        """Stop the groups that are no more or run by another configuration than is written.

        The new ones, and those stopped that are still wanted, can be started after it.

        Raises:
            LabError: what is written cannot be read.
        """
        try:
            ((added, changed, removed),) = self._call("reloadConfig")
        except xmlrpc.client.Fault as fault:
            raise LabError(f"the supervisor refuses its configuration: {fault.faultString}") from fault
        for group in (*changed, *removed):
            self._call("stopProcessGroup", group)
            self._call("removeProcessGroup", group)
        for group in (*added, *changed):
            self._call("addProcessGroup", group)

    def launch(self) -> None:
        """Start supervisord with the configuration that was written, unless it runs.

        Raises:
            LabError: it does not come up.
        """
        if self.running():
            return
        socket_path(self._lab).unlink(missing_ok=True)
        log = log_path(self._lab, "supervisord")
        with log.open("a") as output:
            process = subprocess.Popen(
                [
                    self._lab.program("supervisord"),
                    "--nodaemon",
                    "--configuration",
                    str(configuration_path(self._lab)),
                ],
                env=self._lab.environment,
                cwd=self._lab.settings.run,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=output,
                start_new_session=True,
            )
        for _ in range(200):
            if self.running():
                return
            if process.poll() is not None:
                break
            time.sleep(0.1)
        raise LabError(
            f"the process supervisor does not start\n{tail(log)}", hint=f"see {log}", data={"log": str(log)}
        )

    def start(self, group: str, name: str) -> None:
        """Start a process unless it runs; returns at once.

        Raises:
            LabError: the program cannot be started.
        """
        try:
            self._call("startProcess", f"{group}:{name}", False)
        except xmlrpc.client.Fault as fault:
            if fault.faultCode != ALREADY_STARTED:
                raise LabError(f"the process {name} cannot be started: {fault.faultString}") from fault

    def states(self) -> dict[str, ProcessState]:
        """All processes by name; empty when the supervisor does not run."""
        try:
            answers = self._call("getAllProcessInfo")
        except (OSError, http.client.HTTPException):
            return {}
        return {answer["name"]: _state(answer) for answer in answers}

    def shutdown(self, timeout: float = 30) -> None:
        """Stop every process, then the supervisor; returns when its socket is gone or the time is up."""
        try:
            pid = int(self._call("getPID"))
            self._call("shutdown")
        except (OSError, http.client.HTTPException):
            return
        end = time.monotonic() + timeout
        while time.monotonic() < end and _alive(pid):
            time.sleep(0.1)


def _state(answer: dict[str, Any]) -> ProcessState:
    return ProcessState(
        name=answer["name"],
        state=answer["statename"].lower(),
        pid=answer["pid"] or None,
        uptime=float(answer["now"] - answer["start"]) if answer["pid"] else 0.0,
        log=Path(answer["stdout_logfile"]),
    )


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

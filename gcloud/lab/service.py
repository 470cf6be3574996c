"""What a service of the lab is: one subclass of `Service`, one file.

A service says what it needs; when and how it is installed, migrated, started,
watched and stopped is decided in one place (`gcloud.lab.start`), alike for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from gcloud.lab.ini import Sections

if TYPE_CHECKING:
    from gcloud.lab.context import Lab


@dataclass(frozen=True)
class TcpReady:
    """Ready when somebody accepts on the loopback port."""

    port: int


@dataclass(frozen=True)
class SocketReady:
    """Ready when somebody accepts on the UNIX socket."""

    path: Path


@dataclass(frozen=True)
class HttpReady:
    """Ready when the URL answers with a status below 500."""

    url: str


@dataclass(frozen=True)
class AskReady:
    """Ready when the question is answered with yes; an exception is a no with a reason."""

    question: str
    ask: Callable[[], bool]


Ready = TcpReady | SocketReady | HttpReady | AskReady


@dataclass(frozen=True)
class Process:
    """A process that the supervisor keeps.

    Args:
        name: unique in the lab.
        command: program and arguments; no secret.
        ready: how one knows that it serves; None: it is enough that it runs.
        port: loopback TCP port for people to look at; None for none.
        needs: processes or steps that must be ready before.
        environment: variables beside the common ones.
        timeout: seconds until ready.
        background: it may be slow: the others come first.
        stop: the signal that stops it; KILL where nothing is lost by it.
        stop_wait: seconds until KILL follows.
    """

    name: str
    command: tuple[str, ...]
    ready: Ready | None = None
    port: int | None = None
    needs: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 300
    background: bool = False
    stop: Literal["TERM", "KILL"] = "TERM"
    stop_wait: int = 2


@dataclass(frozen=True)
class Command:
    """A command that runs to its end.

    Args:
        name: names its log.
        argv: program and arguments; no secret.
        environment: variables beside the common ones; secrets may be here.
        inherit: also the variables of the process that asks (proxies, certificates, caches).
        accept: exit codes that mean done.
        timeout: seconds.
        keep: let it end by itself when the one who started it is killed (a package manager).
        stdin: a file that it reads.
        unless: asked before a migration; True: it is done already, and must not be done twice.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    inherit: bool = False
    accept: frozenset[int] = frozenset({0})
    timeout: float = 300
    keep: bool = False
    stdin: Path | None = None
    unless: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Question:
    """What the service's own API must say before the lab is ready.

    Args:
        text: what is true then.
        ask: gets an openstacksdk connection of the administrator, and when the service's processes were
            started: what they said before that, they said in an earlier life.
    """

    text: str
    ask: Callable[[Any, datetime], bool]


@dataclass(frozen=True)
class Step:
    """Something done once between the processes; idempotent.

    Args:
        name: unique among steps and processes, ``service:what``.
        needs: processes or steps that must be ready before.
        run: does it.
    """

    name: str
    run: Callable[[], None]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Endpoint:
    """A service's entry in the catalogue.

    Args:
        type: service type, e.g. ``block-storage``.
        port: loopback port of the API.
        path: what follows the port in the URL.
    """

    type: str
    port: int
    path: str = ""

    @property
    def url(self) -> str:
        """Address of the API."""
        return f"http://127.0.0.1:{self.port}{self.path}"


class Service:
    """A part of the lab. Subclasses override what they have."""

    name: ClassVar[str]
    packages: ClassVar[tuple[str, ...]] = ()
    urgent: ClassVar[bool] = False
    """Whether its packages are installed before the others', because much waits for it."""
    databases: ClassVar[tuple[str, ...]] = ()
    endpoint: ClassVar[Endpoint | None] = None
    ports: ClassVar[tuple[int, ...]] = ()
    roles: ClassVar[tuple[str, ...]] = ()
    """Roles that its policy knows beside Keystone's own; who installs the service makes them."""

    def folders(self, lab: "Lab") -> tuple[Path, ...]:  # noqa: ARG002 - for those who override
        """Folders that must exist before anything of the service runs."""
        return ()

    def config(self, lab: "Lab") -> Mapping[str, Sections]:  # noqa: ARG002
        """INI files by name in the service's folder of configuration."""
        return {}

    def files(self, lab: "Lab") -> Mapping[Path, str]:  # noqa: ARG002
        """Other files by absolute path; those under ``bin`` are made executable."""
        return {}

    def prepare(self, lab: "Lab") -> None:
        """What must be there before the processes start; idempotent."""

    def migrations(self, lab: "Lab") -> tuple[Command, ...]:  # noqa: ARG002
        """Commands, one after the other, that fill the service's databases; each idempotent."""
        return ()

    def processes(self, lab: "Lab") -> tuple[Process, ...]:  # noqa: ARG002
        """What the supervisor keeps."""
        return ()

    def steps(self, lab: "Lab") -> tuple[Step, ...]:  # noqa: ARG002
        """What is done between or after the processes."""
        return ()

    def questions(self, lab: "Lab") -> tuple[Question, ...]:  # noqa: ARG002
        """What must be true of the running service, beyond that its processes answer."""
        return ()

    def clean(self, lab: "Lab") -> None:
        """Undo in the machine what outlives the processes (mounts); idempotent."""

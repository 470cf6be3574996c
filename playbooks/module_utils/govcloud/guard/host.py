"""The host as the guard needs it: where things are, which clock counts, how a program is run.

The root folder is a parameter, so that a folder made by a test is a host too; its programs are those in its
own ``/usr/bin``, and without ``/run/systemd/system`` in it there is no systemd.
"""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from typing import Sequence

STATE = "/var/lib/govcloud-guard"
LIBRARY = "/usr/local/lib/govcloud-guard"
UNITS = "/usr/local/lib/systemd/system"  # systemd reads it, and what is in /etc stays as it was
ASIDE = ".govcloud-guard"  # the folder for copies on a file system that STATE isn't on

PROGRAM_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
_ENVIRONMENT = {"LC_ALL": "C", "LANG": "C", "PATH": ":".join(PROGRAM_FOLDERS)}
NOT_THERE, TOO_LONG = 127, 124


@dataclass(frozen=True)
class Ran:
    """What a program said.

    Attributes:
        code: Its exit code; 127 where it isn't installed, 124 where it took too long.
        out: Its standard output.
        err: Its standard error.
    """

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """The last line that it said about its failure."""
        lines = [line for line in (self.err.strip() or self.out.strip()).splitlines() if line.strip()]
        return lines[-1] if lines else f"exit code {self.code}"


class Host:
    """A host, by its root folder.

    Args:
        root: The folder that is the host's ``/``.
    """

    def __init__(self, root: str = "/") -> None:
        self.root = root.rstrip("/")

    def at(self, path: str) -> str:
        """Where a path of the host (``/etc/passwd``) is found by this process."""
        return self.root + path if self.root else path

    def name(self, place: str) -> str:
        """The path on the host of what this process finds at a place: the other way round."""
        return (place[len(self.root) :] or "/") if self.root else place

    def state(self, name: str = "") -> str:
        """The guard's own folder, or a file in it, as found by this process."""
        return self.at(STATE) + (f"/{name}" if name else "")

    @property
    def systemd(self) -> bool:
        """Whether systemd runs here."""
        return os.path.isdir(self.at("/run/systemd/system"))

    def program(self, name: str) -> str | None:
        """The path of a program, or None where it isn't installed."""
        for place in [name] if name.startswith("/") else [f"{folder}/{name}" for folder in PROGRAM_FOLDERS]:
            path = self.at(place)
            if os.access(path, os.X_OK):
                return path
        return None

    def run(self, argv: Sequence[str], *, stdin: str = "", timeout: float = 20) -> Ran:
        """Run a program of the host; it never raises, for an undo goes on whatever one program does.

        Args:
            argv: Its name, then its arguments.
            stdin: What it reads.
            timeout: Seconds that it may take; then it is killed.
        """
        program = self.program(argv[0])
        if program is None:
            return Ran(NOT_THERE, "", f"the program {argv[0]} is not installed")
        try:
            done = subprocess.run(
                [program, *argv[1:]],
                input=stdin,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=timeout,
                env=_ENVIRONMENT,
                check=False,
                cwd="/",
            )
        except subprocess.TimeoutExpired:
            return Ran(TOO_LONG, "", f"{argv[0]} did not end within {timeout:.0f} s")
        except OSError as error:
            return Ran(NOT_THERE, "", f"{argv[0]} can't be run: {error.strerror}")
        return Ran(done.returncode, done.stdout, done.stderr)

    @staticmethod
    def clock() -> float:
        """Seconds of the clock that deadlines count by: nobody can set it."""
        return time.monotonic()

    @staticmethod
    def since_boot() -> float:
        """Seconds since the kernel started, as processes' start times are counted."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    @staticmethod
    def wall() -> str:
        """The time of day for people; nothing is decided by it."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

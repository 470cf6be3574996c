"""Run the host's own programs: found below its root, in English, with a time limit, never by a shell."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import Mapping, Optional, Sequence

from .errors import UnreadableError

FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
_ENVIRONMENT = {"LC_ALL": "C", "LANG": "C", "DEBIAN_FRONTEND": "noninteractive", "PATH": ":".join(FOLDERS)}


@dataclass(frozen=True)
class Ran:
    """What a program said.

    Attributes:
        code: Its exit code.
        out: Its standard output.
        err: Its standard error.
    """

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """The last line that it said about its failure."""
        said = (self.err.strip() or self.out.strip()).splitlines()
        lines = [line for line in said if line.strip() and not line.startswith(("See ", "Hint: "))]
        return lines[-1] if lines else f"exit code {self.code}"


def find(root: str, name: str) -> Optional[str]:
    """The path of a program on the host, or None where it isn't installed."""
    candidates = (name,) if name.startswith("/") else tuple(f"{folder}/{name}" for folder in FOLDERS)
    for candidate in candidates:
        path = root.rstrip("/") + candidate
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None


def run(
    root: str,
    argv: Sequence[str],
    *,
    stdin: Optional[str] = None,
    timeout: float = 60,
    environment: Optional[Mapping[str, str]] = None,
) -> Ran:
    """Run a program to its end.

    Args:
        root: The host's root folder.
        argv: Its name or absolute path, then its arguments.
        stdin: What it reads.
        timeout: Seconds that it may take.
        environment: Variables beside the usual ones.

    Raises:
        UnreadableError: It isn't installed, or did not end in time.
    """
    program = find(root, argv[0])
    if program is None:
        raise UnreadableError(f"the program {argv[0]} is not installed")
    try:
        done = subprocess.run(
            [program, *argv[1:]],
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            env={**_ENVIRONMENT, **(environment or {})},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(f"{argv[0]} did not end within {timeout:.0f} s") from error
    return Ran(done.returncode, done.stdout, done.stderr)

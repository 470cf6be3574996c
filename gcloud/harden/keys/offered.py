"""The keys that a host shows to whoever connects, asked for by ssh itself, on the way that a run takes.

ssh-keyscan knows no jump hosts. So ssh connects as it would for a run, takes down
the key into a file of this question only, and is turned away, since it offers no
way to sign in. What it learns is shown to people and trusted by nobody.
"""

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gcloud.harden.keys.key import HostKey
from gcloud.harden.keys.known_hosts import KnownHosts

_KINDS: Final = ("ssh-ed25519", "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384", "rsa-sha2-512,rsa-sha2-256")
_PATIENCE: Final = 15
"""Seconds that a host gets to answer."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a host shows.

    Attributes:
        keys: its keys, the best kind first; none if it could not be asked.
        why: why it could not be asked.
    """

    keys: tuple[HostKey, ...]
    why: str = ""


def offered(host: str, address: str, port: int, way: Sequence[str]) -> Offered:
    """Ask a host for its keys.

    Args:
        host: its name in the site.
        address: where it is.
        port: the port of its SSH.
        way: ssh's arguments for the way there, such as a proxy command.
    """
    keys: list[HostKey] = []
    why = ""
    with tempfile.TemporaryDirectory(prefix="govcloud-key-") as folder:
        for kind in _KINDS:
            file = Path(folder) / kind.partition(",")[0]
            why = _ask(host, address, port, way, kind, file) or why
            found = KnownHosts(file).keys(host)
            keys += found
            if not found and not keys and "no matching host key type" not in why:
                break  # it is not there: two more questions would only take longer
    return Offered(tuple(keys), "" if keys else why)


def _ask(host: str, address: str, port: int, way: Sequence[str], kinds: str, file: Path) -> str:  # noqa: PLR0917 - one question
    options = {
        "BatchMode": "yes",
        "PreferredAuthentications": "none",
        "StrictHostKeyChecking": "accept-new",
        "UserKnownHostsFile": f'"{file}"',
        "GlobalKnownHostsFile": "/dev/null",
        "HashKnownHosts": "no",
        "UpdateHostKeys": "no",
        "HostKeyAlias": host,
        "HostKeyAlgorithms": kinds,
        "ConnectTimeout": str(_PATIENCE),
        "ControlPath": "none",
    }
    words = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    # ssh takes the first value of an option, so what is said here stands before what the way says.
    command = ["ssh", *words, *way, "-p", str(port), "-l", "nobody", address, "true"]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=4 * _PATIENCE)
    except subprocess.TimeoutExpired:
        return f"it did not answer within {4 * _PATIENCE} seconds"
    lines = [line for line in done.stderr.splitlines() if line.strip() and not line.startswith("Warning:")]
    return lines[-1].strip() if lines else "it closed the connection"

"""The hosts' network: a bridge in a network namespace, and slirp4netns as the way out and in.

Nothing of the machine's own network is changed: slirp4netns opens ordinary
sockets. It lets connections in at ports of 127.0.0.1, and out to anywhere but
the machine's own loopback.
"""

import json
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from filelock import FileLock

from gcloud.lab import processes
from gcloud.lab.errors import LabError
from gcloud.lab.files import tail
from gcloud.lab.hosts import detached
from gcloud.lab.hosts.context import CIDR, HostsLab
from gcloud.lab.hosts.record import Host

PATIENCE = 10
SPACES = Path("/run/netns")
NAME = "slirp4netns"
IP = "/usr/sbin/ip"


def ensure(lab: HostsLab) -> None:
    """Bring the network up, if it is not.

    Raises:
        LabError: slirp4netns does not start.
    """
    with FileLock(lab.settings.folder / "network.lock"):
        if _runs(lab):
            return
        remove(lab)
        _ip("netns", "add", lab.mark)
        _ip("-n", lab.mark, "link", "set", "lo", "up")
        _ip("-n", lab.mark, "link", "add", "hosts", "type", "bridge")
        _ip("-n", lab.mark, "link", "set", "hosts", "up")
        _launch(lab)
        _ip("-n", lab.mark, "link", "set", "tap0", "master", "hosts", "up")


def let_in(lab: HostsLab, host: Host) -> None:
    """Lead the host's port of 127.0.0.1 to its sshd, if it does not yet.

    Raises:
        LabError: the port cannot be had.
    """
    wanted = {"proto": "tcp", "host_addr": "127.0.0.1", "host_port": host.port}
    with FileLock(lab.settings.folder / "network.lock"):
        if host.port in _forwards(lab):
            return
        answer = _ask(lab, "add_hostfwd", {**wanted, "guest_addr": host.address, "guest_port": 22})
    if "error" in answer:
        raise LabError(f"port {host.port} of 127.0.0.1 cannot be had for {host.name}: {answer['error']}")


def keep_out(lab: HostsLab, host: Host) -> None:
    """Give the host's port back."""
    with FileLock(lab.settings.folder / "network.lock"):
        found = _forwards(lab).get(host.port) if _runs(lab) else None
        if found is not None:
            _ask(lab, "remove_hostfwd", {"id": found})


def remove(lab: HostsLab) -> None:
    """Take the network away, whatever is left of it."""
    processes.end(pid for pid in processes.owned(lab.settings.folder) if processes.name(pid) == NAME)
    _socket(lab).unlink(missing_ok=True)
    remove_space(lab.mark)


def remove_space(name: str) -> None:
    """Remove a network namespace, if it is there."""
    if (SPACES / name).exists():
        _ip("netns", "del", name)


def remove_port(lab: HostsLab, host: Host) -> None:
    """Remove the bridge's end of a host's cable, if it is there."""
    command = (IP, "-n", lab.mark, "link", "del", port_device(host))
    subprocess.run(command, capture_output=True, check=False)


def space(lab: HostsLab, host: Host) -> str:
    """Name of a host's network namespace."""
    return f"{lab.mark}-{host.name}"


def port_device(host: Host) -> str:
    """The bridge's end of a host's cable."""
    return f"port{host.number}"


def _socket(lab: HostsLab) -> Path:
    return lab.settings.run / "slirp.sock"


def _launch(lab: HostsLab) -> None:
    log = lab.settings.log / f"{NAME}.log"
    argv = (
        *(NAME, "--netns-type=path", "--disable-host-loopback", "--mtu=1500", f"--cidr={CIDR}"),
        *(f"--api-socket={_socket(lab)}", str(SPACES / lab.mark), "tap0"),
    )
    detached.start(argv, lab.environment, log)
    until = time.monotonic() + PATIENCE
    while not _socket(lab).exists():
        if time.monotonic() > until:
            raise LabError(f"slirp4netns does not start\n{tail(log)}", hint=f"see {log}")
        time.sleep(0.02)


def _runs(lab: HostsLab) -> bool:
    try:
        _forwards(lab)
    except OSError:
        return False
    return (SPACES / lab.mark).exists()


def _forwards(lab: HostsLab) -> dict[int, int]:
    entries = _ask(lab, "list_hostfwd", {})["entries"]
    return {entry["host_port"]: entry["id"] for entry in entries}


def _ask(lab: HostsLab, execute: str, arguments: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(PATIENCE)
        link.connect(os.fspath(_socket(lab)))
        link.sendall(json.dumps({"execute": execute, "arguments": arguments}).encode())
        link.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: link.recv(65_536), b""))
    return json.loads(answer)


def _ip(*arguments: str) -> None:
    done = subprocess.run((IP, *arguments), capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError(f"ip {' '.join(arguments)}: {done.stderr.strip()}")

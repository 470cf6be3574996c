"""A host as a container: systemd on a copy of a base system that is thrown away, in a network of its own."""

import os
import signal
import subprocess
import time
from pathlib import Path

from gcloud.lab.errors import LabError
from gcloud.lab.files import tail
from gcloud.lab.hosts import detached, group, identity, image, network
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.hosts.errors import SilentHostError
from gcloud.lab.hosts.ready import wait_for_ssh
from gcloud.lab.hosts.record import Host
from gcloud.lab.hosts.systems import system

KEEPER = Path(__file__).with_name("keeper.sh")
FIRST = Path(__file__).with_name("first.sh")
ROOM = "2g"
"""Of a host's changes to its base system; in memory, and so that a full disk can be tried."""
REBOOT = signal.SIGRTMIN + 5
"""What systemd understands as `systemctl reboot`."""
PATIENCE = 60


def make(lab: HostsLab, host: Host) -> None:
    """Make a host that has never run: the base system with an identity.

    Raises:
        LabError: it cannot be mounted.
    """
    home = lab.home(host.name)
    top, root = home / "top", home / "root"
    for folder in (top, root):
        folder.mkdir(parents=True, exist_ok=True)
    _mount("tmpfs", top, "tmpfs", f"size={ROOM},mode=0700")
    for part in ("upper", "work"):
        (top / part).mkdir()
    (top / "upper").chmod(0o755)
    base = image.base(lab, system(host.system))
    _mount("overlay", root, "overlay", f"lowerdir={base},upperdir={top}/upper,workdir={top}/work")
    identity.write_identity(lab, host, root)


def start(lab: HostsLab, host: Host) -> None:
    """Switch it on."""
    home = lab.home(host.name)
    first = group.group(lab, host)
    first.mkdir(parents=True, exist_ok=True)
    variables = {
        **lab.environment,
        "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1",
        "SYSTEMD_NSPAWN_LOCK": "0",
        "LAB_NAME": host.name,
        "LAB_ROOT": str(home / "root"),
        "LAB_GROUP": str(first),
        "LAB_SPACE": network.space(lab, host),
        "LAB_BRIDGE_SPACE": lab.mark,
        "LAB_PORT": network.port_device(host),
        "LAB_MAC": host.mac,
        "LAB_NET_SETTINGS": str(lab.settings.etc / "network-settings"),
        "LAB_SYS": str(lab.settings.etc / "sys"),
        "LAB_FIRST": str(FIRST),
        "LAB_CONSOLE": str(console(lab, host)),
    }
    detached.start([str(KEEPER)], variables, home / "keeper.log")


def cut(lab: HostsLab, host: Host) -> None:
    """Switch it off at once. What it has written stays, until it is unmade."""
    group.kill(lab, host)
    network.remove_port(lab, host)
    network.remove_space(network.space(lab, host))


def reboot(lab: HostsLab, host: Host) -> None:
    """Let it reboot itself, in its own time.

    Raises:
        SilentHostError: it is off, or does not go down.
    """
    pid = group.first_process(lab, host)
    if pid is None:
        raise silent(lab, host, "is off")
    os.kill(pid, REBOOT)
    until = time.monotonic() + PATIENCE
    while group.first_process(lab, host) == pid:
        if time.monotonic() > until:
            raise silent(lab, host, f"has not gone down within {PATIENCE} s")
        time.sleep(0.05)


def await_up(lab: HostsLab, host: Host) -> None:
    """Wait until one can log in.

    Raises:
        SilentHostError: one can't, in a minute.
    """
    if not wait_for_ssh(host.port, lambda: _open(lab, host), PATIENCE):
        raise silent(lab, host, f"does not answer by ssh within {PATIENCE} s")


def unmake(lab: HostsLab, host: Host) -> None:
    """Switch it off and forget all that was in it."""
    cut(lab, host)
    for folder in (lab.home(host.name) / "root", lab.home(host.name) / "top"):
        while os.path.ismount(folder):
            _run("umount", str(folder))


def runs(lab: HostsLab, host: Host) -> bool:
    """Whether it is on."""
    return group.first_process(lab, host) is not None


def made(lab: HostsLab, host: Host) -> bool:
    """Whether its file system is there."""
    return os.path.ismount(lab.home(host.name) / "root")


def console(lab: HostsLab, host: Host) -> Path:
    """The log of its console."""
    return lab.home(host.name) / "console.log"


def silent(lab: HostsLab, host: Host, what: str) -> SilentHostError:
    """The error that tells it, with the end of the console's log."""
    log = console(lab, host)
    return SilentHostError(host.name, what, console=str(log), tail=tail(log))


def _open(lab: HostsLab, host: Host) -> bool:
    """Whether users may log in already: pam_nologin keeps them out while it boots."""
    pid = group.first_process(lab, host)
    if pid is None:
        return False
    inside = Path("/proc") / str(pid) / "root/run"
    return inside.is_dir() and not (inside / "nologin").exists()


def _mount(what: str, where: Path, kind: str, options: str) -> None:
    _run("mount", "-t", kind, "-o", options, what, str(where))


def _run(*argv: str) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError(f"{' '.join(argv)}: {done.stderr.strip()}")

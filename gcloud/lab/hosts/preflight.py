"""What a machine must have to hold hosts, looked at before anything is made."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from gcloud.lab import packages
from gcloud.lab.errors import UnfitMachineError
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.hosts.group import hierarchy
from gcloud.lab.preflight import check_rights

PACKAGES = (
    *("mmdebstrap", "debian-archive-keyring", "systemd-container", "slirp4netns", "iproute2", "procps"),
    *("openssh-client", "openssl"),
)
"""What makes and runs containers, on Debian."""

WATCHERS: Final = Path("/proc/sys/fs/inotify/max_user_instances")
ENOUGH: Final = 1024
"""A host's systemd holds about ten of them, and root has 128 by default: the tenth host would die."""


def check(lab: HostsLab) -> None:
    """Look at everything that the hosts need; install what is missing of Debian's packages.

    Root's limit of inotify instances is raised until the machine's next start where it is too low.

    Raises:
        UnfitMachineError: something is missing; names all that is.
        StepError: Debian's packages cannot be had.
    """
    check_rights(lab.settings)
    if lacks := tuple(_lacks()):
        raise UnfitMachineError(lacks)
    if int(WATCHERS.read_text()) < ENOUGH:
        WATCHERS.write_text(str(ENOUGH))
    if packages.missing(PACKAGES):
        packages.refresh(lab)
        packages.install(lab, PACKAGES)


def _lacks() -> Iterable[str]:
    if not Path("/dev/net/tun").exists():
        yield "/dev/net/tun is missing, without which there are no network devices of its own"
    if "overlay" not in Path("/proc/filesystems").read_text():
        yield "its kernel has no overlay file system: load the module overlay"
    root = hierarchy()
    if root is None or not (root / "cgroup.procs").exists():
        yield "it has no unified control groups (cgroup2): mount -t cgroup2 none /sys/fs/cgroup/unified"

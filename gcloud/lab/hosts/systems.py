"""The systems that the lab's hosts can have."""

from dataclasses import dataclass

from gcloud.errors import InputError

PACKAGES = (
    *("systemd-sysv", "dbus", "libpam-systemd", "openssh-server", "sudo", "python3-minimal", "python3-apt"),
    *("ca-certificates", "iproute2", "procps", "kmod", "e2fsprogs", "curl", "less", "locales", "cron"),
    *("chrony", "rsyslog", "apparmor", "unattended-upgrades", "linux-base", "grub-pc-bin", "grub2-common"),
)
"""What Debian's cloud images hold, without a kernel: by linux-base judges know a whole system."""


@dataclass(frozen=True)
class System:
    """A system.

    Args:
        name: as in `hosts up --system`.
        suite: Debian's code name.
    """

    name: str
    suite: str


SYSTEMS = {one.name: one for one in (System("debian-12", "bookworm"), System("debian-13", "trixie"))}
DEFAULT = "debian-12"


def system(name: str) -> System:
    """The system of this name.

    Raises:
        InputError: there is none.
    """
    if name not in SYSTEMS:
        raise InputError(f"the lab has no system {name}; it has {', '.join(SYSTEMS)}")
    return SYSTEMS[name]

"""Ways into a host: by ssh as everybody, and from this machine when ssh is shut."""

from gcloud.lab.errors import LabError
from gcloud.lab.hosts import group
from gcloud.lab.hosts.context import INSTALLER, HostsLab
from gcloud.lab.hosts.inventory import ssh_options
from gcloud.lab.hosts.record import Host


def ssh_command(lab: HostsLab, host: Host, user: str = INSTALLER) -> tuple[str, ...]:
    """The ssh to a host; what is to be run there may follow."""
    options = (part for option in ssh_options(lab) for part in ("-o", option))
    return ("ssh", *options, "-i", str(lab.key_file), "-p", str(host.port), f"{user}@127.0.0.1")


def inside_command(lab: HostsLab, host: Host) -> tuple[str, ...]:
    """What a command within a container is put after, as root there; asks no sshd, PAM or firewall.

    Raises:
        LabError: it is off.
    """
    pid = group.first_process(lab, host)
    if pid is None:
        raise LabError(f"the host {host.name} is off", hint=f"govcloud lab hosts up --names {host.name}")
    return ("nsenter", "--target", str(pid), "--all", "--")

"""What makes a base system one host and no other."""

import shutil
from pathlib import Path

from gcloud.lab.hosts import keys
from gcloud.lab.hosts.context import CIDR, GATEWAY, INSTALLER, NAME_SERVER, OPERATOR, HostsLab
from gcloud.lab.hosts.record import Host

NETWORK = """[Match]
Name=host0

[Network]
Address={address}/{bits}
Gateway={gateway}
DNS={dns}
"""


def write_identity(lab: HostsLab, host: Host, root: Path) -> None:
    """Write name, addresses, host keys and users into a host's root folder."""
    etc = root / "etc"
    (etc / "hostname").write_text(f"{host.name}\n")
    (etc / "hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {host.name}\n")
    (etc / "resolv.conf").write_text(f"nameserver {NAME_SERVER}\n")
    bits = CIDR.rpartition("/")[2]
    (etc / "systemd/network/10-host0.network").write_text(
        NETWORK.format(address=host.address, bits=bits, gateway=GATEWAY, dns=NAME_SERVER)
    )
    for file in keys.host_keys(lab, host):
        for source in (file, file.with_name(f"{file.name}.pub")):
            shutil.copy(source, etc / "ssh" / source.name)
    _users(lab, root)


def _users(lab: HostsLab, root: Path) -> None:
    owners = _ids(root)
    public = lab.key_file.with_suffix(".pub").read_text()
    for user in (INSTALLER, OPERATOR):
        file = root / "home" / user / ".ssh/authorized_keys"
        file.write_text(public)
        file.chmod(0o600)
        shutil.chown(file, *owners[user])
    shadow = root / "etc/shadow"
    hashed = keys.password_hash(lab)
    lines = (line.split(":") for line in shadow.read_text().splitlines())
    shadow.write_text(
        "".join(
            ":".join([name, hashed if name == OPERATOR else secret, *rest]) + "\n"
            for name, secret, *rest in lines
        )
    )


def _ids(root: Path) -> dict[str, tuple[int, int]]:
    fields = (line.split(":") for line in (root / "etc/passwd").read_text().splitlines())
    return {name: (int(user), int(group)) for name, _, user, group, *_ in fields}

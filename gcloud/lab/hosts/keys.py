"""Keys and the password of the lab's hosts. Nothing is ever accepted unseen: the host keys are made here."""

import secrets
import subprocess
from collections.abc import Iterable
from pathlib import Path

from gcloud.lab.files import write
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.hosts.record import Host

TYPES = ("ed25519", "ecdsa", "rsa")
"""Of host keys: what Debian makes at the first boot."""


def ensure(lab: HostsLab) -> None:
    """Make the users' key and the operator's password, if there are none."""
    if not lab.key_file.exists():
        lab.settings.folder.mkdir(parents=True, exist_ok=True)
        _generate(lab.key_file, "ed25519", "govcloud-lab")
    if not lab.password_file.exists():
        write(lab.password_file, secrets.token_urlsafe(15) + "\n")


def password_hash(lab: HostsLab) -> str:
    """The operator's password as /etc/shadow keeps it; the password itself goes through a pipe."""
    answer = subprocess.run(
        ["/usr/bin/openssl", "passwd", "-6", "-stdin"],
        input=lab.password_file.read_text(),
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


def host_keys(lab: HostsLab, host: Host) -> tuple[Path, ...]:
    """Private keys of a host, made if there are none; they outlive a reset."""
    files = tuple(lab.home(host.name) / "keys" / f"ssh_host_{kind}_key" for kind in TYPES)
    for kind, file in zip(TYPES, files, strict=True):
        if not file.exists():
            _generate(file, kind, f"root@{host.name}")
    return files


def write_known_hosts(lab: HostsLab, hosts: Iterable[Host]) -> None:
    """Write down all hosts' public keys, as seen from this machine and as seen from another host."""
    lines = [
        f"[127.0.0.1]:{host.port},{host.address} {' '.join(_public(file).split()[:2])}"
        for host in hosts
        for file in host_keys(lab, host)
    ]
    write(lab.known_hosts_file, "".join(f"{line}\n" for line in lines))


def announcement(lab: HostsLab, host: Host) -> str:
    """What cloud-init writes to a console at the first boot: the host keys and their fingerprints."""
    files = host_keys(lab, host)
    prints = "".join(_fingerprint(file) for file in files)
    keys = "".join(_public(file) for file in files)
    return (
        f"-----BEGIN SSH HOST KEY FINGERPRINTS-----\n{prints}-----END SSH HOST KEY FINGERPRINTS-----\n"
        f"-----BEGIN SSH HOST KEY KEYS-----\n{keys}-----END SSH HOST KEY KEYS-----\n"
    )


def _generate(file: Path, kind: str, comment: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    for left in (new, new.with_name(f"{new.name}.pub")):
        left.unlink(missing_ok=True)
    subprocess.run(
        ["/usr/bin/ssh-keygen", "-q", "-t", kind, "-N", "", "-C", comment, "-f", str(new)], check=True
    )
    new.with_name(f"{new.name}.pub").replace(file.with_name(f"{file.name}.pub"))
    new.replace(file)


def _public(file: Path) -> str:
    return file.with_name(f"{file.name}.pub").read_text()


def _fingerprint(file: Path) -> str:
    return subprocess.run(
        ["/usr/bin/ssh-keygen", "-l", "-f", f"{file}.pub"], capture_output=True, text=True, check=True
    ).stdout

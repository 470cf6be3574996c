"""A folder as a host that is changed under a guard; a disk whose power can be cut before any operation."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from govcloud.guard.arming import Change
from govcloud.guard.disk import Disk
from govcloud.guard.host import Host

TOKEN = "a secret that only the run knows"
BEFORE = {
    "/etc/passwd": "root:x:0:0::/root:/bin/sh\nan:x:1000:1000::/home/an:/bin/bash\n",
    "/etc/ssh/sshd_config": "Port 22\n",
    "/etc/ssh/sshd_config.d/10-site.conf": "UseDNS no\n",
    "/etc/sudoers": "%sudo ALL=(ALL:ALL) ALL\n",
    "/etc/nftables.conf": "flush ruleset\n",
    "/home/an/.ssh/authorized_keys": "ssh-ed25519 AAAA an\n",
    "/srv/gateway/tunnels/one": "left = here\n",
}


class PowerCutError(BaseException):
    """The power is cut: no handler of the code runs on."""


class CutDisk(Disk):
    """A disk whose power is cut before its operation number ``left``."""

    def __init__(self, left: int) -> None:
        self.left = left

    def before(self, operation: str, path: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise PowerCutError(f"before {operation} {path}")


def everything(root: Path) -> Mapping[str, tuple[str, int, str]]:
    """All of a host but the guard's own: type and content, mode, owner."""
    found = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [f for f in folders if "govcloud-guard" not in f and f != "systemd"]
        for name in [*folders, *files]:
            path = Path(folder, name)
            if "/usr/local" in str(path) or path.parent == root / "var/lib":
                continue
            state = path.lstat()
            text = (
                str(path.readlink())
                if path.is_symlink()
                else path.read_text()
                if path.is_file()
                else "folder"
            )
            found[str(path.relative_to(root))] = (text, state.st_mode, f"{state.st_uid}:{state.st_gid}")
    return found


@pytest.fixture
def make_root(tmp_path: Path) -> Callable[[], Path]:
    """Make a fresh host below the test's folder, with a link and modes that matter."""
    made = []

    def make() -> Path:
        root = tmp_path / f"host{len(made)}"
        made.append(root)
        for name, text in BEFORE.items():
            path = root / name.lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for folder in ("var/lib", "run", "usr/local/lib"):
            (root / folder).mkdir(parents=True)
        (root / "etc/sudoers").chmod(0o440)
        (root / "home/an/.ssh").chmod(0o700)
        (root / "etc/ssh/link").symlink_to("sshd_config")
        return root

    return make


@pytest.fixture
def root(make_root: Callable[[], Path]) -> Path:
    """A fresh host."""
    return make_root()


@pytest.fixture
def host(root: Path) -> Host:
    """The fresh host, as the guard sees it."""
    return Host(str(root))


@pytest.fixture
def change() -> Change:
    """A change of a gateway that its operator ``an`` looks after."""
    return Change(
        token=TOKEN, timeout=30, batch="tunnels", operator="an", paths=("/srv/gateway/", "/etc/motd")
    )


def break_in_all_ways(root: Path, step: Callable[[], None] = lambda: None) -> None:
    """Change what an operator comes in by, in every way that a path can change."""
    steps = [
        ("write", "etc/ssh/sshd_config", "Port 2222\n"),
        ("write", "etc/ssh/sshd_config.d/00-new.conf", "AllowUsers nobody\n"),
        ("unlink", "etc/ssh/sshd_config.d/10-site.conf", ""),
        ("mkdir", "etc/ssh/sshd_config.d/sub", ""),
        ("write", "etc/ssh/sshd_config.d/sub/x", "x"),
        ("unlink", "etc/ssh/link", ""),
        ("link", "etc/ssh/link", "/dev/null"),
        ("chmod", "etc/sudoers", "666"),
        ("unlink", "home/an/.ssh/authorized_keys", ""),
        ("rmdir", "home/an/.ssh", ""),
        ("chmod", "home/an", "777"),
        ("unlink", "srv/gateway/tunnels/one", ""),
        ("rmdir", "srv/gateway/tunnels", ""),
        ("write", "srv/gateway/tunnels", "a file now"),
        ("write", "etc/motd", "hello"),
        ("mkdir", "etc/nologin", ""),
        ("unlink", "etc/nftables.conf", ""),
    ]
    for how, name, value in steps:
        step()
        path = root / name
        {
            "write": lambda path=path, value=value: path.write_text(value),
            "unlink": path.unlink,
            "mkdir": path.mkdir,
            "rmdir": path.rmdir,
            "link": lambda path=path, value=value: path.symlink_to(value),
            "chmod": lambda path=path, value=value: path.chmod(int(value, 8)),
        }[how]()

"""Put on the host what undoes: a copy of this package, a launcher, and the units that call it."""

from __future__ import annotations

import os
import pkgutil
import sys
from typing import Mapping

from .disk import Disk
from .errors import GuardRefusedError
from .host import LIBRARY, UNITS, Host

PACKAGE = "govcloud_guard"
_HERE = __name__.rpartition(".")[0]
_LAUNCHER = """#!/bin/sh
# Takes back a change that nobody confirmed. By hand: {library}/undo now; what waits: {library}/undo show
python={python}
[ -x "$python" ] || python=/usr/bin/python3
exec "$python" -I -S -B -c 'import sys; sys.path.insert(0, "{library}")
from {package}.command import main
sys.exit(main(sys.argv[1:]))' "$@"
"""

_SERVICE = """[Unit]
Description=Take back a change that nobody confirmed
Documentation=file:{library}
DefaultDependencies=no
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart={library}/undo due
Restart=on-failure
RestartSec=2
"""

_TIMER = """[Unit]
Description=Deadline of a change that waits to be confirmed: %i seconds
DefaultDependencies=no

[Timer]
OnActiveSec=%i
AccuracySec=100ms
RemainAfterElapse=no
Unit=govcloud-guard.service
"""

_BOOT = """[Unit]
Description=Take back, before anything listens, a change that was not confirmed when the host went down
DefaultDependencies=no
ConditionPathExists={state}
After=local-fs.target systemd-remount-fs.service
Before=sysinit.target network-pre.target nftables.service systemd-sysctl.service systemd-networkd.service
Before=networking.service ssh.service sshd.service ssh.socket systemd-logind.service
Conflicts=shutdown.target
StartLimitIntervalSec=0

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart={library}/undo boot
TimeoutStartSec=120
"""


def install(host: Host, disk: Disk) -> None:
    """Install or renew it, and try that it runs. Nothing in /etc is touched.

    Raises:
        GuardRefusedError: It doesn't run here.
    """
    changed = False
    for path, (text, mode) in _files(host).items():
        if _text(host.at(path)) != text:
            disk.folder(os.path.dirname(host.at(path)), 0o755)
            disk.write(host.at(path), text.encode(), mode)
            changed = True
    wants = host.at(f"{UNITS}/sysinit.target.wants")
    if not os.path.islink(f"{wants}/govcloud-guard-boot.service"):
        disk.folder(wants, 0o755)
        disk.before("link", wants)
        os.symlink("../govcloud-guard-boot.service", f"{wants}/govcloud-guard-boot.service")
        disk.sync(wants)
        changed = True
    if changed and host.systemd:
        host.run(["systemctl", "daemon-reload"])
    if host.root:
        return
    tried = host.run([f"{LIBRARY}/undo", "try"])
    if tried.code:
        raise GuardRefusedError(f"what would undo the change doesn't run here: {tried.said}")


def _files(host: Host) -> Mapping[str, tuple[str, int]]:
    words = {"library": LIBRARY, "package": PACKAGE, "python": sys.executable or "/usr/bin/python3"}
    words["state"] = host.name(host.state("pending.json"))
    names = ["__init__", *(m.name for m in pkgutil.iter_modules(sys.modules[_HERE].__path__))]
    units = {
        "govcloud-guard.service": _SERVICE,
        "govcloud-guard@.timer": _TIMER,
        "govcloud-guard-boot.service": _BOOT,
    }
    return {
        **{f"{LIBRARY}/{PACKAGE}/{name}.py": (_source(name), 0o644) for name in names},
        f"{LIBRARY}/undo": (_LAUNCHER.format(**words), 0o755),
        **{f"{UNITS}/{name}": (text.format(**words), 0o644) for name, text in units.items()},
    }


def _source(name: str) -> str:
    data = pkgutil.get_data(_HERE, f"{name}.py")  # a file, or a member of the archive that Ansible sent
    if data is None:
        raise GuardRefusedError(f"the guard's own file {name}.py can't be read")
    return data.decode()


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None

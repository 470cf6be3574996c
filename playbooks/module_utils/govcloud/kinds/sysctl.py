"""Kind ``sysctl``: values of the running kernel, and the same values at its next start.

Fields: ``values`` (key with dots: value). What counts at the start is what systemd-sysctl reads last, over
all its folders. In a container that may not set a value of the kernel, the item does not apply.
"""

from __future__ import annotations

import os
from typing import Dict, List, Sequence, Tuple

from ..edits import Edits
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, judged, not_applicable

FOLDERS = ("/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d")
OURS = "/etc/sysctl.d/99-zz-govcloud.conf"  # after 99-sysctl.conf, Debian's link to /etc/sysctl.conf
_LINK = "/etc/sysctl.d/99-sysctl.conf"


class Sysctl(Kind):
    """Kernel values."""

    name = "sysctl"

    def read(self, host: Host, items: Sequence[Item]) -> List[Result]:
        """The running values and those of the next start."""
        files = _configuration(host)
        lasting = {key: found for name in files for key, found in _parsed(host, name).items()}
        return [self._read(host, item, lasting) for item in items]

    def _read(self, host: Host, item: Item, lasting: Dict[str, Evidence]) -> Result:
        want = {key: _plain(value) for key, value in item.table("values").items()}
        have: Dict[str, str] = {}
        evidence: List[Evidence] = []
        missing, fine = [], True
        for key, value in want.items():
            path = kernel_path(key)
            text = host.text(path)
            if text is None:
                missing.append(key)
                continue
            now, then = _plain(text), lasting.get(key)
            if now != value and not _writable(host, path):
                return not_applicable(f"{key} is the kernel's, which is not this container's to set", want)
            have[key] = (
                now if then is not None and then.value == value else f"{now}, after a restart {_said(then)}"
            )
            evidence.append(Evidence(path, 1, now))
            if then is not None:
                evidence.append(then)
            fine = fine and now == value and then is not None and then.value == value
        if missing and not have:
            return absent(f"this kernel has no {', '.join(missing)}", item.absent_is, "na", want)
        return judged(fine, want, have, evidence)

    def apply(self, item: Item, edits: Edits) -> None:
        """Set what runs, write it to our file, and silence lines that would win over it or contradict it."""
        want = {key: _plain(value) for key, value in item.table("values").items()}
        host = edits.host
        want = {key: value for key, value in want.items() if host.text(kernel_path(key)) is not None}
        for key, value in want.items():
            if _plain(host.text(kernel_path(key)) or "") != value:
                edits.kernel(item.id, kernel_path(key), value)
        for name in _configuration(host):
            if name.startswith("/etc/") and name not in (OURS, _LINK):
                _silence(edits, item.id, name, want)
        _silence(edits, item.id, "/etc/sysctl.conf", want)
        lines = [
            line
            for line in (edits.text(OURS) or "").splitlines()
            if line.partition("=")[0].strip() not in want
        ]
        lines += [f"{key} = {value}" for key, value in want.items()]
        head = "# Written by govcloud; what is set here counts at every start."
        edits.write(
            item.id,
            OURS,
            "\n".join([head, *sorted(line for line in lines if line != head)]) + "\n",
            mode=0o644,
        )


def kernel_path(key: str) -> str:
    """Where a key's value is: ``net.ipv4.conf.eth0/1.rp_filter`` has a dot in an interface's name."""
    return "/proc/sys/" + key.translate(str.maketrans("./", "/."))


def _configuration(host: Host) -> List[str]:
    """The files that systemd-sysctl reads, in its order; of one name, the first folder's counts."""
    named: Dict[str, str] = {}
    for folder in FOLDERS:
        for path in host.glob(f"{folder}/*.conf"):
            named.setdefault(os.path.basename(path), path)
    return [named[name] for name in sorted(named)]


def _parsed(host: Host, name: str) -> Dict[str, Evidence]:
    found = {}
    for number, line in enumerate(host.lines(name), 1):
        key, value = _assignment(line)
        if key:
            found[key] = Evidence(name, number, value)
    return found


def _assignment(line: str) -> Tuple[str, str]:
    """Key (with dots) and value of a line; no key for comments and patterns."""
    text = line.strip()
    if not text or text[0] in "#;" or "=" not in text:
        return "", ""
    key, _, value = text.partition("=")
    key = key.strip().lstrip("-")
    slash, dot = key.find("/"), key.find(".")
    if slash >= 0 and (dot < 0 or slash < dot):
        key = key.translate(str.maketrans("./", "/."))
    return key, _plain(value)


def _silence(edits: Edits, item: str, name: str, want: Dict[str, str]) -> None:
    text = edits.text(name)
    if text is None:
        return
    lines = []
    for line in text.splitlines():
        key, value = _assignment(line)
        lines.append(f"# {line}  # govcloud: see {OURS}" if key in want and want[key] != value else line)
    changed = "\n".join(lines) + "\n"
    if lines != text.splitlines():
        edits.write(item, name, changed)


def _writable(host: Host, path: str) -> bool:
    return not (host.container and os.statvfs(host.path(path)).f_flag & os.ST_RDONLY)


def _plain(value: object) -> str:
    return " ".join(str(value).split())


def _said(then: object) -> str:
    return "the kernel's own" if then is None else str(getattr(then, "value", then))

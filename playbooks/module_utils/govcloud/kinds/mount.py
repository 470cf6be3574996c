"""Kind ``mount``: a mount point has a file system of its own, and options, now and after the next start.

Fields: ``path``, ``options``, ``separate`` (true: a file system of its own is asked for; left out: options
are asked only where there is one), ``tmpfs`` (true: a tmpfs may be put there where nothing is). What counts
after the start is /etc/fstab, or the mount's unit with its drop-ins.
"""

from __future__ import annotations

import os
from typing import Dict, List, Optional, Tuple

from .. import facts
from ..edits import Action, Edits
from ..errors import InapplicableError
from ..formats import parse
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, judged, not_applicable

FSTAB = "/etc/fstab"
_UNITS = ("/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system")
_HARMLESS = (
    "systemd-private-",
    ".X11-unix",
    ".ICE-unix",
    ".XIM-unix",
    ".font-unix",
    ".Test-unix",
    "snap-private-",
)
_DEFAULT = ("rw", "nosuid", "nodev", "relatime")


class Mount(Kind):
    """A mount point."""

    name = "mount"

    def read_one(self, host: Host, item: Item) -> Result:
        """How it is mounted now, and will be."""
        path, options, separate = item.text("path"), item.texts("options"), item.flag("separate")
        now, (then, where) = host.mount(path), _lasting(host, path)
        want: Dict[str, object] = {"options": ",".join(options)}
        if separate is not None:
            want["separate"] = separate
        if now is None and not separate:
            return not_applicable(f"{path} is no file system of its own", want)
        have: Dict[str, object] = {"separate": now is not None}
        evidence: List[Evidence] = []
        if now is not None:
            have["options"] = ",".join(now.options)
            evidence.append(Evidence("/proc/self/mounts", now.line, f"{now.type} {','.join(now.options)}"))
        if then is not None:
            have["after a restart"] = ",".join(then)
            evidence.append(where)
        lasting = _lasts(host, path, options, then)
        running = now is not None and _has(now.options, options)
        waits = lasting and now is None and not _can_mount(host, path)
        why = f"{path} is in use: mounted at the next start" if waits else None
        return judged(lasting and running, want, have, evidence, why, restart=waits)

    def apply(self, item: Item, edits: Edits) -> None:
        """Have it mounted so after a start, and now where that disturbs nobody."""
        host, path, options = edits.host, item.text("path"), item.texts("options")
        now, (then, _) = host.mount(path), _lasting(host, path)
        if now is None and not (then is not None or item.flag("tmpfs")):
            raise InapplicableError(
                f"{path} needs a file system of its own: that is decided when a host is made"
            )
        if not _lasts(host, path, options, then):
            self._write(item, edits, now is None)
        if now is None and _can_mount(host, path):
            wanted = ",".join(dict.fromkeys([*_DEFAULT, *options]))
            argv = ("mount", "-t", "tmpfs", "-o", f"{wanted},mode=1777", "tmpfs", path)
            edits.act(Action(item.id, f"mount {path}", argv, "no file system", wanted))
        elif now is None:
            edits.needs_reboot()
        elif not _has(now.options, options):
            wanted = ",".join(["remount", *options])
            edits.act(
                Action(
                    item.id, f"remount {path}", ("mount", "-o", wanted, path), ",".join(now.options), wanted
                )
            )

    def _write(self, item: Item, edits: Edits, fresh: bool) -> None:
        """Set the options in fstab, or in a drop-in of the unit that mounts it."""
        path, options = item.text("path"), item.texts("options")
        text = edits.text(FSTAB) or ""
        line = next((entry.line for entry in facts.mounts(text) if entry.path == path), None)
        if line is not None:
            lines = text.splitlines()
            part = lines[line - 1].split()
            part[3] = ",".join(_merged(part[3].split(","), options))
            lines[line - 1] = "\t".join(part)
            edits.write(item.id, FSTAB, "\n".join(lines) + "\n")
            return
        unit = _unit(edits.host, path)
        if unit is not None and not fresh:
            known = [
                entry.value for entry in parse(edits.host.text(unit) or "", "ini") if entry.key == "Options"
            ]
            merged = ",".join(_merged((known[-1] if known else "").split(","), options))
            dropin = f"/etc/systemd/system/{_name(path)}.d/60-govcloud.conf"
            edits.write(item.id, dropin, f"[Mount]\nOptions={merged}\n", mode=0o644)
            return
        now = edits.host.mount(path)
        source, kind = (now.source, now.type) if now is not None else ("tmpfs", "tmpfs")
        if now is not None and kind != "tmpfs":
            raise InapplicableError(
                f"{path} is mounted by neither {FSTAB} nor a unit: its owner must set the options"
            )
        merged = ",".join(_merged(list(_DEFAULT), [*options, *(["mode=1777"] if kind == "tmpfs" else [])]))
        edits.write(item.id, FSTAB, f"{text.rstrip()}\n{source}\t{path}\t{kind}\t{merged}\t0\t0\n".lstrip())


def _lasting(host: Host, path: str) -> Tuple[Optional[Tuple[str, ...]], Evidence]:
    """The options after the next start and where they stand; None where nothing mounts it."""
    for entry in facts.mounts(host.text(FSTAB) or ""):
        if entry.path == path:
            return entry.options, Evidence(FSTAB, entry.line, host.lines(FSTAB)[entry.line - 1])
    unit = _unit(host, path)
    if unit is None:
        return None, Evidence(FSTAB)
    found, evidence = "", Evidence(unit)
    for name in [unit, *host.glob(f"/etc/systemd/system/{_name(path)}.d/*.conf")]:
        for line in parse(host.text(name) or "", "ini"):
            if line.section == "Mount" and line.key == "Options":
                found, evidence = line.value, Evidence(name, line.line, f"Options={line.value}")
    return tuple(found.split(",")), evidence


def _unit(host: Host, path: str) -> Optional[str]:
    """The unit that mounts it at the start: one that is there and that something wants."""
    name = _name(path)
    unit = next((f"{place}/{name}" for place in _UNITS if host.stat(f"{place}/{name}")), None)
    if unit is None:
        return None
    wanted = [
        f"{place}/{target}.wants/{name}"
        for place in _UNITS
        for target in ("local-fs.target", "multi-user.target")
    ]
    return unit if any(host.stat(link, follow=False) for link in wanted) else None


def _name(path: str) -> str:
    return path.strip("/").replace("-", "\\x2d").replace("/", "-") + ".mount"


def _lasts(host: Host, path: str, options: List[str], then: Optional[Tuple[str, ...]]) -> bool:
    """Whether the options are there after a start; a container's own mounts are its manager's."""
    now = host.mount(path)
    if then is None:
        return host.container and now is not None and _has(now.options, options)
    return _has(then, options)


def _has(options: Tuple[str, ...], wanted: List[str]) -> bool:
    return set(wanted) <= set(options)


def _merged(options: List[str], wanted: List[str]) -> List[str]:
    against = {"noexec": "exec", "nosuid": "suid", "nodev": "dev"}
    gone = {against.get(option) for option in wanted} | {""}
    kept = [option for option in options if option not in gone]
    return list(dict.fromkeys([*kept, *wanted]))


def _can_mount(host: Host, path: str) -> bool:
    """Whether mounting over the folder hides nothing that somebody uses."""
    try:
        names = os.listdir(host.path(path))
    except OSError:
        return False
    return all(name.startswith(_HARMLESS) for name in names)

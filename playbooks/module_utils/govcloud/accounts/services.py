"""Accounts that no person uses: the system's own, and root's."""

from __future__ import annotations

import re
import stat
from typing import List

from ..edits import Edits
from ..errors import BadItemError, InapplicableError
from ..facts import User
from ..host import Host
from ..item import Item
from ..result import Evidence, Result, judged
from .check import Check, by_a_person, none_of
from .people import can_log_in, system
from .shadow import PATH, Shadow, known, write

_PASSWD = "/etc/passwd"  # noqa: S105 (a path)
_NOLOGIN = "/usr/sbin/nologin"
_UMASK = re.compile(r"^\s*umask\s+([0-7]{3,4})\b")
_ROOT_FILES = ("/root/.profile", "/root/.bashrc", "/root/.bash_profile", "/root/.bash_login")


def _mine(host: Host, item: Item) -> List[User]:
    excepted = {*item.texts("allow"), *host.operators(item.optional("operator"))}
    return [user for user in system(host) if user.name not in excepted]


def _open(host: Host, item: Item) -> List[Shadow]:
    stored = known(host)
    entries = [stored[user.name] for user in _mine(host, item) if user.name in stored]
    return [entry for entry in entries if not entry.locked]


def _locked(host: Host, item: Item) -> Result:
    wrong = [Evidence(PATH, entry.line, f"{entry.name} is not locked") for entry in _open(host, item)]
    return none_of(wrong, "accounts of the system are locked", [PATH])


def _lock(item: Item, edits: Edits) -> None:
    for entry in _open(edits.host, item):
        write(item.id, edits, entry.name, password=f"!{entry.password}")


def _with_shell(host: Host, item: Item) -> List[User]:
    """Those with a shell; false lets nobody in either, but only nologin tells the log who tried."""
    return [user for user in _mine(host, item) if can_log_in(user) or user.shell.endswith("/false")]


def _no_shell(host: Host, item: Item) -> Result:
    wrong = [Evidence(_PASSWD, user.line, f"{user.name}: {user.shell}") for user in _with_shell(host, item)]
    return none_of(wrong, "accounts of the system have no shell", [_PASSWD])


def _take_shell(item: Item, edits: Edits) -> None:
    lines = (edits.text(_PASSWD) or "").splitlines()
    for user in _with_shell(edits.host, item):
        lines[user.line - 1] = f"{lines[user.line - 1].rpartition(':')[0]}:{_NOLOGIN}"
    edits.write(item.id, _PASSWD, "\n".join(lines) + "\n")


def _group(item: Item) -> str:
    group = item.table("values").get("group")
    if not group:
        raise BadItemError(f"item {item.id}: values need a group")
    return str(group)


def _group_empty(host: Host, item: Item) -> Result:
    name = _group(item)
    group = next((entry for entry in host.groups if entry.name == name), None)
    if group is None:
        return judged(True, f"nobody in {name}", "not there", [Evidence("/etc/group")])
    wrong = [Evidence("/etc/group", group.line, f"{member} is in {name}") for member in group.members]
    wrong += [
        Evidence(_PASSWD, user.line, f"{name} is {user.name}'s own group")
        for user in host.users
        if user.gid == group.gid
    ]
    return none_of(wrong, f"nobody in {name}", ["/etc/group"])


def _empty_group(item: Item, edits: Edits) -> None:
    name = _group(item)
    if not next(entry.members for entry in edits.host.groups if entry.name == name):
        raise InapplicableError(f"an account has {name} as its own group: choose another by usermod -g")
    for path in ("/etc/group", "/etc/gshadow"):
        text = edits.text(path)
        if text is not None:
            pattern = rf"(?m)^({re.escape(name)}:[^:\n]*:[^:\n]*:).*$"
            edits.write(item.id, path, re.sub(pattern, r"\1", text), secret=path == "/etc/gshadow")


def _root_path(host: Host, item: Item) -> Result:  # noqa: ARG001 (a Reader)
    ran = host.ask(["env", "-i", "HOME=/root", "USER=root", "bash", "-lc", 'printf %s "$PATH"'])
    wrong = []
    for folder in ran.out.split(":"):
        state = host.stat(folder) if folder.startswith("/") else None
        if not folder.startswith("/"):
            wrong.append(Evidence("PATH of root", None, f"'{folder}' is no full path"))
        elif state is None or not stat.S_ISDIR(state.st_mode):
            wrong.append(Evidence("PATH of root", None, f"{folder} is no folder"))
        elif state.st_uid != 0 or state.st_mode & 0o022:
            wrong.append(Evidence(folder, None, "others may put programs here"))
    return none_of(wrong, "folders of root's alone", ["PATH of root"])


def _root_umask(host: Host, item: Item) -> Result:
    want = str(item.table("values").get("umask", "027"))
    wrong = [
        Evidence(path, number, line.strip())
        for path in _ROOT_FILES
        for number, line in enumerate(host.lines(path), 1)
        if _too_open(line, want)
    ]
    return none_of(wrong, f"umask {want} or less for others", [p for p in _ROOT_FILES if host.stat(p)])


def _set_root_umask(item: Item, edits: Edits) -> None:
    want = str(item.table("values").get("umask", "027"))
    new = f"umask {want}"
    for path in _ROOT_FILES:
        text = edits.text(path)
        if text is not None and any(_too_open(line, want) for line in text.splitlines()):
            lines = [_UMASK.sub(new, line) if _too_open(line, want) else line for line in text.splitlines()]
            edits.write(item.id, path, "\n".join(lines) + "\n")


def _too_open(line: str, want: str) -> bool:
    match = _UMASK.match(line)
    return match is not None and int(match.group(1), 8) & int(want, 8) != int(want, 8)


_PATH_REASON = "which programs are found there only the host's owner knows"
CHECKS = {
    "system-locked": Check(_locked, _lock),
    "system-shell": Check(_no_shell, _take_shell),
    "group-empty": Check(_group_empty, _empty_group),
    "root-path": Check(_root_path, by_a_person(_PATH_REASON)),
    "root-umask": Check(_root_umask, _set_root_umask),
}
"""Those of this file, by name."""

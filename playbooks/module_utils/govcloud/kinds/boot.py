"""Kind ``boot``: what GRUB gives the kernel, and who may change it.

Fields: ``cmdline`` (argument: value; true: the bare word; null: must not be there), ``user`` and
``password`` (a hash of grub-mkpasswd-pbkdf2: needed to edit an entry), ``unrestricted`` (true: an ordinary
start asks for none), ``mode`` (of grub.cfg, at most). An argument is right when it stands in grub.cfg and
the running kernel has it.
"""

from __future__ import annotations

import re
import stat
from typing import Dict, List, Optional

from ..edits import Action, Edits
from ..errors import InapplicableError
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, judged

MENU = "/boot/grub/grub.cfg"
OURS = "/etc/default/grub.d/90-govcloud.cfg"
USERS = "/etc/grub.d/01_govcloud"
LINUX = "/etc/grub.d/10_linux"
_KERNEL = re.compile(r"^\s*linux\S*\s+\S+\s*(.*)$")
_HASH = re.compile(r"grub\.pbkdf2\.sha512\.\d+\.[0-9A-F]+\.[0-9A-F]+$")


class Boot(Kind):
    """The boot loader."""

    name = "boot"

    def read_one(self, host: Host, item: Item) -> Result:
        """What the menu and the running kernel say."""
        text = host.text(MENU)
        if text is None:
            return absent(f"there is no {MENU}", item.absent_is, "na", dict(item.fields))
        have: Dict[str, object] = {}
        evidence: List[Evidence] = []
        next_start = self._cmdline(item, text, have, evidence)
        now = all(
            _given((host.text("/proc/cmdline") or "").split(), *pair)
            for pair in item.table("cmdline").items()
        )
        if item.table("cmdline"):
            evidence.append(Evidence("/proc/cmdline", 1, (host.text("/proc/cmdline") or "").strip()))
        protected = self._password(item, text, have, evidence)
        most, state = item.bits("mode"), host.stat(MENU)
        closed = True
        if most is not None and state is not None:
            have["mode"] = f"{stat.S_IMODE(state.st_mode):04o}"
            evidence.append(Evidence(MENU, None, str(have["mode"])))
            closed = not stat.S_IMODE(state.st_mode) & ~most
        lasting = next_start and protected and closed
        why = "set; in effect after a restart" if lasting and not now else None
        return judged(lasting and now, _shown(item), have, evidence, why, restart=lasting)

    def _cmdline(self, item: Item, text: str, have: Dict[str, object], evidence: List[Evidence]) -> bool:
        wanted, fine = item.table("cmdline"), True
        if not wanted:
            return True
        for number, line in enumerate(text.splitlines(), 1):
            match = _KERNEL.match(line)
            if match:
                words = match.group(1).split()
                fine = fine and all(_given(words, key, value) for key, value in wanted.items())
                have["cmdline"] = match.group(1)
                evidence.append(Evidence(MENU, number, match.group(1)))
        return fine

    def _password(self, item: Item, text: str, have: Dict[str, object], evidence: List[Evidence]) -> bool:
        if item.optional("password") is None:
            return True
        user = item.text("user", "root")
        have["superuser"] = "none"
        for number, line in enumerate(text.splitlines(), 1):
            if line.split()[:2] == ["password_pbkdf2", user]:
                have["superuser"] = "as given" if line.split()[-1] == item.text("password") else "another"
                evidence.append(Evidence(MENU, number, f"password_pbkdf2 {user} (hash not shown)"))
        return have["superuser"] == "as given"

    def apply(self, item: Item, edits: Edits) -> None:
        """Write what GRUB's menu is made of, and have it made."""
        if edits.host.program("update-grub") is None:
            raise InapplicableError("update-grub is not installed: the menu can't be made")
        if item.table("cmdline"):
            edits.write(item.id, OURS, _arguments(item, edits.text(OURS) or ""), mode=0o644)
            edits.needs_reboot()
        password = item.optional("password")
        if password is not None:
            if not _HASH.match(password):
                raise InapplicableError("the boot loader's password must be a hash of grub-mkpasswd-pbkdf2")
            user = item.text("user", "root")
            script = (
                f'#!/bin/sh\ncat <<END\nset superusers="{user}"\npassword_pbkdf2 {user} {password}\nEND\n'
            )
            edits.write(item.id, USERS, script, mode=0o700, secret=True)
            linux = edits.text(LINUX) or ""
            if item.flag("unrestricted") is not False and "--unrestricted" not in linux:
                edits.write(
                    item.id, LINUX, linux.replace('CLASS="--class', 'CLASS="--unrestricted --class', 1)
                )
        edits.act(Action(item.id, "make GRUB's menu", ("update-grub",), None, None, timeout=180))
        most = item.bits("mode")
        if most is not None:
            state = edits.host.stat(MENU)
            before = f"{stat.S_IMODE(state.st_mode):04o}" if state else None
            edits.act(
                Action(
                    item.id, f"permissions of {MENU}", ("chmod", f"{most:04o}", MENU), before, f"{most:04o}"
                )
            )


def _given(words: List[str], key: str, value: object) -> bool:
    """Whether an argument is among the kernel's; what is said last counts."""
    said: Optional[str] = None
    for word in words:
        name, sign, given = word.partition("=")
        if name == key:
            said = given if sign else ""
    if value is None:
        return said is None
    return said == ("" if value is True else str(value))


def _arguments(item: Item, before: str) -> str:
    """Our file for /etc/default/grub.d: what earlier items want, and this one."""
    wanted: Dict[str, object] = {}
    for word in re.findall(r'^GRUB_CMDLINE_LINUX="\$GRUB_CMDLINE_LINUX (.*)"$', before, re.MULTILINE):
        for part in word.split():
            name, sign, value = part.partition("=")
            wanted[name] = value if sign else True
    wanted.update(item.table("cmdline"))
    lines = ["# Written by govcloud: arguments of the kernel."]
    lines += [
        f'{name}="$(echo " ${name} " | sed "s/ {re.escape(key)}\\(=[^ ]*\\)\\? / /g")"'
        for key, value in wanted.items()
        for name in ("GRUB_CMDLINE_LINUX", "GRUB_CMDLINE_LINUX_DEFAULT")
        if value is None
    ]
    words = " ".join(
        key if value is True else f"{key}={value}" for key, value in wanted.items() if value is not None
    )
    lines.append(f'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX {words}"')
    return "\n".join(lines) + "\n"


def _shown(item: Item) -> Dict[str, object]:
    return {key: "as given" if key == "password" else value for key, value in item.fields.items()}

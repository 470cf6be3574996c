"""Who must give a one-time code over SSH: members of one group, after their key."""

from __future__ import annotations

import re
from typing import List

from ..edits import Edits
from ..host import Host
from ..item import Item
from ..result import Evidence, Result, judged
from .modules import needs

SSHD = "/etc/pam.d/sshd"
MODULE = "pam_google_authenticator"

_HEAD = "# govcloud: over SSH members of this group give a one-time code; who has none enrolled is refused."
_ASKED = re.compile(rf"auth\s.*\b{MODULE}\.so\b")
_SKIP = re.compile(r"auth\s.*\bpam_succeed_if\.so\b.*\bnotingroup\b")
_AUTH = re.compile(r"-?auth\s|@include\s")


def read(host: Host, item: Item) -> Result:
    """The code is asked for before anything else is; by nobody where PAM asks for no second factor."""
    wanted, text = _wanted(item), host.text(SSHD) or ""
    first = [" ".join(line.split()) for line in text.splitlines() if _AUTH.match(line)]
    asked = [
        Evidence(SSHD, number, " ".join(line.split()))
        for number, line in enumerate(text.splitlines(), 1)
        if _ASKED.match(line)
    ]
    fine = first[: len(wanted)] == wanted if wanted else not asked
    have = "; ".join(line.value for line in asked) or "no code is asked for"
    return judged(fine, "; ".join(wanted) or "no code is asked for", have, asked or [Evidence(SSHD)])


def apply(item: Item, edits: Edits) -> None:
    """Ask first in sshd's stack, so that no module that is enough by itself goes round it.

    Raises:
        InapplicableError: The module is not on the host: sshd would let no member in.
    """
    wanted, lines = _wanted(item), _without((edits.text(SSHD) or "").splitlines())
    if wanted:
        needs(edits.host, MODULE, "libpam-google-authenticator")
        at = next((number for number, line in enumerate(lines) if _AUTH.match(line)), len(lines))
        lines[at:at] = [_HEAD, *wanted]
    edits.write(item.id, SSHD, "\n".join(lines) + "\n")


def _wanted(item: Item) -> List[str]:
    """The lines that ask; none where the second factor is a password that sshd itself asks for."""
    code = item.table("code")
    if "keyboard-interactive" not in str(code.get("methods", "")):
        return []
    return [
        f"auth [success=1 default=ignore] pam_succeed_if.so quiet user notingroup {code['group']}",
        f"auth [success=done new_authtok_reqd=done default=die] {MODULE}.so",
    ]


def _without(lines: List[str]) -> List[str]:
    """The stack without the module, and without the line before it that says for whom it is."""
    asked = [number for number, line in enumerate(lines) if _ASKED.match(line)]
    skips = [number - 1 for number in asked if number and _SKIP.match(lines[number - 1])]
    return [
        line for number, line in enumerate(lines) if number not in {*asked, *skips} and line.strip() != _HEAD
    ]

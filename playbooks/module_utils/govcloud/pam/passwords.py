"""New passwords: how good, none of before, how they are stored, and that there is one at all."""

from __future__ import annotations

from typing import Dict, List

from ..edits import Edits
from ..errors import InapplicableError
from ..host import Host
from ..item import Item
from ..result import Result, judged
from . import words
from .modules import needs
from .profiles import FOLDER, HISTORY, UNIX, history, quality, unix
from .stack import Entry, common, find
from .update import enabled, rebuild, rivals

_QUALITY = "/etc/security/pwquality.conf"
_HASHES = ("md5", "bigcrypt", "sha256", "sha512", "blowfish", "gost_yescrypt", "yescrypt")


def read_quality(host: Host, item: Item) -> Result:
    """Every place that sets a figure is right: the base file is read after its drop-ins."""
    want = item.table("quality")
    lines = find(common(host), "password", "pam_pwquality.so")
    found = words.read(host, _quality_files(host), lines)
    have = {**words.shown(found, want), "pam_pwquality": "in the stack" if lines else "not in the stack"}
    return judged(
        bool(lines) and all(words.right(found, want).values()),
        {**want, "pam_pwquality": "in the stack"},
        have,
        [*(line.seen for line in lines), *words.evidence(found, want)],
    )


def apply_quality(item: Item, edits: Edits) -> None:
    """Put it into the stack, and set its figures in the base file, which is read last."""
    if not find(common(edits), "password", "pam_pwquality.so"):
        needs(edits.host, "pam_pwquality", "libpam-pwquality")
        rebuild(item.id, edits, quality())
    want, files = item.table("quality"), _quality_files(edits.host)
    right = words.right(words.read(edits.host, files, []), want)
    wrong = {name: value for name, value in want.items() if not right[name]}
    if wrong:
        words.write(item.id, edits, _QUALITY, files, wrong)


def read_history(host: Host, item: Item) -> Result:
    """The last passwords are not taken again."""
    want = {name: value for name, value in item.table("history").items() if name != "use_authtok"}
    lines = find(common(host), "password", "pam_pwhistory.so")
    found = words.read(host, ["/etc/security/pwhistory.conf"], lines)
    right = words.right(found, want)
    fine = bool(lines) and all(right.values())
    have = {**words.shown(found, want), "pam_pwhistory": "in the stack" if lines else "not in the stack"}
    seen = [*(line.seen for line in lines), *words.evidence(found, want)]
    return judged(fine, {**want, "pam_pwhistory": "in the stack"}, have, seen)


def apply_history(item: Item, edits: Edits) -> None:
    """Put our profile in the place of others of the same module."""
    needs(edits.host, "pam_pwhistory", "libpam-modules")
    want = item.table("history")
    ours = history(int(want.get("remember", 5)), bool(want.get("enforce_for_root")))
    rebuild(item.id, edits, ours, rivals(edits.host, "pam_pwhistory.so", {HISTORY: ""}))


def read_unix(host: Host, item: Item) -> Result:
    """No empty password is let in, new ones are stored as they must be."""
    lines = [entry for entry in common(host) if entry.module == "pam_unix.so"]
    want: Dict[str, object] = {}
    have: Dict[str, object] = {}
    fine = bool(lines)
    seen: List[Entry] = []
    if item.table("unix").get("nullok") is False:
        empty = [entry for entry in lines if {"nullok", "nullok_secure"} & set(entry.arguments)]
        want["empty passwords"], have["empty passwords"] = "refused", "let in" if empty else "refused"
        fine, seen = fine and not empty, seen + (empty or lines[:1])
    hashed = item.table("unix").get("hash")
    if hashed is not None:
        stored = [entry for entry in lines if entry.type == "password"]
        now = [name for entry in stored for name in _HASHES if name in entry.arguments]
        want["hash"], have["hash"] = hashed, ", ".join(now) or "not said"
        fine, seen = fine and now == [hashed], seen + stored
    return judged(fine, want, have, [entry.seen for entry in seen])


def apply_unix(item: Item, edits: Edits) -> None:
    """Use the distribution's profile with our two differences in its place.

    Raises:
        InapplicableError: The host's stacks don't come from that profile.
    """
    known = edits.text(f"{FOLDER}/unix")
    if known is None or not {"unix", UNIX} & enabled(edits.host):
        raise InapplicableError("the stacks are not made of the profile unix, so it can't be replaced")
    hashed = str(item.table("unix").get("hash", "yescrypt"))
    rebuild(item.id, edits, unix(known, hashed), ["unix"])


def _quality_files(host: Host) -> List[str]:
    return [*host.glob(f"{_QUALITY}.d/*.conf"), _QUALITY]

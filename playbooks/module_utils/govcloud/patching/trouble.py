"""What keeps a host from being patched, told so that a person knows what to do.

Sources: the messages of apt 2.6 (Debian 12) and 3.0 (Debian 13) and of dpkg, in their C locale.
"""

from __future__ import annotations

import re


class Trouble(Exception):  # noqa: N818 - a word for people; what is wrong is not always an error of ours
    """A host can't be read or patched.

    Args:
        kind: a word that stays the same: lock, mirror, signature, clock, sources, full, dpkg, conflict,
            read-only, guard, root, system, health, apt.
        message: one sentence: what happened.
        hint: one sentence: what to do.
        detail: what the program said, its last lines.
    """

    def __init__(self, kind: str, message: str, hint: str, detail: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.hint = hint
        self.detail = detail

    def as_dict(self) -> dict[str, str]:
        """As the module returns it."""
        return {"kind": self.kind, "message": self.message, "hint": self.hint, "detail": self.detail}


_LOCK = re.compile(r"Could not get lock (\S+?)\.?(?: It is held by process (\d+) \(([^)]*)\))?(?:[\s.]|$)")

_HELD = re.compile(r"dpkg.*lock was locked by another process(?: with pid (\d+))?")

_KINDS: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        "full",
        re.compile(r"No space left on device|don't have enough free space|not enough free disk space", re.I),
        "The disk is full: {line}",
        "Make room on the host, then run the same command again.",
    ),
    (
        "read-only",
        re.compile(r"Read-only file system", re.I),
        "The file system is read-only: {line}",
        "Mount it for writing, or patch the image that the host is made from.",
    ),
    (
        "clock",
        re.compile(r"is not valid yet|Release file .* (?:is expired|expired)", re.I),
        "A package list is outside its time of validity: {line}",
        "Compare the host's clock with its time server, and look when the mirror was last synchronised.",
    ),
    (
        "signature",
        re.compile(
            r"is not signed|GPG error|NO_PUBKEY|signatures? (?:were|was|couldn't be) (?:invalid|verified)",
            re.I,
        ),
        "The mirror's signature can't be verified: {line}",
        "Install the key of the mirror's archive (signed-by); find out why it signs otherwise now.",
    ),
    (
        "mirror",
        re.compile(
            r"Failed to fetch|does not have a Release file|Could not (?:resolve|connect)|Cannot initiate the"
            r"|Unable to connect|Connection (?:failed|refused|timed out)|Temporary failure resolving"
            r"|File not found|Hash Sum mismatch|404 +Not Found|Some index files failed",
            re.I,
        ),
        "The mirror does not answer as it should: {line}",
        "Look whether the host reaches its mirror (apt-cache policy names it), then run again.",
    ),
    (
        "dpkg",
        re.compile(
            r"dpkg was interrupted|Sub-process .*dpkg.* returned an error|error processing package", re.I
        ),
        "A package could not be set up: {line}",
        "Read the lines above it in /var/log/apt/term.log on the host, mend the package, run again.",
    ),
    (
        "conflict",
        re.compile(
            r"unmet dependencies|held broken packages|Packages need to be removed|"
            r"Version '.*' for '.*' was not found|Unable to locate package|packages were downgraded",
            re.I,
        ),
        "The packages don't fit together: {line}",
        "See `apt-get install` with these versions on the host; release what is held, or do it by hand.",
    ),
)

_LINE = re.compile(r"^(?:E|W|Err:\S*|dpkg): *(.*)$")


def of_program(program: str, text: str) -> Trouble:
    """Find out what a failed program of apt or dpkg complains of.

    Args:
        program: what was run, as a person would call it: `apt-get update`.
        text: all that it wrote, stdout and stderr.
    """
    detail = "\n".join(text.strip().splitlines()[-12:])
    lock = _LOCK.search(text)
    if lock:
        by = f" by {lock[3]} (process {lock[2]})" if lock[2] else ""
        return Trouble(
            "lock",
            f"{program}: {lock[1]} is held{by}.",
            "Wait until that program has ended, or raise the time to wait for it (lock_timeout).",
            detail,
        )
    held = _HELD.search(text)
    if held:
        by = f" by process {held[1]}" if held[1] else ""
        return Trouble(
            "lock",
            f"{program}: the lock of dpkg is held{by}.",
            "Wait until that program has ended, or raise the time to wait for it (lock_timeout).",
            detail,
        )
    said = [found[1] for found in map(_LINE.match, text.splitlines()) if found]
    for kind, pattern, message, hint in _KINDS:
        for line in (*said, *text.splitlines()):
            if pattern.search(line):
                return Trouble(kind, f"{program}: {message.format(line=line.strip())}", hint, detail)
    told = said[0] if said else (detail.splitlines() or ["it said nothing"])[-1]
    return Trouble("apt", f"{program} failed: {told}", "Run it on the host to see all of it.", detail)

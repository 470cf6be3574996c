"""What is wrong with a host that a run could not finish, from what Ansible, ssh, sudo and apt say.

Their words differ by release and are for whoever knows them; here each becomes a
kind that stays the same, a sentence, and what to do next. The first row that fits
counts, so what is particular stands before what is general.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gcloud.plan.hardening.results import HostProblem

_SSH: Final = re.compile(r"(?:via ssh|over ssh):\s*")
_REHEARSAL: Final = re.compile(
    r"nothing that can cut access was begun, for (?P<operator>\S+) could not confirm it: ", re.IGNORECASE
)
"""What the role `baseline` says of a rehearsal that failed; why it did follows."""
_SHOWN: Final = 240
"""Characters of somebody else's message that are shown."""


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    words: str
    message: str
    hint: str


_ROWS: Final = (
    # First: what the guard says holds why it took a change back, in the words of other rows.
    _Row(
        "undone",
        r": (NOT wholly )?taken back: |was undone|undone by the guard",
        "{said}",
        "Nobody is locked out: what was changed is as before. Mend the cause, then run this again.",
    ),
    _Row(
        "host-key",
        r"REMOTE HOST IDENTIFICATION HAS CHANGED",
        "It shows another host key than the trusted one: it was installed anew, or it is another machine.",
        "Find out why at its console. If it is right, `govcloud hosts trust {host} --replace`.",
    ),
    _Row(
        "host-key",
        r"host key is known for|Host key verification failed",
        "Nobody has vouched for its host key yet.",
        "`govcloud hosts trust {host}` shows the key and asks.",
    ),
    # Of a way that ssh keeps open for the next task nothing else is told.
    _Row(
        "jump-host",
        r"UNKNOWN port 65535",
        "Its jump host does not lead to it: that one can't be reached, shows another key, does not let the "
        "operator in, or can't reach this host.",
        "`govcloud audit` of the jump host says which. Else check that this host runs, and its flows.",
    ),
    _Row(
        "sign-in",
        r"Permission denied \(|Too many authentication failures|no such identity",
        "It does not let the operator in with this key.",
        "Name the right key with --key, or add it to the agent; check the account in the site's hardening.",
    ),
    _Row(
        "no-sudo",
        r"not in the sudoers file|may not run sudo|not allowed to (execute|run)|sudo: (command )?not found"
        r"|unknown user root|effective uid is not 0",
        "The operator may not become root there.",
        "Put the operator into the host's sudoers, at its console.",
    ),
    _Row(
        "sudo-password",
        r"Incorrect sudo password|incorrect password attempt|Sorry, try again|Authentication failure",
        "sudo does not take the password.",
        "Give the operator's right password; several wrong ones lock the account for a while.",
    ),
    _Row(
        "sudo-password",
        r"Missing sudo password|a password is required|Duplicate become password prompt|no tty present",
        "sudo asks for a password, and none was given.",
        "Add --ask-become-password, --become-password-file or --vault.",
    ),
    _Row(
        "sudo-broken",
        r"sudo: parse error|sudo: .*sudoers|sudo: .*must be (owned by uid 0|setuid)"
        r"|Timeout .*privilege escalation|Timed out waiting for become",
        "sudo does not work there.",
        "Mend it at the host's console: `visudo -c` says what is wrong.",
    ),
    _Row(
        "confirmation",
        r"only a new (ssh connection|one) shows|came in as \S+; the operator is",
        "A confirmation from here would not count: {said}",
        "Connect by ssh as the operator, without a plugin that keeps connections of its own (mitogen).",
    ),
    _Row(
        "read-only",
        r"Read-only file system|file system is read-only",
        "Its file system can't be written.",
        "Mount it writable again, after a look at its disk: a fault of the disk is the usual reason.",
    ),
    _Row(
        "disk-full",
        r"No space left on device|Disk quota exceeded|enough free space in|[0-9]+ (KiB|inodes) (are|is) free",
        "A disk of it is full: {said}",
        "Free some there (`df -h`; `df -i` where files and not bytes are too many), then run this again.",
    ),
    _Row(
        "python",
        r"python3?: (command )?not found|No python interpreters|interpreter .*was not found|No module named"
        r"|requires a minimum of Python|Python (version )?[0-9.]+ is not supported|future feature annotations"
        r"|/python[0-9.]*: No such file",
        "It has no Python that can be used; 3.9 is the oldest that can.",
        "Install python3 there, or name it in ansible_python_interpreter.",
    ),
    _Row(
        "unsupported",
        r"is not supported: .* (are|is)$|system is not supported",
        "{said}",
        "Leave it out. docs/reference/hardening.md says how a system is added.",
    ),
    _Row(
        "apt-lock",
        r"Could not get lock|dpkg frontend lock|lock-frontend|is another process using it"
        r"|Unable to acquire the dpkg",
        "Another program installs packages there.",
        "Wait for it to end (often unattended-upgrades), then run this again.",
    ),
    _Row(
        "mirror",
        r"Failed to fetch|Unable to fetch|Could not resolve|does not have a Release file"
        r"|Temporary failure resolving|Unable to locate package|Could not connect to"
        r"|Failed to update apt cache|No package matching",
        "It does not get packages from its mirror.",
        "Check the mirror in the site's hardening, and that a flow lets the host reach it.",
    ),
)

_UNREACHABLE: Final = _Row(
    "unreachable",
    "",
    "It can't be reached: {said}",
    "Check that it runs, its address, and that a flow lets the jump host reach its SSH.",
)
_CRASH: Final = _Row(
    "crash",
    "",
    "A module broke down on it: {said}",
    "Report this with `--verbose`; the other hosts are not concerned.",
)
_OTHER: Final = _Row("failed", "", "{said}", "Run it again for this host alone to see more.")


def problem_of(host: str, result: Mapping[str, Any], *, unreachable: bool) -> HostProblem:
    """Say what is wrong with a host.

    Args:
        host: the host.
        result: what the task that failed gave.
        unreachable: whether ssh, and not the task, failed.
    """
    rehearsed = _REHEARSAL.search(str(result.get("msg", "")))
    if rehearsed:
        why = str(result["msg"])[rehearsed.end() :]
        cause = problem_of(host, {"msg": why}, unreachable=_SSH.search(why) is not None)
        barred = f"Nothing that can cut access was begun, for {rehearsed['operator']} could not confirm it."
        return HostProblem(cause.kind, f"{barred} {cause.message}", cause.hint)
    text = _text(result)
    row = next((row for row in _ROWS if re.search(row.words, text, re.IGNORECASE | re.MULTILINE)), None)
    if row is None:
        broke = "MODULE FAILURE" in text or "Traceback (most recent call last)" in text
        row = _UNREACHABLE if unreachable else _CRASH if broke else _OTHER
    said = _said(result)
    return HostProblem(row.kind, row.message.format(said=said), row.hint.format(host=host))


def _text(result: Mapping[str, Any]) -> str:
    """All that was said, once."""
    parts = (
        result.get(key) for key in ("msg", "module_stderr", "module_stdout", "stderr", "reason", "exception")
    )
    return "\n".join(str(part) for part in parts if part)


def _said(result: Mapping[str, Any]) -> str:
    """The one line that says most: where a program broke its last line, of a message all of it."""
    broken = str(result.get("module_stderr") or "").strip().splitlines()
    message = str(result.get("msg") or result.get("stderr") or "")
    if broken:
        said = broken[-1]
    elif _SSH.search(message):
        said = _SSH.split(message)[-1].strip().splitlines()[-1]
    else:
        said = " ".join(message.split())
    said = re.sub(r"^((Task|Module) failed: )+", "", said.strip()) or "it gave no reason"
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}..."

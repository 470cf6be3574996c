"""Filters of the role `baseline`: what came of a run, in words and as one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Answer = Mapping[str, Any]

REFUSALS = (
    ("a password is required", "sudo asks for a password", "give one by --ask-become-pass or a vault"),
    ("missing sudo password", "sudo asks for a password", "give one by --ask-become-pass or a vault"),
    ("incorrect sudo password", "sudo does not take the password", "give the operator's own"),
    (
        "permission denied (",
        "it does not let the account in",
        "give the operator's key; is there such an account?",
    ),
    ("not in the sudoers file", "the user may not use sudo there", "connect as the host's operator"),
    ("not allowed to execute", "the user may not use sudo for this", "connect as the host's operator"),
    ("sudo: command not found", "sudo is not installed there", "install sudo, or connect as root"),
    ("sudo: not found", "sudo is not installed there", "install sudo, or connect as root"),
    ("no space left on device", "no space is left on the host", "make room in its /tmp and home folders"),
    ("read-only file system", "the host's file system is read-only", "mend the disk, then run again"),
    ("was not found", "there is no such Python on the host", "set ansible_python_interpreter"),
    ("python3: not found", "there is no Python on the host", "install python3"),
    ("syntaxerror", "the host's Python is too old", "Python 3.9 or newer is needed there"),
)
"""What programs say when they refuse, what that means, and what helps."""


def refusal(result: Answer) -> str:
    """Why a host could not be worked on: one sentence and what helps.

    Args:
        result: The failed task's result.
    """
    said = " ".join(str(result.get(key) or "") for key in ("msg", "module_stderr", "module_stdout", "stderr"))
    for mark, meaning, hint in REFUSALS:
        if mark in said.lower():
            return f"{meaning}: {hint}"
    return str(result.get("msg") or said or "the host gave no reason")


def unconfirmed(result: Answer, operator: str) -> str:
    """Why nothing that can cut access was begun: what came of the rehearsal, and what helps.

    Args:
        result: The rehearsal's, which failed.
        operator: Who was to confirm.
    """
    said, meant = " ".join(str(result.get("msg") or "no reason was given").split()), refusal(result)
    more = "" if meant == result.get("msg") else f" ({meant})"
    return f"nothing that can cut access was begun, for {operator} could not confirm it: {said}{more}"


def summary(state: Answer, done: Sequence[Answer]) -> str:
    """One line about a host: how its items stand, and what was changed.

    Args:
        state: The last reading.
        done: What each batch returned.
    """
    counts = Counter(entry["status"] for entry in state["results"])
    words = {"ok": "ok", "differs": "differ", "na": "do not apply", "unknown": "could not be read"}
    line = ", ".join(f"{counts[status]} {word}" for status, word in words.items() if counts[status])
    changes = sum(len(entry.get("changes", ())) for entry in done)
    problems = sum(len(entry.get("problems", ())) for entry in done)
    reboot = any(entry.get("reboot") for entry in done)
    line += f"; {changes} changed" if done else ""
    line += f"; {problems} could not be brought about" if problems else ""
    return line + ("; a restart is needed" if reboot else "")


def broken(done: Sequence[Answer]) -> list[str]:
    """What kept a whole batch from being applied; a single item's trouble is in the results."""
    return [problem["why"] for entry in done for problem in entry.get("problems", ()) if problem["id"] == "*"]


def outcome(
    state: Answer, done: Sequence[Answer], host: str, items: Sequence[Answer] = (), broke: str = ""
) -> dict[str, Any]:
    """All that is known about a host, as one document.

    Args:
        state: The last reading; one that failed holds no results, and then of no item anything is known.
        done: What each batch returned.
        host: Its name in the inventory.
        items: What the host must be.
        broke: Why the run broke off on it; empty where it did not.
    """
    read = "results" in state
    gathered: dict[str, Any] = {
        "host": host,
        "reached": read,
        "system": state.get("system"),
        "container": state.get("container", False),
        "results": state["results"] if read else [_unread(item, broke) for item in items],
    }
    for key in ("changes", "problems", "restarted"):
        gathered[key] = [line for entry in done for line in entry.get(key, ())]
    if broke:
        gathered["problems"].append({"id": "*", "why": broke})
    gathered["seconds"] = {key: took for entry in done for key, took in entry.get("seconds", {}).items()}
    gathered["undone"] = [entry["undone"] for entry in done if entry.get("undone")]
    gathered["reboot"] = any(entry.get("reboot") for entry in done)
    return gathered


def _unread(item: Answer, why: str) -> dict[str, Any]:
    """The result of an item that could not be read, in the form that the host gives."""
    return {
        "id": item["id"],
        "status": "unknown",
        "want": None,
        "have": None,
        "evidence": [],
        "why": why,
        "restart": False,
    }


class FilterModule:
    """The filters, by name."""

    def filters(self) -> dict[str, Any]:
        """Each filter by the name that playbooks use."""
        return {
            "govcloud_refusal": refusal,
            "govcloud_unconfirmed": unconfirmed,
            "govcloud_summary": summary,
            "govcloud_broken": broken,
            "govcloud_outcome": outcome,
        }

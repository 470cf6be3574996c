"""Reads what judges write."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from gcloud.harden.judges.report import Finding, Lynis, OpenScap, SshAudit

_RULE = "xccdf_org.ssgproject.content_rule_"
_BLOCK = re.compile(
    r"^Title\s+(?P<title>.*)\n^Rule\s+(?P<rule>\S+)\n(?:^Ident.*\n)*^Result\s+(?P<result>\S+)", re.MULTILINE
)


def read_openscap(profile: str, text: str) -> OpenScap:
    """Read what `oscap xccdf eval` writes to its standard output.

    Args:
        profile: what it judged by.
        text: its output.

    Raises:
        ValueError: there is no result in it.
    """
    passed: list[str] = []
    failed: list[Finding] = []
    others: Counter[str] = Counter()
    for block in _BLOCK.finditer(text):
        rule = block["rule"].removeprefix(_RULE)
        match block["result"]:
            case "pass":
                passed.append(rule)
            case "fail":
                failed.append(Finding(rule, block["title"].strip()))
            case other:
                others[other] += 1
    if not passed and not failed:
        raise ValueError("OpenSCAP wrote no result")
    return OpenScap(profile, tuple(passed), tuple(failed), tuple(sorted(others.items())))


def read_lynis(text: str) -> Lynis:
    """Read Lynis's report, lines of ``KEY=VALUE``.

    Raises:
        ValueError: it has no index: Lynis did not come to its end.
    """
    pairs = [line.split("=", 1) for line in text.splitlines() if "=" in line]
    values = {key: value for key, value in pairs if not key.endswith("[]")}
    if "hardening_index" not in values:
        raise ValueError("Lynis wrote no index")
    return Lynis(
        int(values["hardening_index"]),
        int(values.get("lynis_tests_done", "0")),
        tuple(_entries(pairs, "warning[]")),
        tuple(_entries(pairs, "suggestion[]")),
    )


def read_ssh_audit(text: str) -> SshAudit:
    """Read ssh-audit's JSON.

    Raises:
        ValueError: it is none.
    """
    document: dict[str, Any] = json.loads(text)
    return SshAudit(tuple(_notes(document, "fail")), tuple(_notes(document, "warn")))


def _entries(pairs: list[list[str]], wanted: str) -> Iterator[Finding]:
    for key, value in pairs:
        if key == wanted:
            test, text, *_ = value.split("|")
            yield Finding(test, text)


def _notes(document: dict[str, Any], level: str) -> Iterator[Finding]:
    for kind in ("kex", "key", "enc", "mac"):
        for entry in document[kind]:
            for note in entry.get("notes", {}).get(level, ()):
                yield Finding(f"{kind} {entry['algorithm']}", note)

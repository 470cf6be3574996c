"""Options of sshd: what takes effect, for whom, and the line that says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, List, Optional, Sequence

from ..host import Host
from ..item import Item
from ..result import Evidence
from .effective import SILENT, UNTOLD, Effective, effective, name_of
from .files import Line, read_lines
from .finding import Finding
from .values import satisfies, written

ALGORITHMS = {
    "Ciphers": "cipher",
    "MACs": "mac",
    "KexAlgorithms": "kex",
    "HostKeyAlgorithms": "HostKeyAlgorithms",
    "PubkeyAcceptedAlgorithms": "PubkeyAcceptedAlgorithms",
    "CASignatureAlgorithms": "sig",
}
"""Lists of algorithms, and what ``ssh -Q`` calls them."""


class Options:
    """What sshd does, read once for all items.

    Args:
        host: The host.

    Raises:
        UnreadableError: sshd doesn't accept its configuration, or isn't installed.
    """

    def __init__(self, host: Host) -> None:
        self.lines = read_lines(host)
        self.everybody = effective(host)
        users = sorted({"root", *host.operators()}) if self._matches() else []
        self.users: Dict[str, Effective] = {user: effective(host, user) for user in users}

    def _matches(self) -> bool:
        return any(line.match is not None for line in self.lines)

    def outside(self, option: str, want: object) -> Finding:
        """An option outside of ``Match`` blocks."""
        name, value = name_of(option), written(want)
        if name not in self.everybody and name not in SILENT and name not in UNTOLD:
            return Finding(option, value, "", None)
        have = shown(self.everybody, name) or self._untold(name)
        return Finding(option, value, have, satisfies(name, value, have), [self._where(name, have)])

    def plain(self, option: str, want: object) -> Finding:
        """An option outside of ``Match`` blocks, and inside of those that concern root or the operator."""
        finding, name = self.outside(option, want), name_of(option)
        for user, theirs in self.users.items():
            have = shown(theirs, name) or self._untold(name)
            if finding.fine is None or have == finding.have or satisfies(name, finding.want, have):
                continue
            why = f"for {user} a Match block sets {option} {have}"
            evidence = [*finding.evidence, *self._in_blocks(name)]
            finding = replace(finding, fine=False, evidence=evidence, why=why)
        return finding

    def allowed(self, option: str, want: Sequence[str]) -> Finding:
        """A list of algorithms: what is offered must be part of what is allowed."""
        name = name_of(option)
        if name not in self.everybody:
            return Finding(option, ",".join(want), "", None)
        have = shown(self.everybody, name)
        beyond = [entry for entry in have.split(",") if entry not in want]
        why = f"{option} offers {', '.join(beyond)}" if beyond else None
        return Finding(option, ",".join(want), have, not beyond, [self._where(name, have)], why)

    def matched(self, option: str, want: object, condition: str) -> Finding:
        """An option in a ``Match`` block: the first block of this condition counts."""
        name, value = name_of(option), written(want)
        same = " ".join(condition.split()).lower()
        line = next((line for line in self.lines if _condition(line) == same and line.keyword == name), None)
        have = line.value if line else ""
        evidence = [Evidence(line.file, line.number, f"{option} {have}")] if line else []
        fine = line is not None and satisfies(name, value, have)
        return Finding(f"Match {condition}: {option}", value, have or "not set", fine, evidence)

    def groups(self, want: Sequence[str]) -> Finding:
        """Who may come in at all."""
        users, groups = (self.everybody.get(name, []) for name in ("allowusers", "allowgroups"))
        fine = bool(users) or (bool(groups) and set(groups) <= set(want))
        have = ", ".join([*(f"user {name}" for name in users), *(f"group {name}" for name in groups)])
        lines = [line for line in self.lines if line.keyword in ("allowusers", "allowgroups")]
        evidence = [Evidence(line.file, line.number, f"{line.keyword} {line.value}") for line in lines]
        return Finding("AllowGroups", " ".join(want), have or "everybody", fine, evidence or [self.silence])

    def exempt(self, want: Sequence[str]) -> Finding:
        """Networks that are never shut out for what others of them did."""
        name = "persourcepenaltyexemptlist"
        if name not in self.everybody:
            return Finding("PerSourcePenaltyExemptList", ",".join(want), "", None)
        have = shown(self.everybody, name)
        fine = set(want) <= set(have.split(","))
        return Finding("PerSourcePenaltyExemptList", ",".join(want), have, fine, [self._where(name, have)])

    @property
    def silence(self) -> Evidence:
        """The evidence that no file says anything."""
        return Evidence("sshd -T", None, "default")

    def _where(self, name: str, have: str) -> Evidence:
        line = next((line for line in self.lines if name_of(line.keyword) == name and not line.match), None)
        return (
            Evidence(line.file, line.number, f"{line.keyword} {line.value}")
            if line
            else Evidence("sshd -T", None, f"{name} {have} (default)")
        )

    def _untold(self, name: str) -> str:
        """The value of an option that this sshd does not tell: its first line, else what it is by itself."""
        line = next((line for line in self.lines if name_of(line.keyword) == name and not line.match), None)
        return line.value if line else UNTOLD.get(name, "")

    def _in_blocks(self, name: str) -> List[Evidence]:
        return [
            Evidence(line.file, line.number, f"Match {line.match}: {line.keyword} {line.value}")
            for line in self.lines
            if line.match is not None and name_of(line.keyword) == name
        ]


def shown(values: Effective, name: str) -> str:
    """An option's value, several lines of it in one."""
    return " ".join(values.get(name, []))


def asked(item: Item, options: Options) -> List[Finding]:
    """What an item's ``options``, ``algorithms``, ``groups`` and ``exempt`` come to."""
    condition: Optional[str] = item.optional("match")
    findings = [
        options.plain(name, value) if condition is None else options.matched(name, value, condition)
        for name, value in item.table("options").items()
    ]
    findings += [options.allowed(name, value) for name, value in item.table("algorithms").items()]
    if item.texts("groups"):
        findings.append(options.groups(item.texts("groups")))
    if item.texts("exempt"):
        findings.append(options.exempt(item.texts("exempt")))
    return findings


def _condition(line: Line) -> Optional[str]:
    return None if line.match is None else line.match.lower()

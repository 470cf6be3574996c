"""The audit's rules: in files, as the next start reads them, and in the kernel, as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

from ..errors import UnreadableError
from ..host import Host
from .rules import Rule, parse

FOLDER = "/etc/audit/rules.d"
LAST = f"{FOLDER}/zz-govcloud-finalize.rules"


@dataclass(frozen=True)
class Placed:
    """A rule and where it stands."""

    file: str
    line: int
    rule: Rule
    text: str


def in_files(host: Host) -> List[Placed]:
    """The rules of all files, in the order in which augenrules puts them together."""
    found = []
    for path in host.glob(f"{FOLDER}/*.rules"):
        for number, line in enumerate(host.lines(path), 1):
            rule = parse(line)
            if rule is not None:
                found.append(Placed(path, number, rule, line.strip()))
    return found


@dataclass(frozen=True)
class Loaded:
    """The kernel's rules.

    Attributes:
        rules: The rules; None where the kernel could not be asked.
        immutable: Whether they stay as they are until the next start.
        why: Why it could not be asked.
    """

    rules: Optional[Tuple[Rule, ...]]
    immutable: bool = False
    why: str = ""


def in_kernel(host: Host) -> Loaded:
    """The rules that are loaded."""
    if host.container:
        return Loaded(
            None, why="the audit is the kernel's, which is not this container's: only files were judged"
        )
    try:
        listed, state = host.ask(["auditctl", "-l"]), host.ask(["auditctl", "-s"])
    except UnreadableError as error:
        return Loaded(None, why=str(error))
    if listed.code or state.code:
        return Loaded(None, why=f"auditctl: {listed.said if listed.code else state.said}")
    rules = [rule for rule in map(parse, listed.out.splitlines()) if rule is not None]
    return Loaded(tuple(rules), immutable="enabled 2" in state.out)


def immutable_line(host: Host) -> Optional[Tuple[str, int]]:
    """Where ``-e 2`` stands, if it is the last word of all files; None where it isn't."""
    last: Optional[Tuple[str, int]] = None
    for path in host.glob(f"{FOLDER}/*.rules"):
        for number, line in enumerate(host.lines(path), 1):
            words = line.split()
            if words and not words[0].startswith("#"):
                last = (path, number) if words == ["-e", "2"] else None
    return last

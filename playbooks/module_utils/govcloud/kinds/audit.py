"""Kind ``audit``: what the kernel's audit records.

Fields: ``rules`` (lines), ``privileged`` (the key of rules for every set-id program), ``settings`` (of
auditd.conf), ``immutable`` (true: rules stay until the next start).
"""

from __future__ import annotations

from dataclasses import replace
from typing import List, Mapping, Optional, Sequence

from ..auditing.files import FOLDER, LAST, Loaded, Placed, immutable_line, in_files, in_kernel
from ..auditing.programs import set_id_programs
from ..auditing.rules import Rule, covers, parse
from ..edits import Action, Edits
from ..errors import BadItemError, UnreadableError
from ..formats import parse as parse_settings
from ..formats import patch
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import DIFFERS, Evidence, Result, absent, judged, unknown

_CONF = "/etc/audit/auditd.conf"


class Audit(Kind):
    """What is recorded."""

    name = "audit"

    def read(self, host: Host, items: Sequence[Item]) -> List[Result]:
        """All items against one reading of the files and of the kernel."""
        if host.program("auditctl") is None and host.stat(FOLDER) is None:
            return [absent("auditd is not installed", item.absent_is, "fail") for item in items]
        known, loaded = in_files(host), in_kernel(host)
        return [_judge(host, item, known, loaded) for item in items]

    def apply(self, item: Item, edits: Edits) -> None:
        """Write the lines that are missing, and have them loaded where the kernel takes them."""
        if "settings" in item.fields:
            _apply_settings(item, edits)
        missing = _missing(edits.host, item, [placed.rule for placed in in_files(edits.host)])
        if missing:
            path = f"{FOLDER}/50-govcloud-{item.control}.rules"
            text = edits.text(path) or "# Written by govcloud.\n"
            new = [line for line in missing if line not in text.splitlines()]
            edits.write(item.id, path, text + "".join(f"{line}\n" for line in new), mode=0o600)
        if item.flag("immutable") and immutable_line(edits.host) is None:
            text = edits.text(LAST) or "# Written by govcloud. Read last: rules stay until the next start.\n"
            edits.write(item.id, LAST, f"{text}-e 2\n", mode=0o600)
        if "rules" in item.fields or "privileged" in item.fields or "immutable" in item.fields:
            _load(item, edits)


def _judge(host: Host, item: Item, known: List[Placed], loaded: Loaded) -> Result:
    try:
        results = [
            judge(host, item, known, loaded) for field, judge in _PARTS.items() if field in item.fields
        ]
    except (BadItemError, UnreadableError) as error:
        return unknown(str(error))
    if not results:
        return unknown(f"item {item.id}: it asks nothing of the audit")
    for result in results:
        if result.status == DIFFERS:
            return result
    return results[0]


def _rules(host: Host, item: Item, known: List[Placed], loaded: Loaded) -> Result:
    lines = _lines(host, item)
    written = [placed.rule for placed in known]
    missing = _missing(host, item, written)
    idle = (
        []
        if loaded.rules is None
        else [line for line in lines if parse(line) and not _recorded(line, list(loaded.rules))]
    )
    wanted = {rule.what for rule in map(parse, lines) if rule}
    evidence = [Evidence(p.file, p.line, p.text) for p in known if p.rule.what in wanted]
    have = {"in the files": f"{len(lines) - len(missing)} of {len(lines)}"}
    if loaded.rules is not None:
        have["loaded"] = f"{len(lines) - len(idle)} of {len(lines)}"
    whys = [f"not in a file: {line}" for line in missing[:3]]
    whys += [f"not loaded: {line}" for line in idle[:3] if line not in missing]
    if idle and loaded.immutable:
        whys.append("what is loaded stays until the next start")
    result = judged(
        not missing and not idle,
        {name: f"{len(lines)} of {len(lines)}" for name in have},
        have,
        evidence or [Evidence(FOLDER)],
        "; ".join(whys) or loaded.why or None,
    )
    return replace(result, restart=bool(idle) and not missing and loaded.immutable)


def _settings(host: Host, item: Item, known: List[Placed], loaded: Loaded) -> Result:  # noqa: ARG001 (one of _PARTS)
    want = {name: str(value) for name, value in item.table("settings").items()}
    found = {entry.key.lower(): entry for entry in parse_settings(host.text(_CONF) or "", "equals")}
    have = {name: found[name].value if name in found else "not set" for name in want}
    evidence = [Evidence(_CONF, found[n].line, f"{n} = {found[n].value}") for n in want if n in found]
    return judged(all(_fits(name, want[name], have[name]) for name in want), want, have, evidence)


def _immutable(host: Host, item: Item, known: List[Placed], loaded: Loaded) -> Result:  # noqa: ARG001 (one of _PARTS)
    place = immutable_line(host)
    evidence = [Evidence(place[0], place[1], "-e 2")] if place else [Evidence(FOLDER)]
    have = {"-e 2": "last line of the files" if place else "not last in the files"}
    why: Optional[str] = loaded.why or None
    if place and loaded.rules is not None and not loaded.immutable:
        why = "it takes effect at the next start"
    return judged(place is not None, {"-e 2": "last line of the files"}, have, evidence, why)


_PARTS = {"rules": _rules, "privileged": _rules, "settings": _settings, "immutable": _immutable}


def _lines(host: Host, item: Item) -> List[str]:
    lines = [" ".join(line.split()) for line in item.texts("rules")]
    key = item.optional("privileged")
    if key is not None:
        end = f"-F perm=x -F auid>=1000 -F auid!=unset -k {key}"
        lines += [f"-a always,exit -F path={path} {end}" for path in set_id_programs(host)]
    return lines


def _missing(host: Host, item: Item, known: List[Rule]) -> List[str]:
    """The lines that no file makes good: rules by what they record, other lines (``-c``) as they stand."""
    as_written = {
        " ".join(line.split()) for path in host.glob(f"{FOLDER}/*.rules") for line in host.lines(path)
    }
    return [
        line
        for line in _lines(host, item)
        if not _recorded(line, known) and not (parse(line) is None and line in as_written)
    ]


def _recorded(line: str, known: List[Rule]) -> bool:
    rule = parse(line)
    return rule is not None and covers(known, rule)


def _fits(name: str, want: str, have: str) -> bool:
    if name in ("max_log_file", "num_logs") and have.isdigit() and want.isdigit():
        return int(have) >= int(want)
    choices = {choice.strip().lower() for choice in want.split("|")}
    return have.lower() in choices


def _apply_settings(item: Item, edits: Edits) -> None:
    text = edits.text(_CONF) or ""
    found: Mapping[str, str] = {e.key.lower(): e.value for e in parse_settings(text, "equals")}
    wrong = {
        name: [str(value).partition("|")[0]]
        for name, value in item.table("settings").items()
        if not _fits(name, str(value), found.get(name, ""))
    }
    if wrong:
        edits.write(item.id, _CONF, patch(text, "equals", "", wrong), mode=0o640)
        edits.restart("auditd.service", "try-reload-or-restart")


def _load(item: Item, edits: Edits) -> None:
    loaded = in_kernel(edits.host)
    if loaded.rules is None:
        return
    if loaded.immutable:
        edits.needs_reboot()
        return
    if edits.host.program("augenrules"):
        edits.act(Action(item.id, "load the audit's rules", ("augenrules", "--load"), "other rules", "these"))

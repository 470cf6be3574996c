"""Kind ``aide``: what AIDE watches, that it has a database to compare with, and that it looks every day.

Fields: ``rules`` (lines of its configuration), ``database`` (true), ``timer`` (true). The first database
takes minutes; its seconds are counted apart.
"""

from __future__ import annotations

from typing import Dict, List

from ..edits import Action, Edits
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, compared

CONFIG = "/etc/aide/aide.conf"
DATABASE = "/var/lib/aide/aide.db"
TIMER = "dailyaidecheck.timer"


class Aide(Kind):
    """AIDE."""

    name = "aide"

    def read_one(self, host: Host, item: Item) -> Result:
        """Its configuration, database and timer."""
        if host.program("aide") is None:
            return absent("AIDE is not installed", item.absent_is, "fail", dict(item.fields))
        want: Dict[str, object] = {}
        have: Dict[str, object] = {}
        evidence: List[Evidence] = []
        rules = item.texts("rules")
        if rules:
            lines = host.lines(CONFIG)
            want["rules"], have["rules"] = len(rules), sum(1 for rule in rules if rule in lines)
            evidence += [Evidence(CONFIG, lines.index(rule) + 1, rule) for rule in rules if rule in lines]
        if item.flag("database"):
            found = next((name for name in (DATABASE, f"{DATABASE}.gz") if host.stat(name)), None)
            want["database"], have["database"] = True, found is not None
            evidence.append(Evidence(found or DATABASE, None, "present" if found else "absent"))
        if item.flag("timer"):
            unit = host.units([TIMER])[TIMER]
            runs = unit.get("ActiveState") == "active" and unit.get("UnitFileState") == "enabled"
            want["timer"], have["timer"] = True, runs
            shown = f"{unit.get('UnitFileState') or unit.get('LoadState')}, {unit.get('ActiveState')}"
            evidence.append(Evidence(unit.get("FragmentPath") or TIMER, None, shown))
        return compared(want, have, evidence)

    def apply(self, item: Item, edits: Edits) -> None:
        """Add the rules, make the database, start the timer."""
        host = edits.host
        text = edits.text(CONFIG) or ""
        added = [rule for rule in item.texts("rules") if rule not in text.splitlines()]
        if added:
            edits.write(item.id, CONFIG, text.rstrip("\n") + "\n" + "\n".join(added) + "\n")
        if item.flag("database") and not host.stat(DATABASE) and not host.stat(f"{DATABASE}.gz"):
            make = ("aide", f"--config={CONFIG}", "--init")
            edits.act(
                Action(item.id, "make AIDE's database", make, "absent", "present", timeout=3600, timed="aide")
            )
            edits.act(Action(item.id, "use AIDE's database", ("mv", f"{DATABASE}.new", DATABASE)))
        if item.flag("timer"):
            unit = host.units([TIMER])[TIMER]
            if unit.get("UnitFileState") != "enabled":
                edits.unit(item.id, TIMER, "enable")
            if unit.get("ActiveState") != "active":
                edits.unit(item.id, TIMER, "start")

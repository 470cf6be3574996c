"""Kind ``nftables``: nothing comes in but what is named, by a table of our own.

Fields: ``table``, ``management`` (networks that may reach ssh), ``allow`` (``proto``, ``port``, ``from``,
``interface``), ``forward`` (``drop``, ``accept``, ``leave``), ``output`` (``leave``, ``drop``) with
``allow_out``, ``log`` (refused packets a minute).
"""

from __future__ import annotations

import re
from typing import List

from ..edits import Action, Edits
from ..errors import InapplicableError, UnreadableError
from ..firewall import loaded
from ..firewall.rules import FOLDER, MAIN, Wanted, lets_in, text, wanted
from ..host import Host
from ..item import Item
from ..kind import Kind
from ..result import Evidence, Result, absent, judged
from ..ssh.effective import ports

_INCLUDE = f'include "{FOLDER}/*.nft"'
_UNIT = "nftables.service"


class Nftables(Kind):
    """The packet filter."""

    name = "nftables"

    def read_one(self, host: Host, item: Item) -> Result:
        """What is loaded, the file, that it is loaded at the start, and that no start flushes others."""
        want = wanted(item)
        if host.program("nft") is None:
            return absent("nftables is not installed", item.absent_is, "fail", want.table)
        new = text(want, _ports(host))
        known = host.text(want.path)
        checks = {
            "loaded": _is_loaded(host, want, new),
            "file": known == new,
            "read at the start": _included(host.text(MAIN) or ""),
            _UNIT: _enabled(host),
            "others' tables stay": not _flushes(host.text(MAIN) or ""),
        }
        evidence = [Evidence("nft list ruleset", None, ", ".join(loaded.others(host)) or "no table")]
        evidence.append(Evidence(want.path, 1 if known else None, "" if known else "not there"))
        evidence += [Evidence(MAIN, n, line) for n, line in enumerate(host.lines(MAIN), 1) if _telling(line)]
        return judged(
            all(checks.values()),
            dict.fromkeys(checks, "yes"),
            {name: "yes" if fine else "no" for name, fine in checks.items()},
            evidence,
        )

    def apply(self, item: Item, edits: Edits) -> None:
        """Write and load the table; refuse it where it would cut the connection that this run came by."""
        host, want = edits.host, wanted(item)
        if host.program("nft") is None:
            raise InapplicableError("nftables is not installed")
        port = _ports(host)
        _refuse_cut(host, want, port)
        new = text(want, port)
        edits.write(item.id, want.path, new, mode=0o600, check=("nft", "-c", "-f", "%s"))
        main = edits.text(MAIN) or "#!/usr/sbin/nft -f\n"
        edits.write(item.id, MAIN, _main(main))
        edits.verify(["nft", "-c", "-f", host.path(want.path)])
        if not _is_loaded(host, want, new):
            edits.act(
                Action(
                    item.id,
                    f"load table inet {want.table}",
                    ("nft", "-f", host.path(want.path)),
                    before="loaded, with other rules" if loaded.live(host, want.table) else "not loaded",
                    after="loaded",
                )
            )
        if not _enabled(host):
            edits.unit(item.id, _UNIT, "enable")


def _refuse_cut(host: Host, want: Wanted, port: List[int]) -> None:
    if not want.management:
        raise InapplicableError("management is empty: nobody could reach ssh")
    source = host.session.source
    if source is None:
        return
    by = host.session.port or port[0]
    if not lets_in(want, source, by):
        raise InapplicableError(
            f"it would cut this connection: {source} to port {by} is in none of the management networks "
            f"{', '.join(want.management)}"
        )


def _ports(host: Host) -> List[int]:
    try:
        return ports(host)
    except UnreadableError:
        return [host.session.port or 22]


def _is_loaded(host: Host, want: Wanted, new: str) -> bool:
    live = loaded.live(host, want.table)
    return live is not None and live == loaded.would_be(host, want.table, new)


def _enabled(host: Host) -> bool:
    return host.units([_UNIT])[_UNIT].get("UnitFileState") == "enabled"


def _included(main: str) -> bool:
    return any(line.strip() == _INCLUDE for line in main.splitlines())


def _flushes(main: str) -> bool:
    """Whether a start of the service takes the tables of others away (Debian's own file does)."""
    return any(re.match(r"\s*flush\s+ruleset\b", line) for line in main.splitlines())


def _telling(line: str) -> bool:
    return line.strip() == _INCLUDE or _flushes(line)


def _main(main: str) -> str:
    lines = [
        f"# govcloud: tables of others stay: {line}" if _flushes(line) else line for line in main.splitlines()
    ]
    if not _included(main):
        lines.append(_INCLUDE)
    return "\n".join(lines) + "\n"

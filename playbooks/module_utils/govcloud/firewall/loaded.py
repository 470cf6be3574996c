"""What is loaded in the kernel, against what our file would load: both as nft itself lists them."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from ..errors import UnreadableError
from ..host import Host

_MOVING = frozenset({"handle", "packets", "bytes", "index"})  # differ without anybody changing a rule


def live(host: Host, table: str) -> Optional[List[Dict[str, Any]]]:
    """Our table as it is loaded; None where it isn't.

    Raises:
        UnreadableError: nft may not read the rules.
    """
    return _plain(_listing(host), table)


def would_be(host: Host, table: str, text: str) -> Optional[List[Dict[str, Any]]]:
    """Our table as the file would load it: tried in a network of its own, which ends with the program.

    Raises:
        UnreadableError: No such network can be made here, or nft doesn't accept the file.
    """
    load = "nft -f - && exec nft -j list ruleset"
    ran = host.run(["unshare", "--net", "sh", "-c", load], stdin=text)
    if ran.code:
        raise UnreadableError(f"nft does not accept the rules: {ran.said}")
    return _plain(_entries(ran.out), table)


def others(host: Host) -> List[str]:
    """The tables that are loaded, by family and name."""
    tables = [entry["table"] for entry in _listing(host) if "table" in entry]
    return [f"{table['family']} {table['name']}" for table in tables]


def _listing(host: Host) -> List[Dict[str, Any]]:
    ran = host.ask(["nft", "-j", "list", "ruleset"])
    if ran.code:
        raise UnreadableError(f"nft can't list the rules: {ran.said}")
    return _entries(ran.out)


def _entries(text: str) -> List[Dict[str, Any]]:
    found = json.loads(text).get("nftables", []) if text.strip() else []
    return [entry for entry in found if isinstance(entry, dict)]


def _plain(entries: List[Dict[str, Any]], table: str) -> Optional[List[Dict[str, Any]]]:
    mine = []
    for entry in entries:
        for kind, body in entry.items():
            of = body.get("name") if kind == "table" else body.get("table")
            if kind != "metainfo" and of == table and body.get("family") == "inet":
                mine.append({kind: _still(body)})
    return mine or None


def _still(value: Any) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, dict):
        return {key: _still(entry) for key, entry in value.items() if key not in _MOVING}
    return [_still(entry) for entry in value] if isinstance(value, list) else value

"""What runs in the kernel and is in no file: packet filter, kernel parameters, addresses and routes.

A part is named ``nft``, ``addresses``, ``routes`` or ``sysctl:NAME``. Each is read before the change, and
brought back only where it is no longer the same.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any, Callable, Iterable, Mapping, NamedTuple, Sequence

from .errors import GuardRefusedError
from .host import Host
from .restoring import Step


class Part(NamedTuple):
    """One part of the running state.

    Attributes:
        read: What it is now: something that JSON can hold.
        restore: Brings it back from what it was and what it is; returns what did not work.
    """

    read: Callable[[Host], Any]
    restore: Callable[[Host, Any, Any], Sequence[str]]


def read(host: Host, names: Iterable[str]) -> Mapping[str, Any]:
    """What the parts are now.

    Raises:
        GuardRefusedError: There is no such part.
    """
    return {name: _part(name).read(host) for name in names}


def differences(host: Host, before: Mapping[str, Any]) -> Sequence[Step]:
    """Which parts are no longer as they were."""
    return [Step("runtime", n, "changed") for n, was in before.items() if _part(n).read(host) != was]


def restore(host: Host, before: Mapping[str, Any]) -> Sequence[str]:
    """Bring back the parts that differ.

    Returns:
        A sentence for everything that did not work.
    """
    problems: list[str] = []
    for name, was in before.items():
        now = _part(name).read(host)
        if now != was:
            problems += _part(name).restore(host, was, now)
    return problems


def _part(name: str) -> Part:
    if name.startswith("sysctl:"):
        key = name[len("sysctl:") :]
        return Part(
            lambda host: _read_parameter(host, key), lambda host, was, _: _write_parameter(host, key, was)
        )
    if name not in _PARTS:
        raise GuardRefusedError(f"{name!r} is no part of the running state: {', '.join(_PARTS)}, sysctl:NAME")
    return _PARTS[name]


# The packet filter, table by table: one that nobody changed is left alone, counters and all


def _tables(host: Host) -> Mapping[str, str]:
    listed = host.run(["nft", "-s", "list", "ruleset"])
    found: dict[str, str] = {}
    for block in re.split(r"(?m)^(?=table )", listed.out):
        head = re.match(r"table (\S+ \S+) \{", block)
        if head:
            found[head[1]] = block
    return found


def _restore_tables(host: Host, was: Mapping[str, str], now: Mapping[str, str]) -> Sequence[str]:
    gone = [f"delete table {name}\n" for name in now if was.get(name) != now[name]]
    back = [text for name, text in was.items() if now.get(name) != text]
    ran = host.run(["nft", "-f", "-"], stdin="".join([*gone, *back]))
    return [f"nft: {ran.said}"] if ran.code else []


# Kernel parameters


def _file(host: Host, key: str) -> str:
    return host.at("/proc/sys/" + key.replace("/", "\0").replace(".", "/").replace("\0", "."))


def _read_parameter(host: Host, key: str) -> str | None:
    try:
        with open(_file(host, key), encoding="ascii", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return None


def _write_parameter(host: Host, key: str, was: str | None) -> Sequence[str]:
    if was is None or not os.path.exists(_file(host, key)):
        return []
    try:
        with open(_file(host, key), "w", encoding="ascii") as file:
            file.write(was)
    except OSError as error:
        return [f"{key} could not be set to {was}: {error.strerror}"]
    return []


# Addresses: what each link has, and whether it is up


def _addresses(host: Host) -> Mapping[str, Any]:
    listed = host.run(["ip", "-json", "address", "show"])
    try:
        links = json.loads(listed.out or "[]")
    except ValueError:
        links = []
    return {
        link["ifname"]: {
            "up": "UP" in link.get("flags", []),
            "addresses": sorted(
                f"{a['local']}/{a['prefixlen']}"
                for a in link.get("addr_info", [])
                if a.get("scope") != "link" and "local" in a
            ),
        }
        for link in links
        if "ifname" in link
    }


def _restore_addresses(host: Host, was: Mapping[str, Any], now: Mapping[str, Any]) -> Sequence[str]:
    asked = []
    for link in was.keys() & now.keys():
        before, after = was[link], now[link]
        asked += [
            ["ip", "address", "del", a, "dev", link]
            for a in after["addresses"]
            if a not in before["addresses"]
        ]
        if before["up"] != after["up"]:
            asked.append(["ip", "link", "set", link, "up" if before["up"] else "down"])
        asked += [
            ["ip", "address", "add", a, "dev", link]
            for a in before["addresses"]
            if a not in after["addresses"]
        ]
    lost = [f"the link {link} is gone" for link in sorted(was.keys() - now.keys())]
    return [*lost, *_said(host, asked)]


# Routes of the main table, as ``ip`` writes and reads them


def _routes(host: Host) -> Mapping[str, Sequence[str]]:
    found = {}
    for family in ("-4", "-6"):
        lines = host.run(["ip", family, "route", "show", "table", "main"]).out.splitlines()
        found[family] = sorted(
            re.sub(r"\b(linkdown|dead|expires \S+)\s*", "", line).strip() for line in lines
        )
    return found


def _restore_routes(
    host: Host, was: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]
) -> Sequence[str]:
    asked = []
    for family, routes in was.items():
        missing = [r for r in routes if r not in now[family]]
        asked += [["ip", family, "route", "del", *r.split()] for r in now[family] if r not in routes]
        asked += [
            ["ip", family, "route", "replace", *r.split()]
            for r in sorted(missing, key=lambda r: " via " in r)
        ]
    return _said(host, asked)


def _said(host: Host, commands: Iterable[Sequence[str]]) -> Sequence[str]:
    ran = [(argv, host.run(argv)) for argv in commands]
    return [f"{' '.join(argv)}: {done.said}" for argv, done in ran if done.code]


_PARTS: Mapping[str, Part] = {
    "nft": Part(_tables, _restore_tables),
    "addresses": Part(_addresses, _restore_addresses),
    "routes": Part(_routes, _restore_routes),
}

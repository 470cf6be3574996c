"""Units of systemd: whether they ran and were enabled, and how they come to be so again."""

from __future__ import annotations

import time
from typing import Iterable, Mapping, Sequence

from .host import Host
from .restoring import Step

ALWAYS = ("ssh.service", "sshd.service", "ssh.socket", "sshd.socket")
"""How people come in, by the names in all families of systems. Those that ran are restarted by an undo."""
_RUNNING = ("active", "reloading")
_SWITCHES = {"enabled": "enable", "disabled": "disable", "masked": "mask"}
_PROPERTIES = ("Id", "LoadState", "ActiveState", "UnitFileState")
PATIENCE = 30.0
SETTLES, PAUSE = 3.0, 0.2  # how long a unit may be on its way up, before it counts as not running

UnitStates = Mapping[str, Mapping[str, str]]


def read(host: Host, names: Iterable[str]) -> UnitStates:
    """What units are: loaded, active, enabled; by one call."""
    wanted = list(dict.fromkeys(names))
    if not wanted or not host.systemd:
        return {}
    asked = f"--property={','.join(_PROPERTIES)}"
    blocks = host.run(["systemctl", "show", asked, "--", *wanted], timeout=PATIENCE).out.strip().split("\n\n")
    states = [dict(line.partition("=")[::2] for line in block.splitlines()) for block in blocks]
    by_name = {
        state.get("Id", name): state for name, state in zip(wanted, states)
    }  # an alias is no unit of its own
    return {n: s for n, s in by_name.items() if s.get("LoadState") in ("loaded", "masked")}


def running(state: Mapping[str, str]) -> bool:
    """Whether a unit runs."""
    return state.get("ActiveState") in _RUNNING


def stopped(host: Host, before: UnitStates) -> Sequence[str]:
    """Units that ran before and don't now, each in a sentence."""
    now = read(host, before)
    until = host.clock() + SETTLES
    while host.clock() < until and any(s.get("ActiveState") == "activating" for s in now.values()):
        time.sleep(PAUSE)
        now = read(host, before)
    return [
        f"{name} ran before the change and is {now.get(name, {}).get('ActiveState', 'gone')} now"
        for name, state in before.items()
        if running(state) and not running(now.get(name, {}))
    ]


def differences(host: Host, before: UnitStates) -> Sequence[Step]:
    """Units that are no longer as they were."""
    now = read(host, before)
    steps = []
    for name, state in before.items():
        is_now = now.get(name, {})
        if running(state) != running(is_now):
            steps.append(Step("unit", name, is_now.get("ActiveState", "gone")))
        if state.get("UnitFileState") != is_now.get("UnitFileState") and is_now:
            steps.append(Step("unit", name, is_now.get("UnitFileState") or "no unit file"))
    return steps


def switch(host: Host, before: UnitStates) -> Sequence[str]:
    """Read unit files again, and enable or disable as it was; nothing is started.

    Returns:
        A sentence for everything that did not work.
    """
    if not host.systemd:
        return []
    asked = [["systemctl", "daemon-reload"]]
    now = read(host, before)
    for name, state in before.items():
        was, is_now = state.get("UnitFileState", ""), now.get(name, {}).get("UnitFileState", "")
        if was != is_now and was in _SWITCHES:
            if is_now == "masked":
                asked.append(["systemctl", "unmask", "--", name])
            asked.append(["systemctl", _SWITCHES[was], "--", name])
    return _all(host, asked)


def start(host: Host, before: UnitStates, changed: bool) -> Sequence[str]:
    """Let run what ran, with the files as they are now, and stop what did not run.

    Args:
        host: The host.
        before: What the units were.
        changed: Whether anything was undone: then even what runs is started anew.

    Returns:
        A sentence for everything that did not work.
    """
    now = read(host, before)
    asked = []
    for name, state in before.items():
        if running(state) and (changed or not running(now.get(name, {}))):
            asked += [["systemctl", "reset-failed", "--", name], ["systemctl", "restart", "--", name]]
        elif not running(state) and running(now.get(name, {})):
            asked.append(["systemctl", "stop", "--", name])
    return _all(host, asked)


def _all(host: Host, commands: Iterable[Sequence[str]]) -> Sequence[str]:
    problems = []
    for argv in commands:
        ran = host.run(argv, timeout=PATIENCE)
        if ran.code and argv[1] != "reset-failed":
            problems.append(f"{' '.join(argv)}: {ran.said}")
    return problems

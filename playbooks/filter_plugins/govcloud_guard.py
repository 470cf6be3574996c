"""Filters of the role `guard`: what a host took back, and why, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

MOST = 12
"""Names that a sentence holds; the report on the host has all."""


def undone(report: Mapping[str, Any] | None, said: str = "") -> str:
    """What became of a change, for the person who wanted it.

    Args:
        report: The host's own report; None where there is none.
        said: What this machine saw of it: why the host could not be confirmed, or reached.
    """
    if not report:
        return said or "the host said nothing of the change: look at it on its console (undo show)"
    words = {"undone": "taken back", "partly-undone": "NOT wholly taken back", "confirmed": "confirmed"}
    parts = [f"{report['batch']}: {words.get(report['state'], report['state'])}: {report['why']}"]
    if said and said not in report["why"]:
        parts.append(f"From here: {said.strip()}")
    if report["seen"]:
        parts.append("The host saw: " + " | ".join(report["seen"]))
    names = [f"{step['name']} ({step['how']})" for step in report["undone"]]
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    parts.append("Brought back: " + (", ".join(names[:MOST]) + more if names else "nothing had changed"))
    if report["problems"]:
        parts.append("Problems: " + "; ".join(report["problems"]))
    return ". ".join(parts)


class FilterModule:
    """What Ansible asks for."""

    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """The filters by name."""
        return {"govcloud_undone": undone}

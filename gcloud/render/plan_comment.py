"""A plan as a comment beside a change, in Markdown as GitLab, Forgejo and GitHub show it.

What somebody must judge comes first: deletions and replacements, then changes,
then what is new. A comment has a greatest size on each of them, so rows beyond a
bound are counted and not shown.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from gcloud.render.environment import environment

ROWS: Final = 200
"""Rows of a table; with the longest names well under the 65,536 characters that GitHub takes."""

_KINDS: Final = (
    ("delete", "`-`", "delete"),
    ("replace", "`±`", "replace"),
    ("update", "`~`", "change"),
    ("import", "`=`", "take over"),
    ("create", "`+`", "create"),
)
_LENGTH: Final = 120


def plan_comment(site: str, plan: Mapping[str, Any]) -> str:
    """Write a plan as Markdown.

    Args:
        site: the site's name.
        plan: the plan in its JSON form (docs/schema/output.schema.json, `outcome`).
    """
    order = [kind for kind, _, _ in _KINDS]
    steps = sorted(
        (step for step in plan["changes"] if step["op"] in order),
        key=lambda step: (order.index(step["op"]), step["urn"]),
    )
    counts = plan["counts"]
    shown = steps[:ROWS]
    changes = [
        _change(step["name"], change)
        for step in shown
        if step["op"] in {"update", "replace"}
        for change in step["changes"]
    ]
    return (
        environment()
        .get_template("plan_comment.md.j2")
        .render(
            site=site,
            counts=[{"verb": verb, "number": counts[kind]} for kind, _, verb in _KINDS if counts.get(kind)],
            same=counts.get("same", 0),
            destructive=counts.get("delete", 0) + counts.get("replace", 0),
            rows=[_row(step) for step in shown],
            hidden=len(steps) - len(shown),
            changes=changes[:ROWS],
            unchanged=_stacks(plan["unchanged"]),
            warnings=[_cell(warning["message"]) for warning in plan["warnings"]],
        )
    )


def _row(step: Mapping[str, Any]) -> dict[str, str]:
    signs = {kind: sign for kind, sign, _ in _KINDS}
    parent = str(step["parent"]).rpartition("::")[2]
    return {
        "sign": signs[step["op"]],
        "type": _cell(str(step["type"]).rpartition(":")[2]),
        "name": _cell(step["name"]),
        "part": _cell(parent),
    }


def _change(name: str, change: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": _cell(name),
        "path": _cell(change["path"]),
        "old": _value(change["old"]),
        "new": _value(change["new"]),
        "replaces": bool(change["replaces"]),
    }


def _value(value: object) -> str:
    return (
        ""
        if value is None
        else _cell(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    )


def _cell(text: object) -> str:
    """Text that stands in one cell as it is: nothing in it is Markdown, HTML or a mention of somebody."""
    line = " ".join(str(text).split())
    line = line[: _LENGTH - 1] + "…" if len(line) > _LENGTH else line
    return f"`{line.replace('`', chr(0x2CB)).replace('|', chr(0x2502))}`" if line else ""


def _stacks(unchanged: Iterable[Mapping[str, Any]]) -> str:
    names = [f"{stack['project']}/{stack['stack']}" for stack in unchanged]
    if len(names) > _FEW:
        return f"{len(names)} stacks were"
    return f"{', '.join(names)} {'were' if len(names) > 1 else 'was'}" if names else ""


_FEW: Final = 3

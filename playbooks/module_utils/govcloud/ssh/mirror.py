"""The same said in sshd_config itself, for those who look there alone: people, and other judges."""

from __future__ import annotations

from typing import Dict, List, Mapping

from ..edits import Edits
from ..host import Host
from ..item import Item
from ..result import Evidence
from .effective import Effective, name_of
from .files import MAIN, include_first, included, parse
from .finding import Finding
from .options import shown


def missing(host: Host, item: Item, everybody: Effective) -> Finding:
    """Whether sshd_config itself says what sshd does about an item's options."""
    said = _said(host.text(MAIN) or "")
    wrong = [
        option
        for option in _options(item)
        if name_of(option) in everybody
        and said.get(name_of(option), "").lower() != _value(everybody, option).lower()
    ]
    have = f"{', '.join(wrong)} only elsewhere" if wrong else "says so itself"
    return Finding(MAIN, "says so itself", have, not wrong, [Evidence(MAIN, None, have)])


def repeat(item: Item, edits: Edits, everybody: Effective, new: Mapping[str, str]) -> bool:
    """Write the options of an item into sshd_config: new values, or those that take effect already.

    Args:
        item: The item.
        edits: Takes the file.
        everybody: What takes effect now, outside of ``Match`` blocks.
        new: What this run sets.

    Returns:
        Whether the file must change for that.
    """
    values = {
        name_of(option): (option, new.get(option, _value(everybody, option)))
        for option in _options(item)
        if name_of(option) in everybody
    }
    main = edits.text(MAIN) or ""
    text = main if included(main) else include_first(main)
    lines, waiting = text.splitlines(), dict(values)
    for number, keyword, _ in parse(text):
        if keyword.lower() == "match":
            break
        name = name_of(keyword)
        if name in values:
            lines[number - 1] = " ".join(waiting.pop(name)) if name in waiting else f"# {lines[number - 1]}"
    first = parse(text)[0][0]
    lines[first:first] = [" ".join(pair) for _, pair in sorted(waiting.items())]
    changed = "\n".join(lines) + "\n"
    if changed == main:
        return False
    edits.write(item.id, MAIN, changed)
    return True


def _options(item: Item) -> List[str]:
    return [*item.table("options"), *item.table("algorithms")]


def _value(everybody: Effective, option: str) -> str:
    return shown(everybody, name_of(option))


def _said(text: str) -> Dict[str, str]:
    found: Dict[str, str] = {}
    for _, keyword, value in parse(text):
        if keyword.lower() == "match":
            break
        found.setdefault(name_of(keyword), value)
    return found

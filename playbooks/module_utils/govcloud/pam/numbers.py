"""When a figure of PAM's modules is at least as strict as the one asked for; pure."""

from __future__ import annotations

from typing import Optional

_MOST = frozenset(
    {
        "deny",
        "maxrepeat",
        "maxsequence",
        "maxclassrepeat",
        "retry",
        "dcredit",
        "ucredit",
        "lcredit",
        "ocredit",
    }
)
_LEAST = frozenset(
    {"minlen", "minclass", "difok", "remember", "fail_interval", "dictcheck", "enforcing", "usercheck"}
)
_FOR_EVER = frozenset({"unlock_time", "root_unlock_time"})  # 0 is "until somebody unlocks it"


def satisfies(name: str, want: object, have: Optional[str]) -> bool:
    """Whether a value is what is asked for, or stricter.

    Args:
        name: What it is.
        want: The value asked for; true and false for words that stand alone.
        have: The value; empty for a word that stands alone, None where it is not set.
    """
    if isinstance(want, bool):
        return not want or have is not None
    if have is None:
        return False
    try:
        asked, now = int(str(want)), int(have)
    except ValueError:
        return str(want) == have
    if name in _FOR_EVER:
        return now == 0 or (asked != 0 and now >= asked)
    if (
        name in _MOST
    ):  # a credit below 0 is a number of characters that must be there; 0 of a repeat is no limit
        return now <= asked and (now > 0 or asked <= 0)
    return now >= asked if name in _LEAST else now == asked

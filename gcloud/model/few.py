"""Names for a message: the first few, and how many there are beside them."""

from collections.abc import Sequence


def few(names: Sequence[str], most: int, what: str = "") -> str:
    """Name a few: `a, b, c and 4 more`.

    Args:
        names: all of them.
        most: so many are named.
        what: what the others are called, in the plural; empty: nothing.
    """
    others = len(names) - most
    more = f" and {others} more" + (f" {what}" if what else "") if others > 0 else ""
    return ", ".join(names[:most]) + more

"""The near one to a word that is not known."""

from collections.abc import Iterable

_ALIKE = 70.0
_FEW = 8


def near(word: str, known: Iterable[str]) -> str | None:
    """The most similar of the known words, None if none is similar enough."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a site with a mistake pays for it

    found = process.extractOne(word.lower(), sorted(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else None


def suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    """What to write instead of an unknown word: the near one, or a choice of few, or something else.

    Args:
        word: what was written.
        known: what could have been meant.
        otherwise: the advice where nothing is near and the choice is wide or empty.
    """
    words = sorted(known)
    best = near(word, words)
    if best is not None:
        return f"did you mean {best}?"
    if 0 < len(words) <= _FEW:
        return "write one of: " + ", ".join(words)
    return otherwise

"""The near one to a word that is not known."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from gcloud.model.shown import clean

_FEW = 8
_LETTERS_PER_SLIP = 4


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that is one slip away, or one more for every four letters; None if none is.

    A slip is a letter too many, too few, wrong, or two exchanged (optimal string alignment).
    """
    from rapidfuzz import process  # noqa: PLC0415 - only a site with a mistake pays for the import
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    slips = max(1, len(word) // _LETTERS_PER_SLIP)
    longer = [candidate for candidate in sorted(known) if max(len(candidate), len(word)) > slips + 1]
    found = process.extractOne(word.lower(), longer, scorer=OSA.distance, score_cutoff=slips)
    return found[0] if found else None


def suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    """What to write instead of an unknown word: the near one, or a choice of few, or something else.

    Args:
        word: what was written.
        known: what could have been meant; shown in this order, a set in the alphabet's.
        otherwise: the advice where nothing is near and the choice is wide or empty.
    """
    words = sorted(known) if isinstance(known, AbstractSet) else list(known)
    best = near(word, words)
    if best is not None:
        return f"did you mean {clean(best)}?"
    if len(words) == 1:
        return f"write {clean(words[0])}, the only one"
    return "write one of: " + ", ".join(map(clean, words)) if 0 < len(words) <= _FEW else otherwise

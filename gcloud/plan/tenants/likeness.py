"""How alike two purposes are, from how officers write them in Vietnamese or English.

Accents, order and the words that stand in every such sentence do not count.
Vietnamese writes a word in several syllables, so pairs of syllables count beside
single ones: "văn bản" is a document, "văn" and "bản" alone are nothing of the kind.
"""

import re
import unicodedata
from itertools import pairwise
from typing import Final

_TELL_NOTHING: Final = """
    cua va cho voi cac mot so ve trong theo tu den den tai la co the duoc bang nhung
    he thong phan mem ung dung nen tang quan ly dich vu thong tin du an cap
    tinh so ban nganh phuong xa uy nhan dan trung tam
    a an and by for from in of on or the their to with its all between
    system systems software application service services platform province provincial department agency
"""

_COMMON: Final = frozenset(_TELL_NOTHING.split())
"""Syllables and words that say nothing of the purpose, without accents."""


def words(*texts: str) -> frozenset[str]:
    """What texts are about: their telling words, and the pairs that stand beside each other.

    Args:
        texts: labels and purposes.
    """
    found: set[str] = set()
    for text in texts:
        plain = _plain(text)
        found.update(word for word in plain if word not in _COMMON)
        found.update(f"{one} {other}" for one, other in pairwise(plain) if not {one, other} <= _COMMON)
    return frozenset(found)


def shared(asked: frozenset[str], offered: frozenset[str]) -> tuple[int, tuple[str, ...]]:
    """How much of what is asked for is offered.

    Args:
        asked: the words of what is asked for.
        offered: the words of what there is.

    Returns:
        Percent of the shorter one's words that the other one has, or words so near that only
        their ending or a slip of the pen differs; and those words.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only who asks for something pays for the import

    few, many = sorted((asked, offered), key=len)
    if not few or not many:
        return 0, ()
    there = [
        word
        for word in few
        if word in many or process.extractOne(word, many, scorer=fuzz.ratio, score_cutoff=_NEAR)
    ]
    return round(100 * len(there) / len(few)), tuple(sorted(there))


_NEAR: Final = 90
"""Percent of likeness from which two words are one."""


def _plain(text: str) -> list[str]:
    without = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.findall(r"[a-z0-9]+", without.encode("ascii", "ignore").decode())

"""What is free in a span of addresses."""

from bisect import bisect_left
from collections.abc import Iterable


class Gaps:
    """What is free in a pool, as sorted spans that shrink."""

    def __init__(self, span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> None:
        low, high = span
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(taken):
            if start > low:
                self._starts.append(low)
                self._ends.append(min(start - 1, high))
            low = max(low, end + 1)
        if low <= high:
            self._starts.append(low)
            self._ends.append(high)
        self._none_below: dict[int, int] = {}

    def lowest(self, bits: int) -> int | None:
        """Take the lowest aligned block of 2**bits addresses; None if there is none.

        Nothing is ever given back, so where one size found no place before, it
        need not look again: that keeps thousands of owners linear.
        """
        size = 1 << bits
        index = bisect_left(self._ends, self._none_below.get(bits, 0))
        while index < len(self._starts):
            start = -(-self._starts[index] // size) * size
            end = start + size - 1
            if end <= self._ends[index]:
                self._take(index, start, end)
                self._none_below[bits] = end + 1
                return start
            index += 1
        return None

    def _take(self, index: int, start: int, end: int) -> None:
        low, high = self._starts[index], self._ends[index]
        pieces = [(low, start - 1), (end + 1, high)]
        left = [piece for piece in pieces if piece[0] <= piece[1]]
        self._starts[index : index + 1] = [piece[0] for piece in left]
        self._ends[index : index + 1] = [piece[1] for piece in left]

"""A value that takes little memory while nobody needs it.

A site of a thousand tenants has states of forty thousand resources, of which a run
works on a few hundred at a time. Most of what they are made of is the same names over
and over, so what waits is kept packed, in a tenth of the room.
"""

import pickle
import threading
import zlib
from typing import Generic, TypeVar

T = TypeVar("T")

_FAST = 1


class Shelf(Generic[T]):
    """Holds one value, as it is or put away; safe to use from many threads.

    Args:
        value: plain data of this process; it is never written anywhere.
    """

    def __init__(self, value: T) -> None:
        self._value: tuple[T] | None = (value,)
        self._packed = b""
        self._lock = threading.Lock()

    @property
    def value(self) -> T:
        """The value; one that was put away is brought back, and stays until it is put away again."""
        with self._lock:
            if self._value is None:
                # Packed by ourselves, and never out of our memory.
                self._value = pickle.loads(zlib.decompress(self._packed))  # noqa: S301
                self._packed = b""
            return self._value[0]

    def put_away(self) -> None:
        """Keep the value packed until it is asked for."""
        with self._lock:
            if self._value is not None:
                self._packed = zlib.compress(pickle.dumps(self._value, pickle.HIGHEST_PROTOCOL), _FAST)
                self._value = None

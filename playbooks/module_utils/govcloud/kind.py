"""What a kind of item is: it reads all of its items at once, and says what a run must change for one."""

from __future__ import annotations

from typing import ClassVar, List, Sequence

from .edits import Edits
from .errors import BadItemError, UnreadableError
from .host import Host
from .item import Item
from .result import Result, unknown


class Kind:
    """One kind of item; a subclass gives ``name``, and ``read_one`` or ``read``, and ``apply``.

    A kind has no state: what is worth keeping between two items belongs to the host.
    """

    name: ClassVar[str]

    def read(self, host: Host, items: Sequence[Item]) -> List[Result]:
        """The state of each item, in their order.

        The default reads one after the other; a kind that asks a program or walks a tree overrides it, so
        that it asks once for all.

        Raises:
            UnreadableError: None of them can be read; each becomes ``unknown`` with that sentence.
        """
        return [self._tried(host, item) for item in items]

    def read_one(self, host: Host, item: Item) -> Result:
        """The state of one item.

        Raises:
            UnreadableError: It becomes ``unknown`` with that sentence.
        """
        raise NotImplementedError

    def apply(self, item: Item, edits: Edits) -> None:
        """Say what must change so that an item that differs becomes right; nothing is touched yet.

        Args:
            item: The item.
            edits: Takes what is to be written, run and restarted. ``edits.host`` is what is so now; what an
                earlier item of the batch has put there is seen by ``edits.text``.

        Raises:
            InapplicableError: It can't be brought about on this host; the batch's others go on.
        """
        raise NotImplementedError

    def _tried(self, host: Host, item: Item) -> Result:
        try:
            return self.read_one(host, item)
        except (UnreadableError, BadItemError) as error:
            return unknown(str(error))

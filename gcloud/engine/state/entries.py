"""The lines of a journal: one JSON entry each, its checksum the last member.

Reading tolerates what a kill leaves, a last line without its end. A line that
has its end and does not fit its checksum is damage (a disk, an editor):
the rest is still read, since each entry holds whole states, and what is missing
is named, so that the caller can save what there is and tell people.
"""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gcloud.engine.state import codec
from gcloud.engine.state.checkpoint import now
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.replay import Ledger, Unanswered

FORMAT: Final = 1
"""The version of the journal's lines."""
CHECKSUM: Final = b',"crc":"'


@dataclass(frozen=True, slots=True)
class Read:
    """A journal's lines.

    Args:
        entries: the sound ones, in order; the first two are "open" unless damaged.
        damaged: numbers of the lines (from 1) that have an end and are not sound.
        torn: whether the last line has no end, as a kill leaves it.
        sound_length: bytes up to the end of the last sound line.
        last_sound: that line's number, 0 if there is none.
    """

    entries: tuple[Mapping[str, Any], ...]
    damaged: tuple[int, ...]
    torn: bool
    sound_length: int
    last_sound: int

    @property
    def opening(self) -> Mapping[str, Any] | None:
        """The entry that names the checkpoint that the journal continues; None if both are damaged."""
        return next((entry for entry in self.entries if entry["do"] == "open"), None)


def line_of(entry: Mapping[str, Any]) -> bytes:
    """Write an entry as a line; its checksum is its last member."""
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return b'%s,"crc":"%08x"}\n' % (text[:-1], zlib.crc32(text))


def begin_entry(operation: Unanswered, sealer: Sealer) -> dict[str, Any]:
    """Describe an operation that is about to be sent, or that was and is still not answered."""
    existing = None if operation.existing is None else sorted(operation.existing)
    return {
        "do": "begin",
        "n": operation.number,
        "op": operation.operation,
        "time": now(),
        "state": codec.dump(operation.state, sealer),
        "existing": existing,
    }


def fresh(stack: str, base: str, ledger: Ledger, sealer: Sealer) -> bytes:
    """Write the first lines of a journal.

    The opening stands twice, with an empty line between: a journal that has lost it can't be told
    from another state's.

    Args:
        stack: the stack's full name.
        base: the hash of the checkpoint that it continues.
        ledger: its open operations are carried over, and its numbers go on.
        sealer: encrypts what is carried over.
    """
    head = line_of(
        {
            "do": "open",
            "format": FORMAT,
            "stack": stack,
            "base": base,
            "after": ledger.last,
            "carried": [operation.number for operation in ledger.unanswered],
            "time": now(),
            "pid": os.getpid(),
        }
    )
    carried = [line_of(begin_entry(operation, sealer)) for operation in ledger.unanswered]
    return b"".join([head, b"\n", head, *carried])


def read(content: bytes) -> Read:
    """Split a journal into entries.

    Args:
        content: the file, whole or cut anywhere.
    """
    entries: list[Mapping[str, Any]] = []
    damaged: list[int] = []
    position = sound_length = last_sound = 0
    lines = content.split(b"\n")
    for number, line in enumerate(lines, start=1):
        whole = number < len(lines)  # the last piece has no line's end
        position += len(line) + whole
        entry = _entry(line) if whole else None
        if entry is not None:
            entries.append(entry)
            sound_length, last_sound = position, number
        elif line and whole:
            damaged.append(number)
    return Read(tuple(entries), tuple(damaged), bool(lines[-1]), sound_length, last_sound)


def _entry(line: bytes) -> Mapping[str, Any] | None:
    """Read a line; None if it is not as it was written."""
    text, separator, checksum = line.rpartition(CHECKSUM)
    if not separator or checksum != b'%08x"}' % zlib.crc32(text + b"}"):
        return None
    entry = json.loads(text + b"}")
    return entry if isinstance(entry, dict) else None

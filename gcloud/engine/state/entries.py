"""The lines of a journal: one JSON entry each, its checksum the last member.

Reading tolerates what a kill leaves, a last line that is not whole. A line
before the last that does not fit its checksum is damage (a disk, an editor):
the rest is still read, since each entry holds whole states, and what is missing
is named, so that the caller can save what there is and tell people.
"""

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gcloud.engine.state import codec
from gcloud.engine.state.checkpoint import now
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.replay import Unanswered

FORMAT: Final = 1
"""The version of the journal's lines."""
CHECKSUM: Final = b',"crc":"'


@dataclass(frozen=True, slots=True)
class Read:
    """A journal's lines.

    Args:
        entries: the sound ones, in order; the first is "open" unless that is damaged.
        damaged: numbers of the lines (from 1) that are not sound, a torn last one aside.
        torn: whether the last line was not whole.
        sound_length: bytes up to the end of the last sound line.
    """

    entries: tuple[Mapping[str, Any], ...]
    damaged: tuple[int, ...]
    torn: bool
    sound_length: int


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


def fresh(stack: str, base: str, unanswered: Iterable[Unanswered], sealer: Sealer) -> bytes:
    """Write the first lines of a journal.

    Args:
        stack: the stack's full name.
        base: the hash of the checkpoint that it continues.
        unanswered: operations to carry over.
        sealer: encrypts what is carried over.
    """
    head = {"do": "open", "format": FORMAT, "stack": stack, "base": base, "time": now(), "pid": os.getpid()}
    return b"".join([line_of(head), *(line_of(begin_entry(operation, sealer)) for operation in unanswered)])


def read(content: bytes) -> Read:
    """Split a journal into entries.

    Args:
        content: the file, whole or cut anywhere.
    """
    entries: list[Mapping[str, Any]] = []
    bad: list[int] = []
    position = sound_length = last_sound = 0
    lines = content.split(b"\n")
    for number, line in enumerate(lines, start=1):
        whole = number < len(lines)  # the last piece has no line's end
        position += len(line) + whole
        entry = _entry(line) if whole else None
        if entry is not None:
            entries.append(entry)
            sound_length, last_sound = position, number
        elif whole or line:
            bad.append(number)
    damaged = tuple(number for number in bad if number < last_sound)
    return Read(tuple(entries), damaged, len(bad) > len(damaged), sound_length)


def _entry(line: bytes) -> Mapping[str, Any] | None:
    """Read a line; None if it is not as it was written."""
    text, separator, checksum = line.rpartition(CHECKSUM)
    if not separator or checksum != b'%08x"}' % zlib.crc32(text + b"}"):
        return None
    entry = json.loads(text + b"}")
    return entry if isinstance(entry, dict) else None

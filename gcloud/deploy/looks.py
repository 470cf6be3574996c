"""What a file or a folder was, kept in a few figures, and whether it still is that.

The file system's own figures (size, number, times) tell cheaply that nothing
changed. Where they differ the content decides, so that a file that was touched,
or checked out anew, is still the same. Contents are kept as keyed hashes: what
they were can't be guessed from them.
"""

import hashlib
import os
import stat
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from gcloud.engine.reads import Mark, is_fresh, mark_of

Look = list[Any] | None
"""JSON-able: None (it was not there), [kind], or [kind, mark, hash of the content or of the names in it]."""

_FILE: Final = "file"
_FOLDER: Final = "folder"
_ENTRIES: Final = "entries"
_OTHER: Final = "other"
_BLOCK: Final = 1 << 20
_BYTES: Final = 16


class Looker:
    """Looks at files and folders, at each one once; not for threads.

    Args:
        key: of the hashes; looks of different keys can't be compared.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._marks: dict[str, Mark | None] = {}
        self._hashes: dict[str, str] = {}

    def mark(self, path: str) -> Mark | None:
        """Give a path's mark, as it was when it was first asked for."""
        if path not in self._marks:
            self._marks[path] = mark_of(path)
        return self._marks[path]

    def keep(self, path: str, mark: Sequence[int] | None, *, listed: bool) -> Look:
        """Make the look that is kept of what was seen at `mark`.

        Args:
            path: where it is.
            mark: what the file system said when it was read; of a folder that was only asked for, its kind.
            listed: it is a folder, and its entries were asked for.

        Raises:
            ChangedError: it is not any more what it was then.
        """
        kind = _kind(mark)
        if mark is None or kind == _OTHER or (kind == _FOLDER and not listed):
            if _kind(self.mark(path)) != kind:
                raise ChangedError(path)
            return None if mark is None else [kind]
        content = self._names(path) if kind == _FOLDER else self._content(path)
        # Looked at once more: what was hashed must be what was read.
        if content is None or mark_of(path) != tuple(mark):
            raise ChangedError(path)
        return [_ENTRIES if kind == _FOLDER else _FILE, list(mark), content]

    def keep_now(self, path: str) -> Look:
        """Make the look that is kept of what a file is now.

        Raises:
            ChangedError: it is being changed.
        """
        look = self.keep(path, self.mark(path), listed=False)
        if look is not None and is_fresh(self.mark(path), time.time_ns()):
            # Its mark might not tell the next change from the last: its content will have to.
            look[1:2] = [[]] if len(look) > 1 else []
        return look

    def same(self, path: str, look: Look) -> bool:
        """Tell whether what is there now is what was there then."""
        now = self.mark(path)
        if look is None or now is None:
            return look is None and now is None
        kind, *kept = look
        if kind in {_FOLDER, _OTHER}:
            return _kind(now) == str(kind)
        if list(now) == kept[0]:
            return True
        if _kind(now) != (_FOLDER if kind == _ENTRIES else _FILE):
            return False
        return (self._names if kind == _ENTRIES else self._content)(path) == str(kept[1])

    def hash_of(self, text: str) -> str:
        """Give the keyed hash of a text."""
        return hashlib.blake2b(text.encode(), key=self._key, digest_size=_BYTES).hexdigest()

    def _content(self, path: str) -> str | None:
        return self._hashed(path, _content_of)

    def _names(self, path: str) -> str | None:
        return self._hashed(path, _names_of)

    def _hashed(self, path: str, feed: Callable[[str, Any], None]) -> str | None:
        if path not in self._hashes:
            hashed = hashlib.blake2b(key=self._key, digest_size=_BYTES)
            try:
                feed(path, hashed)
            except OSError:
                return None
            self._hashes[path] = hashed.hexdigest()
        return self._hashes[path]


class ChangedError(Exception):
    """What was read is not there any more as it was; the argument is its path."""


def _kind(mark: Sequence[int] | None) -> str | None:
    if mark is None:
        return None
    if stat.S_ISDIR(mark[0]):
        return _FOLDER
    return _FILE if stat.S_ISREG(mark[0]) else _OTHER


def _content_of(path: str, hashed: Any) -> None:  # noqa: ANN401 - hashlib gives its objects no name
    with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - as in gcloud.engine.reads
        while block := stream.read(_BLOCK):
            hashed.update(block)


def _names_of(path: str, hashed: Any) -> None:  # noqa: ANN401 - as above
    with os.scandir(path) as entries:
        for name, folder in sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries):
            hashed.update(f"{name}/{int(folder)}\0".encode(errors="surrogateescape"))

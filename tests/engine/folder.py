"""A cloud in a folder, one file an object: it outlives the process that uses it."""

import json
import os
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.engine.memory import Cloud


class Objects(MutableMapping):
    """Objects by id; each change is one step of the file system, all or nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def __getitem__(self, key: str) -> "Object":
        try:
            return Object(self, key, json.loads((self.folder / key).read_text()))
        except FileNotFoundError:
            raise KeyError(key) from None

    def __setitem__(self, key: str, value: dict[str, Any]) -> None:
        fresh = self.folder / f".{key}"
        fresh.write_text(json.dumps(value))
        fresh.rename(self.folder / key)

    def __delitem__(self, key: str) -> None:
        try:
            (self.folder / key).unlink()
        except FileNotFoundError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(name for name in os.listdir(self.folder) if not name.startswith(".")))  # noqa: PTH208 - names are all that is wanted

    def values(self) -> list["Object"]:
        """Give the objects that are there; one may go while we look."""
        found = []
        for key in self:
            with suppress(KeyError):
                found.append(self[key])
        return found

    def items(self) -> list[tuple[str, "Object"]]:
        """Give the objects that are there, with their ids."""
        return [(item["id"], item) for item in self.values()]

    def __len__(self) -> int:
        return len(list(iter(self)))


class Object(dict[str, Any]):
    """An object read from its file; a change of it is written there."""

    def __init__(self, objects: Objects, key: str, value: dict[str, Any]) -> None:
        super().__init__(value)
        self._objects, self._key = objects, key

    def update(self, value: dict[str, Any]) -> None:
        super().update(value)
        self._objects[self._key] = dict(self)


class FolderCloud(Cloud):
    """A cloud in a folder; its ids never come again."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(exist_ok=True)
        self.objects = Objects(folder / "objects")
        self._counter = folder / "counter"

    def number(self) -> int:
        with self._lock:
            number = int(self._counter.read_text() if self._counter.exists() else "0") + 1
            fresh = self._counter.with_name("counter.new")
            fresh.write_text(str(number))
            fresh.rename(self._counter)
            return number

"""A folder as a host: files of a case below a root, its own small programs in /usr/bin."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govcloud import run
from govcloud.host import Host
from govcloud.item import Item

Tree = dict[str, Any]
DEBIAN = {"/etc/os-release": 'ID=debian\nVERSION_ID="12"\n', "/usr/bin/systemctl": "#!/bin/sh\n"}


@pytest.fixture
def make_host(tmp_path: Path) -> Callable[[Tree], Host]:
    """Make a host of a table of files: text, or ``{text, mode}``; those in /usr/bin can be run."""

    def make(files: Tree) -> Host:
        for name, given in {**DEBIAN, **files}.items():
            entry = given if isinstance(given, dict) else {"text": given}
            path = tmp_path / name.lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(entry["text"])
            mode = entry.get("mode", 0o755 if name.startswith(("/usr/bin/", "/usr/sbin/")) else 0o644)
            path.chmod(int(str(mode), 8) if isinstance(mode, str) else mode)
        return Host(str(tmp_path))

    return make


@pytest.fixture
def make_item() -> Callable[..., Item]:
    """Make an item of its kind's fields."""

    def make(**fields: Any) -> Item:
        return run.items_of([{"id": "control/1", "batch": "files", **fields}])[0]

    return make

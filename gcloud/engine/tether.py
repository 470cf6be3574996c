"""How a child process of the engine begins: its orders come by a pipe, and it ends with that pipe.

Orders come as one line of JSON on standard input, never on the command line or
in the environment, where secrets in them could be read by others. The pipe
stays open: when it ends, the engine is gone, however it went, and so is this
process.
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any, Final

_ORPHANED: Final = 125


def orders() -> dict[str, Any]:
    """Read the orders, leave nothing on standard input, and see to it that this process ends in time."""
    line = sys.stdin.buffer.readline()
    if not line:
        os._exit(_ORPHANED)
    spec: dict[str, Any] = json.loads(line)
    pipe = os.dup(0)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    threading.Thread(target=_die_with_parent, args=(pipe,), daemon=True).start()
    return spec


def _die_with_parent(pipe: int) -> None:
    while os.read(pipe, 4096):
        pass
    os._exit(_ORPHANED)

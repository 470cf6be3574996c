"""Becomes the program that it is given, and ends when the thread that started it has gone.

Ansible, started by ansible-runner, survives a runner that is killed, and would go
on with nobody watching and in a folder that the next run removes. A task that a host is
in the middle of is finished, no other begins.
"""

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1  # prctl(2)


def main() -> None:
    """Start `sys.argv[1:]` in this process's place."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - what the runner made


if __name__ == "__main__":
    main()

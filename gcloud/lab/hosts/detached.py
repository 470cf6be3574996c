"""Programs that go on when whoever started them has ended."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def start(argv: Sequence[str], variables: Mapping[str, str], log: Path) -> None:
    """Start a program as nobody's child, in a session of its own.

    Args:
        argv: program and arguments; no secret.
        variables: its whole environment.
        log: gets what it writes.
    """
    with log.open("w") as output:
        subprocess.run(
            ["/usr/bin/setsid", "--fork", *argv],
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=True,
        )

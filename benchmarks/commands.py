"""A command measured as a user starts it: wall and processor time, API calls, memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
GOVCLOUD: Final = (str(Path(sys.executable).with_name("govcloud")),)
OFFLINE: Final = (sys.executable, "-m", "benchmarks.offline")
KIB_A_MIB: Final = 1024


@dataclass(frozen=True)
class Figure:
    """What one command took.

    Args:
        what: what was done.
        tenants: how many there were.
        seconds: wall time.
        processor: seconds of processor time, of all its processes.
        calls: API calls; None where it does not tell.
        mib: the memory of its largest process.
        aim: seconds that it may take.
        memory: MiB that it may take.
    """

    what: str
    tenants: int
    seconds: float
    processor: float
    calls: int | None
    mib: float
    aim: float | None = None
    memory: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the aims were reached; None if there are none."""
        if self.aim is None and self.memory is None:
            return None
        return (self.aim is None or self.seconds <= self.aim) and (
            self.memory is None or self.mib <= self.memory
        )

    def line(self) -> str:
        """Say it in one line of the table."""
        calls = "" if self.calls is None else f"{self.calls:>6} calls"
        aims = [f"≤ {self.aim:g} s" if self.aim else "", f"≤ {self.memory:g} MiB" if self.memory else ""]
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return (
            f"{self.tenants:>5}  {self.what:<24}{self.seconds:>8.2f} s  processor {self.processor:>7.2f} s"
            f"{self.mib:>7.0f} MiB {calls:<13} {', '.join(filter(None, aims)):<20} {verdict}"
        ).rstrip()

    def as_json(self) -> dict[str, Any]:
        """Give it as one object."""
        return {**asdict(self), "met": self.met}


def measured(
    what: str,
    tenants: int,
    *arguments: str,
    program: tuple[str, ...] = GOVCLOUD,
    aim: float | None = None,
    memory: float | None = None,
) -> Figure:
    """Run a command and measure it; one that fails ends the run.

    Args:
        what: what it does.
        tenants: how many tenants there are.
        arguments: what follows the program.
        program: what is run.
        aim: seconds that it may take.
        memory: MiB that it may take.
    """
    told = ("--output", "json") if program in {GOVCLOUD, OFFLINE} else ()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen([*program, *arguments, *told], cwd=ROOT, stdout=out, stderr=err)
        # What it and those that it waited for took; Popen would not say.
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said, complained = (stream.read().decode() for stream in _rewound(out, err))
    if process.returncode:
        sys.exit(f"{what}: {said[-2000:]}{complained[-2000:]}")
    result = json.loads(said)["result"] if told else {}
    return Figure(
        what,
        tenants,
        seconds,
        used.ru_utime + used.ru_stime,
        result.get("api_calls"),
        used.ru_maxrss / KIB_A_MIB,
        aim,
        memory,
    )


def _rewound(*streams: IO[bytes]) -> Iterator[IO[bytes]]:
    for stream in streams:
        stream.seek(0)
        yield stream


def point_at_lab() -> None:
    """Let everything that is started use the built-in cloud, unless OS_CLOUD names another one."""
    if "OS_CLOUD" not in os.environ:
        from gcloud.lab.settings import LabSettings  # noqa: PLC0415 - only without a cloud of one's own

        os.environ["OS_CLIENT_CONFIG_FILE"] = str(LabSettings.from_environment().clouds_file)
        os.environ["OS_CLOUD"] = "lab"

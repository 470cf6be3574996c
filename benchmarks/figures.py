"""The project's figures, in one run: `python -m benchmarks.figures [--cold]`.

Every figure is the wall time of a whole command, started as a user starts it,
on the built-in cloud, which it starts and leaves running. Quick commands are
run several times and the median counts. `--cold` first removes all that the lab
has installed and cached (not Debian's packages, which belong to the machine), so
that its first start is measured from a machine that has only this project; without
it that row is left out. A figure that misses its aim is printed as such; the exit code
stays 0, because a busy machine is not a defect.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOVCLOUD = Path(sys.executable).with_name("govcloud")
SITE = "examples/ha-tinh"
REPEATS = 5


@dataclass(frozen=True)
class Figure:
    """One measured figure and the aim it is held against, both in the same unit."""

    what: str
    value: float
    aim: float | None
    unit: str = "s"

    def line(self) -> str:
        """Say it in one line of the table."""
        aim = "" if self.aim is None else f"≤ {self.aim:g} {self.unit}"
        verdict = "" if self.aim is None else ("met" if self.value <= self.aim else "MISSED")
        return f"{self.what:<58} {self.value:8.2f} {self.unit:<3} {aim:<10} {verdict}"


def seconds(*arguments: str, times: int = 1, environment: dict[str, str] | None = None) -> float:
    """Median wall time of a govcloud command, in seconds; a command that fails ends the run."""
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(
            [GOVCLOUD, *arguments],
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        measured.append(time.perf_counter() - start)
    return statistics.median(measured)


def lab_environment() -> dict[str, str]:
    """The variables that `govcloud lab env` exports."""
    text = subprocess.run(
        [GOVCLOUD, "lab", "env"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    pairs = (line.removeprefix("export ").partition("=") for line in text.splitlines() if "=" in line)
    return {name: value.strip("'\"") for name, _, value in pairs}


def lab_memory() -> float:
    """Memory of the lab's processes, each shared page counted once, in GiB."""
    text = subprocess.run(
        [GOVCLOUD, "lab", "status", "--output", "json"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return float(json.loads(text)["result"]["memory"]) / 2**30


def measure(*, cold: bool) -> list[Figure]:
    """Run everything once, in the order in which a newcomer would."""
    figures = [
        Figure("govcloud --help", seconds("--help", times=REPEATS), 0.3),
        Figure("govcloud check", seconds("check", SITE, times=REPEATS), 0.5),
    ]
    print(*(figure.line() for figure in figures), sep="\n", flush=True)

    def add(figure: Figure) -> None:
        figures.append(figure)
        print(figure.line(), flush=True)

    folder = Path(os.environ.get("GOVCLOUD_LAB", "/var/lib/govcloud-lab"))
    seconds("lab", "down")
    if cold:
        seconds("lab", "reset", "--yes")
        shutil.rmtree(folder, ignore_errors=True)
        add(Figure("lab up, nothing cached but Debian's packages", seconds("lab", "up", "--for", SITE), 120))
        add(Figure("lab down", seconds("lab", "down"), None))
    add(Figure("lab up, second start", seconds("lab", "up", "--for", SITE), 30))
    lab = lab_environment()
    seconds("down", SITE, "--protected", "--yes", environment=lab)
    add(Figure("plan of an empty cloud", seconds("plan", SITE, environment=lab), None))
    add(Figure("first up of Hà Tĩnh", seconds("up", SITE, "--yes", environment=lab), None))
    add(Figure("up again, nothing changed", seconds("up", SITE, "--yes", times=REPEATS, environment=lab), 3))
    add(Figure("memory of the lab with Hà Tĩnh running", lab_memory(), 4, "GiB"))
    add(Figure("down", seconds("down", SITE, "--protected", "--yes", environment=lab), None))
    return figures


if __name__ == "__main__":
    measure(cold="--cold" in sys.argv[1:])

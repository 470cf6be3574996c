"""Kills on the running lab: `python -m tests.faults.lab_kills [--cycles N] [--seed N]`.

A cycle is two kills: `govcloud up` of a small site is killed by SIGKILL with its whole process
group, the next `up` alone must complete, judged by listing with openstacksdk; then so is `down`.
The moments are spread over the journal's entries. Prints what it did; exits 1 at the first failure.
"""

# ruff: noqa: T201 - a command

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gcloud.lab.settings import LabSettings
from tests.faults.lab_ground import LabGround, lab_ground

ENTRIES = 60
"""Lines that the journal of a whole `up` of the small site has at least; a `down` has about as many."""


class FailedError(Exception):
    """A run did not converge."""


def kill(lab: LabGround, command: str, entries: int, chance: random.Random) -> int:
    """Start a command and kill its process group when its journal has so many lines.

    Returns:
        How many it had; 0 if the command ended before.
    """
    with lab.ground.started(command, "--yes") as process:
        while process.poll() is None:
            seen = lines(lab.journal)
            if seen >= entries:
                # Some at once, some while the calls that were written down are under way.
                time.sleep(chance.choice([0.0, 0.05, 0.2, 0.6]))
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    return seen
            time.sleep(0.005)
    return 0


def lines(journal: Path) -> int:
    try:
        return journal.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def recover(lab: LabGround, command: str) -> None:
    """Run a command again, let alone, and judge what came of it.

    Raises:
        FailedError: something is lost, double or left over.
    """
    ended = lab.ground.run(command, "--yes")
    if ended.code != 0:
        raise FailedError(f"{command} ended with {ended.code}:\n{ended.err}")
    problems = lab.wrong()
    if command == "down" and lab.counts():
        problems.append(f"left over: {lab.counts()}")
    if problems:
        raise FailedError("\n".join(problems))


def cycles(lab: LabGround, count: int, seed: int) -> Iterator[tuple[str, int]]:
    """Kill and recover `up`, then `down`, so often; gives each command with the journal's lines then.

    Raises:
        FailedError: a run did not converge.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    wanted: dict[str, int] = {}
    for number in range(count):
        for command in ("up", "down"):
            # From the first entry to the last ones, each cycle a part of the way further.
            entries = 4 + (ENTRIES - 4) * number // max(1, count - 1)
            yield command, kill(lab, command, entries, chance)
            recover(lab, command)
            if command == "up":
                there = lab.counts()
                if wanted and there != wanted:
                    raise FailedError(f"there are {there}, last time there were {wanted}")
                wanted = there


def main() -> int:
    """Read the command line and run on the lab that GOVCLOUD_LAB names, else the default one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cycles", type=int, default=10, help="of two kills each")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    began, kills = time.monotonic(), 0
    with (
        tempfile.TemporaryDirectory() as folder,
        lab_ground(LabSettings.from_environment().clouds_file, Path(folder)) as lab,
    ):
        try:
            for command, seen in cycles(lab, given.cycles, given.seed):
                kills += seen > 0
                at = (
                    f"killed with {seen} lines in its journal" if seen else "ended before it was to be killed"
                )
                print(f"{time.monotonic() - began:5.0f} s  {command} {at}", flush=True)
        except FailedError as error:
            print(f"FAILED: {error}", file=sys.stderr)
            return 1
    print(f"{kills} kills, {time.monotonic() - began:.0f} s: each next run converged")
    return 0


if __name__ == "__main__":
    sys.exit(main())

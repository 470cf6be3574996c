"""Every kill: `python -m tests.faults.kills [--each N] [--chance N] [--workers N] [--seed N]`.

Kills real processes with SIGKILL, lets the next run alone and judges what came of it: each moment
of the stories written by hand, then some moments of stories made by chance; for every fourth point
the recovery is killed too. Prints what it did. At the first failure it says what is wrong and how
to see it again, leaves that world in its folder and exits 1.

    --story "chance 17" --at 57,12    only this: the run killed at its moment 57, its recovery at 12
"""

# ruff: noqa: T201 - a command

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gcloud.engine.state import secrets
from tests.engine.memory import nothing
from tests.faults.chance import story_of
from tests.faults.kill import stage, strike
from tests.faults.stories import STORIES, Story

EACH = 20
"""Points of one story made by chance."""
WORLDS = Path("/dev/shm")  # noqa: S108 - a folder in memory, in which mkdtemp makes one of our own


@dataclass(frozen=True, slots=True)
class Job:
    """A story and where its run is to be killed: at so many moments, or at these.

    points: None is all of them.
    """

    story: Story
    points: int | None = None
    seed: int = 0
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was done with one story, and what was wrong, if anything."""

    story: str
    moments: Counter[str]
    kills: int
    problems: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    folder: str = ""


@contextmanager
def quickened() -> Iterator[None]:
    """Spare the price of the passphrase and of the disk: they are tested elsewhere."""
    before = secrets.ITERATIONS, os.fsync, os.fdatasync
    secrets.ITERATIONS, os.fsync, os.fdatasync = 1, nothing, nothing
    try:
        yield
    finally:
        secrets.ITERATIONS, os.fsync, os.fdatasync = before


def points(count: int, wanted: int | None, seed: int) -> Iterator[tuple[int, ...]]:
    """Choose moments all over a run, others for each seed; every fourth with one of the recovery."""
    step = 1 if wanted is None else max(1, count // wanted)
    for number, moment in enumerate(range(1 + seed % step, count + 1, step)):
        yield (moment, 1 + (moment * 7 + seed) % 60) if (number + seed) % 4 == 3 else (moment,)


def play(job: Job) -> Report:
    """Play one story to its end as often as it has points; stops at the first that goes wrong."""
    folder = Path(tempfile.mkdtemp(prefix="kills-", dir=WORLDS if os.access(WORLDS, os.W_OK) else None))
    scene = stage(job.story, folder)
    moments, kills = Counter[str](), 0
    chosen = [job.at] if job.at else points(len(scene.moments), job.points, job.seed)
    for number, at in enumerate(chosen):
        verdict = strike(scene, folder / f"{number}", at, look=number % 2 == 0)
        kills += verdict.kills
        if verdict.kills:
            moments[scene.moments[min(at[0], len(scene.moments)) - 1]] += 1
        if verdict.problems:
            return Report(job.story.name, moments, kills, verdict.problems, at, str(folder / f"{number}"))
    scene.world.remove()
    folder.rmdir()
    return Report(job.story.name, moments, kills)


def run(jobs: Sequence[Job], workers: int) -> int:
    """Play stories, several at once; gives the exit code."""
    began, total, moments = time.monotonic(), 0, Counter[str]()
    with quickened(), multiprocessing.get_context("fork").Pool(workers) as pool:
        for report in pool.imap_unordered(play, jobs):
            total += report.kills
            moments += report.moments
            if report.problems:
                print(f"FAILED: {report.story!r}, killed at {','.join(map(str, report.at))}", file=sys.stderr)
                print(*report.problems, f"The world is kept in {report.folder}", sep="\n  ", file=sys.stderr)
                return 1
            print(f"{total:6} kills  {report.story}", flush=True)
    for moment, count in sorted(moments.items()):
        print(f"{count:6}  {moment}")
    print(f"{total} kills in {len(jobs)} stories, {time.monotonic() - began:.0f} s: each next run converged")
    return 0


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--each", type=int, help="moments of a story written by hand, instead of all")
    parser.add_argument("--chance", type=int, default=50, help="stories made by chance")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=0, help="which stories, and which of their moments")
    parser.add_argument("--story", default="", help="only this one")
    parser.add_argument("--at", type=lambda text: tuple(map(int, text.split(","))), default=())
    given = parser.parse_args()
    first = given.seed * given.chance
    made = [Job(story_of(first + number), EACH, given.seed) for number in range(given.chance)]
    if given.story:
        by_name = {story.name: story for story in STORIES}
        story = by_name.get(given.story) or story_of(int(given.story.split()[1]))
        return run([Job(story, None, given.seed, given.at)], 1)
    return run([*(Job(story, given.each, given.seed) for story in STORIES), *made], given.workers)


if __name__ == "__main__":
    sys.exit(main())

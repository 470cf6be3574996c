"""Running steps as soon as what they need is done.

A start of the lab is a graph: Debian's packages, the virtual environment, the
processes and the migrations depend on few of each other, and on two cores the
whole is as quick as its longest chain.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event
from typing import Literal

from gcloud.lab.service import Step

State = Literal["started", "done", "failed", "cancelled"]


@dataclass(frozen=True)
class Progress:
    """A step began, ended or failed.

    Args:
        step: its name.
        state: what happened.
        elapsed: seconds since the step began.
        total: seconds since the first step began.
        done: steps that are done.
        steps: steps altogether.
    """

    step: str
    state: State
    elapsed: float
    total: float
    done: int
    steps: int


OnProgress = Callable[[Progress], None]


def run_steps(steps: Iterable[Step], on_progress: OnProgress, *, cancel: Event, workers: int = 24) -> None:
    """Run all steps, each when those it needs are done.

    After the first failure, or an interrupt, no further step begins, and those that run are told to give up.

    Args:
        steps: what to do; every name that is needed is among them.
        on_progress: told of each beginning and end; called in the caller's thread.
        cancel: set here on failure; steps that take long watch it.
        workers: how many run at once.

    Raises:
        ValueError: a step needs what is not there, two have one name, or they need each other in a circle.
        BaseException: what the first failing step raised.
    """
    waiting = _checked(tuple(steps))
    total, done = len(waiting), set[str]()
    begun = time.monotonic()
    starts: dict[str, float] = {}
    running: dict[Future[None], str] = {}
    failure: BaseException | None = None

    def tell(name: str, state: State) -> None:
        now = time.monotonic()
        on_progress(Progress(name, state, now - starts[name], now - begun, len(done), total))

    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="lab") as pool:
        try:
            while waiting or running:
                if failure is None:
                    for step in [s for s in waiting.values() if done.issuperset(s.needs)]:
                        del waiting[step.name]
                        starts[step.name] = time.monotonic()
                        tell(step.name, "started")
                        running[pool.submit(step.run)] = step.name
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name = running.pop(future)
                    if error := future.exception():
                        tell(name, "failed" if failure is None else "cancelled")
                        failure = failure or error
                        cancel.set()
                    else:
                        done.add(name)
                        tell(name, "done")
        except BaseException:
            cancel.set()
            raise
    if failure is not None:
        raise failure


def _checked(steps: tuple[Step, ...]) -> dict[str, Step]:
    by_name = {step.name: step for step in steps}
    if len(by_name) != len(steps):
        msg = f"two steps have one name among {sorted(step.name for step in steps)}"
        raise ValueError(msg)
    if unknown := {(s.name, need) for s in steps for need in s.needs if need not in by_name}:
        msg = f"steps need what is not there: {sorted(unknown)}"
        raise ValueError(msg)
    done: set[str] = set()
    left = set(by_name)
    while ready := {name for name in left if done.issuperset(by_name[name].needs)}:
        done |= ready
        left -= ready
    if left:
        msg = f"steps need each other in a circle: {sorted(left)}"
        raise ValueError(msg)
    return by_name

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

from gcloud.lab.errors import NotTriedError
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

    After the first failure no further step begins, and those that run are told to give up.

    Args:
        steps: what to do; every name that is needed is among them.
        on_progress: told of each beginning and end; called in the caller's thread.
        cancel: set by whoever stops the run, or here on failure; steps that take long watch it.
        workers: how many run at once.

    Raises:
        ValueError: a step needs what is not there, two have one name, or they need each other in a circle.
        NotTriedError: `cancel` was set by somebody else.
        BaseException: what the first failing step raised.
    """
    run = _Run(_checked(tuple(steps)), on_progress, cancel)
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="lab") as pool:
        try:
            while run.begin(pool):
                run.gather()
        except BaseException:
            cancel.set()
            raise
    run.end()


class _Run:
    """Which steps wait, run and are done; used by one thread."""

    def __init__(self, waiting: dict[str, Step], on_progress: OnProgress, cancel: Event) -> None:
        self._waiting = waiting
        self._total = len(waiting)
        self._running: dict[Future[None], str] = {}
        self._done: set[str] = set()
        self._failure: BaseException | None = None
        self._on_progress = on_progress
        self._cancel = cancel
        self._begun = time.monotonic()
        self._starts: dict[str, float] = {}

    def begin(self, pool: ThreadPoolExecutor) -> bool:
        """Begin what can begin; returns whether anything runs."""
        ready = [step for step in self._waiting.values() if self._done.issuperset(step.needs)]
        for step in ready if not self._cancel.is_set() else ():
            del self._waiting[step.name]
            self._starts[step.name] = time.monotonic()
            self._tell(step.name, "started")
            self._running[pool.submit(step.run)] = step.name
        return bool(self._running)

    def gather(self) -> None:
        """Wait until something has ended."""
        for future in wait(self._running, return_when=FIRST_COMPLETED).done:
            name = self._running.pop(future)
            error = future.exception()
            if error is None:
                self._done.add(name)
                self._tell(name, "done")
            elif self._cancel.is_set():
                self._tell(name, "cancelled")
            else:
                self._failure = error
                self._cancel.set()
                self._tell(name, "failed")

    def end(self) -> None:
        """Raise what prevented that all is done."""
        if self._failure is not None:
            raise self._failure
        if len(self._done) < self._total:
            raise NotTriedError

    def _tell(self, name: str, state: State) -> None:
        now = time.monotonic()
        elapsed, total = now - self._starts[name], now - self._begun
        self._on_progress(Progress(name, state, elapsed, total, len(self._done), self._total))


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

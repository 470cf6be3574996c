"""Asking the cloud something, and not waiting for the answer once the run is stopped.

A question changes nothing, so it may be left alone in the middle. It goes on in
a thread that nobody waits for and that dies with the process.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from gcloud.engine.failures import StoppedError

T = TypeVar("T")

_LOOK: Final = 0.1
"""Seconds between two looks at whether the run is stopped."""


def ask(question: Callable[[], T], stopped: Callable[[], bool]) -> T:
    """Ask one question; see `ask_all`."""
    return ask_all([question], stopped)[0]


def ask_all(questions: Sequence[Callable[[], T]], stopped: Callable[[], bool]) -> list[T]:
    """Ask questions at once and give the answers in their order.

    Args:
        questions: what to ask; they must change nothing.
        stopped: whether the run is stopped.

    Raises:
        StoppedError: it is, and not all are answered.
        Exception: what the first question that failed has raised.
    """
    answers: dict[int, T] = {}
    errors: dict[int, BaseException] = {}

    def run(number: int, question: Callable[[], T]) -> None:
        try:
            answers[number] = question()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            errors[number] = error

    threads = [
        threading.Thread(target=run, args=(number, question), name="ask", daemon=True)
        for number, question in enumerate(questions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(_LOOK)
            if thread.is_alive() and stopped():
                raise StoppedError("the run was stopped")
    for number in sorted(errors):
        raise errors[number]
    return [answers[number] for number in range(len(questions))]

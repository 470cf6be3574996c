"""Notices that a program waits for something that can never come.

Nothing moves any more when its event loop has nothing to do and waits for
nothing: no timer, no socket, no call in another thread, no thread of the
program's own that could wake it.

Used in the program's process only.
"""

import asyncio
import selectors
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

_LOOK: Final = 0.25
_LONG_ENOUGH: Final = 8
"""Looks in a row that must find nothing moving."""
_WORKERS: Final = "register"
_OWN_SELECTORS: Final = 1
"""What the event loop registers for itself: the pipe by which threads wake it."""


class Busy(ThreadPoolExecutor):
    """Threads for the loop's calls that know how many of them are under way."""

    def __init__(self, threads: int) -> None:
        super().__init__(max_workers=threads, thread_name_prefix=_WORKERS)
        self._lock = threading.Lock()
        self.running = 0

    def submit(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:  # noqa: ANN401 - passed on
        """Begin a call."""
        with self._lock:
            self.running += 1
        future = super().submit(function, *args, **options)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Future[Any]) -> None:
        with self._lock:
            self.running -= 1


def watch(loop: asyncio.AbstractEventLoop, workers: Busy, still: Callable[[], None]) -> None:
    """Call `still` in the loop, once, when nothing moves any more."""
    main = threading.get_ident()
    before = threading.enumerate()

    def look() -> None:
        # Whatever thread comes later is the program's, and may wake it.
        ours = [*before, threading.current_thread()]
        quiet = 0
        while quiet < _LONG_ENOUGH:
            time.sleep(_LOOK)
            quiet = quiet + 1 if _is_still(loop, workers, main, ours) else 0
        loop.call_soon_threadsafe(still)

    threading.Thread(target=look, daemon=True).start()


def _is_still(loop: Any, workers: Busy, main: int, ours: list[threading.Thread]) -> bool:  # noqa: ANN401 - its insides are looked at
    frame = sys._current_frames().get(main)  # noqa: SLF001 - the only way to see what a thread does
    waits = (
        frame is not None
        and frame.f_code.co_name == "select"
        and frame.f_code.co_filename == selectors.__file__
        and frame.f_back is not None
        and frame.f_back.f_code is asyncio.BaseEventLoop._run_once.__code__  # type: ignore[attr-defined]  # noqa: SLF001 - as above
    )
    others = [
        thread
        for thread in threading.enumerate()
        if thread not in ours and not thread.name.startswith(_WORKERS)
    ]
    return (
        waits
        and not others
        and not workers.running
        and not loop._ready  # noqa: SLF001 - as above
        and not loop._scheduled  # noqa: SLF001 - as above
        and len(loop._selector.get_map()) <= _OWN_SELECTORS  # noqa: SLF001 - as above
    )

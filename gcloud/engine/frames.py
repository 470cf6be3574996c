"""Which lines of a program have led to something: its own, without the SDK's and this process's."""

import difflib
import inspect
import os
import re
import sys
import traceback
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

_INNER: Final = ("pulumi", "grpc", "asyncio", "concurrent", "runpy", "<frozen runpy>")
_OURS: Final = Path(__file__).parent
_LIBRARY: Final = Path(os.__file__).parent
_UNEXPECTED: Final = re.compile(r"([\w.]+)\(\) got an unexpected keyword argument '(\w+)'")


def user_frames(error: BaseException) -> list[traceback.FrameSummary]:
    """Give the frames of the program and its libraries that an error has passed through, innermost last."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return [traceback.FrameSummary(error.filename, error.lineno, "<module>")]
    frames: list[traceback.FrameSummary] = []
    for one in chain(error):
        found = [frame for frame in traceback.extract_tb(one.__traceback__) if not _is_inner(frame.filename)]
        frames = found or frames
    return frames


def chain(error: BaseException) -> list[BaseException]:
    """Give an error and what it was raised from; the SDK raises some from themselves."""
    found: list[BaseException] = []
    seen: BaseException | None = error
    while seen is not None and seen not in found:
        found.append(seen)
        seen = seen.__cause__ or seen.__context__
    return found


def at_home(frames: list[traceback.FrameSummary], folder: Path) -> list[traceback.FrameSummary]:
    """Give the frames in the program's own folder; all of them if there are none there."""
    return [frame for frame in frames if Path(frame.filename).is_relative_to(folder)] or frames


@cache
def _within(filename: str, folder: Path) -> bool:
    return Path(filename).is_relative_to(folder)


def calling_line(folder: Path) -> str:
    """Give the line of the program that is being run, "file:line"; empty outside of it.

    Args:
        folder: the program's folder; a line in it counts before one of a library.
    """
    nearest = ""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - what inspect does, without reading every source
    while frame is not None:
        name = frame.f_code.co_filename
        if not _is_inner(name):
            place = f"{name}:{frame.f_lineno}"
            if _within(name, folder):
                return place
            nearest = nearest or place
        frame = frame.f_back
    return nearest


@cache
def _is_inner(filename: str) -> bool:
    path = Path(filename)
    if "site-packages" in path.parts:
        return any(part in _INNER for part in path.parts)
    return filename in _INNER or path.is_relative_to(_OURS) or path.is_relative_to(_LIBRARY)


def advice(error: BaseException) -> str:
    """Suggest the argument that may have been meant, where a call has got an unknown one; else empty."""
    found = _UNEXPECTED.search(str(error))
    trace = error.__traceback__
    if not isinstance(error, TypeError) or found is None or trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    called = _resolved(found[1], trace.tb_frame)
    known = (
        [] if called is None else [name for name in inspect.signature(called).parameters if name[0] != "_"]
    )
    near = difflib.get_close_matches(found[2], known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _resolved(name: str, frame: FrameType) -> Any:  # noqa: ANN401 - whatever the program calls
    first, *rest = name.split(".")
    found = frame.f_locals.get(first, frame.f_globals.get(first))
    for part in rest:
        found = getattr(found, part, None)
    return found if callable(found) else None

"""Spares a program's process work of the SDK's that nobody here needs; measured with a thousand resources.

Used in the program's process only.
"""

import asyncio
import gc
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

_DEBUG: Final = 0
_RARELY: Final = (20_000, 50, 100)
"""Allocations between two collections of garbage, by generation: a program leaves hardly any before its end,
and looking for it over and over was two fifths of a run of a thousand resources."""

_CONSTRUCTORS: Final = 3
"""Frames named `__init__` between a registration and who asked for it: Resource, CustomResource, the type."""


def install() -> None:
    """Take the place of what costs too much."""
    # Imported in the program's process, and only when there is a program to run.
    from pulumi.runtime import resource, stack  # noqa: PLC0415

    gc.set_threshold(*_RARELY)
    resource._get_stack_trace = caller  # noqa: SLF001 - that is the purpose
    stack.asyncio = _Asyncio()  # type: ignore[attr-defined, assignment]  # likewise; it has all of asyncio


def caller() -> Any:  # noqa: ANN401 - a message of the protocol
    """Give the line that asked for a resource, in the form of a stack trace.

    The SDK reads the sources of all frames up to the interpreter's start, for each resource,
    and a message of all of them is made, sent and not looked at; that was an eighth of a run.
    """
    from pulumi.runtime.proto import source_pb2  # noqa: PLC0415 - as above

    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - what inspect does, without reading the source
    constructors = 0
    while frame is not None and constructors < _CONSTRUCTORS:
        constructors += frame.f_code.co_name == "__init__"
        frame = frame.f_back
    uri = _uri(frame.f_code.co_filename) if frame is not None else ""
    if frame is None or not uri:
        return source_pb2.StackTrace()
    position = source_pb2.SourcePosition(uri=uri, line=frame.f_lineno)
    return source_pb2.StackTrace(frames=[source_pb2.StackFrame(pc=position)])


@cache
def _uri(filename: str) -> str:
    return Path(filename).as_uri() if Path(filename).is_absolute() else ""


class _Asyncio:
    """asyncio as the SDK's ending sees it.

    At the end it waits for thousands of tasks until the first is done, then for the rest until the
    first is done, and so on; it only wants to know of the first that fails, or that all are done.
    """

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever asyncio has
        return getattr(asyncio, name)

    @staticmethod
    async def wait(tasks: Iterable[asyncio.Task[Any]], *, return_when: str) -> Any:  # noqa: ANN401, ARG004 - asyncio's
        return await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)


class Discerning:
    """The engine as the SDK sees it, without the calls that only say what nobody is shown.

    The SDK reports each of its own steps at the level "debug", five calls a resource, and waits
    for every answer; that was a quarter of a run.
    """

    def __init__(self, engine: Any) -> None:  # noqa: ANN401 - a stub, which has no type
        self._engine = engine

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stub has
        return getattr(self._engine, name)

    def Log(self, request: Any) -> None:  # noqa: ANN401, N802 - the protocol's
        """Pass on what is more than for the SDK's own debugging."""
        if request.severity != _DEBUG:
            self._engine.Log(request)

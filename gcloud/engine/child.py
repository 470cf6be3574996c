"""The process that a program runs in: `python -m gcloud.engine.child`.

A Pulumi program owns its process: working directory, environment, module table
and event loop are global, and a thread of its own sees another stack's settings.
So each run of each stack is one process; see gcloud.engine.tether for how it
begins and ends.
"""

import asyncio
import json
import logging
import os
import runpy
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from gcloud.engine import reads, tether

THREADS: Final = 32
"""Registrations at once; each holds a thread of the loop's executor until it is answered."""

_INNER: Final = ("pulumi", "grpc", "asyncio", "concurrent", "runpy", "<frozen runpy>")
_DEBUG: Final = 0
_LONGEST: Final = 6000
_LINE: Final = 400
_SHOWN_FRAMES: Final = 6


def main() -> None:
    """Run one program and report how it ended on the pipe that the line names."""
    spec = tether.orders()
    os.set_inheritable(spec["report"], False)
    leave = reads.record(spec["reads"]) if spec["reads"] else None
    problem = _run(spec)
    if leave is not None:
        leave()
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(spec["report"], json.dumps(problem).encode())
    # What the interpreter would do now is only to free memory, thread by thread.
    os._exit(0)


def _run(spec: dict[str, Any]) -> dict[str, Any] | None:
    os.chdir(spec["folder"])
    # Imported in the program's folder, and only when there is a program to run.
    import pulumi  # noqa: PLC0415

    pulumi.runtime.set_all_config(spec["config"], spec["secret_keys"])
    settings = pulumi.runtime.Settings(
        project=spec["project"],
        stack=spec["stack"],
        monitor=spec["address"],
        engine=spec["address"],
        parallel=spec["parallel"],
        dry_run=spec["preview"],
        organization="organization",
        root_directory=spec["folder"],
    )
    settings.engine = _Discerning(settings.engine)
    pulumi.runtime.configure(settings)
    # A graph that fails in part leaves tasks that nobody awaits; asyncio's complaints of them help no one.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    # An absolute path, or registrations carry no source line.
    program = str(Path(spec["folder"]).resolve() / "__main__.py")
    sys.argv = [program]
    sys.path.insert(0, spec["folder"])
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="register"))

    def start() -> None:
        runpy.run_path(program, run_name="__main__")

    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(start))
    except pulumi.RunError as error:
        return _problem("run", str(error), error, spec["folder"])
    except SystemExit as error:
        return _problem("exit", str(error.code), error, spec["folder"])
    except BaseException as error:  # noqa: BLE001 - whatever a program raises is its end, and is told
        return _problem("exception", f"{type(error).__name__}: {error}", error, spec["folder"])
    return None


class _Discerning:
    """The engine as the SDK sees it, without the calls that only say what nobody is shown.

    The SDK reports each of its own steps at the level "debug", five calls a resource, and waits
    for every answer; that was a quarter of a run.
    """

    def __init__(self, engine: Any) -> None:  # noqa: ANN401 - a stub, which has no type
        self._engine = engine

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stub has
        return getattr(self._engine, name)

    def Log(self, request: Any) -> None:  # noqa: ANN401, N802 - the protocol's
        if request.severity != _DEBUG:
            self._engine.Log(request)


def _problem(kind: str, message: str, error: BaseException, folder: str) -> dict[str, Any]:
    frames = _user_frames(error)
    at_home = [frame for frame in frames if frame.filename.startswith(str(Path(folder).resolve()))]
    chosen = (at_home or frames)[-1:]
    return {
        "kind": kind,
        # The report has to fit into the pipe, for nobody reads it before this process has ended.
        "message": message[:_LONGEST],
        "position": f"{chosen[0].filename}:{chosen[0].lineno}" if chosen else "",
        "trace": [
            f"{frame.filename}:{frame.lineno} in {frame.name}: {frame.line or ''}".rstrip(": ")[:_LINE]
            for frame in frames[-_SHOWN_FRAMES:]
        ],
    }


def _user_frames(error: BaseException) -> list[traceback.FrameSummary]:
    """Give the frames of the program and its libraries, without those of the SDK and of this process."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return [traceback.FrameSummary(error.filename, error.lineno, "<module>")]
    frames: list[traceback.FrameSummary] = []
    seen: BaseException | None = error
    while seen is not None:
        frames = [
            frame for frame in traceback.extract_tb(seen.__traceback__) if not _is_inner(frame)
        ] or frames
        seen = seen.__cause__ or seen.__context__
    return frames


def _is_inner(frame: traceback.FrameSummary) -> bool:
    path = Path(frame.filename)
    if "site-packages" in path.parts:
        return any(part in _INNER for part in path.parts)
    return frame.filename in {__file__, *_INNER} or path.is_relative_to(Path(os.__file__).parent)


if __name__ == "__main__":
    main()

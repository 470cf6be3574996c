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
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from gcloud.engine import reads, stillness, tether, thrift
from gcloud.engine.faults import Watch
from gcloud.engine.frames import advice, at_home, user_frames
from gcloud.engine.stillness import Busy

THREADS: Final = 32
"""Registrations at once; each holds a thread of the loop's executor until it is answered."""

_LONGEST: Final = 6000
_LINE: Final = 400
_SHOWN_FRAMES: Final = 6
_MOST_FAULTS: Final = 50


def main(recorder: reads.Recorder | None = None) -> None:
    """Run one program and report how it ended on the pipe that the line names.

    Args:
        recorder: has recorded what this process looked at until now, and goes on.
    """
    spec = tether.orders()
    os.set_inheritable(spec["report"], False)
    if recorder is None and spec["reads"]:
        recorder = reads.record()
    ended = _run(spec)
    if recorder is not None and spec["reads"]:
        recorder.leave(spec["reads"])
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(spec["report"], json.dumps(ended).encode())
    # What the interpreter would do now is only to free memory, thread by thread.
    os._exit(0)


def _run(spec: dict[str, Any]) -> dict[str, Any]:
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
    settings.engine = thrift.Discerning(settings.engine)
    pulumi.runtime.configure(settings)
    # A graph that fails in part leaves tasks that nobody awaits; asyncio's complaints of them help no one.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    # An absolute path, or registrations carry no source line.
    program = str(Path(spec["folder"]).resolve() / "__main__.py")
    sys.argv = [program]
    sys.path.insert(0, spec["folder"])
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    workers = Busy(THREADS)
    loop.set_default_executor(workers)
    watch = Watch(Path(spec["folder"]), spec["project"], spec["stack"])
    watch.install()
    thrift.install()

    def start() -> None:
        runpy.run_path(program, run_name="__main__")

    run = loop.create_task(pulumi.runtime.run_in_stack(start))

    def stop() -> None:
        watch.stuck()
        run.cancel()

    stillness.watch(loop, workers, stop)
    problem = _end(loop, run, watch, Path(spec["folder"]))
    if watch.faults:
        loop.run_until_complete(watch.rest())
    return {"problem": problem, "faults": [asdict(fault) for fault in watch.faults[:_MOST_FAULTS]]}


def _end(
    loop: asyncio.AbstractEventLoop, run: asyncio.Task[None], watch: Watch, folder: Path
) -> dict[str, Any] | None:
    """Run the program to its end; gives what has ended it too early, unless a call's fault has."""
    import pulumi  # noqa: PLC0415 - as above

    try:
        loop.run_until_complete(run)
    except asyncio.CancelledError as error:
        return None if watch.faults else _problem("run", "it waits for ever", error, folder)
    except SystemExit as error:
        return _problem("exit", str(error.code), error, folder)
    except BaseException as error:  # noqa: BLE001 - whatever a program raises is its end, and is told
        if watch.told(error):
            return None
        plain = isinstance(error, pulumi.RunError)
        words = str(error) if plain else f"{type(error).__name__}: {error}{advice(error)}"
        return _problem("run" if plain else "exception", words, error, folder, watch.urn_of(error))
    return None


def _problem(kind: str, message: str, error: BaseException, folder: Path, urn: str = "") -> dict[str, Any]:
    frames = user_frames(error)
    chosen = at_home(frames, folder)[-1:]
    return {
        "kind": kind,
        "urn": urn,
        # The report has to fit into the pipe, for nobody reads it before this process has ended.
        "message": message[:_LONGEST],
        "position": f"{chosen[0].filename}:{chosen[0].lineno}" if chosen else "",
        "trace": [
            f"{frame.filename}:{frame.lineno} in {frame.name}: {frame.line or ''}".rstrip(": ")[:_LINE]
            for frame in frames[-_SHOWN_FRAMES:]
        ],
    }


if __name__ == "__main__":
    main()

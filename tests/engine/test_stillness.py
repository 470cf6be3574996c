"""A program that waits for itself is stopped; one that only takes its time is not."""

import asyncio
import time

import pytest

from gcloud.engine import stillness
from gcloud.engine.stillness import Busy, watch

pytestmark = pytest.mark.process


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(stillness, "_LOOK", 0.02)


def run(program):
    """Run a program; gives its result, or "still" if it was found to wait for ever."""

    async def whole():
        task = asyncio.ensure_future(program())
        watch(asyncio.get_running_loop(), workers, task.cancel)
        try:
            return await task
        except asyncio.CancelledError:
            return "still"

    with asyncio.Runner() as runner:
        workers = Busy(4)
        runner.get_loop().set_default_executor(workers)
        return runner.run(whole())


def test_what_waits_for_a_value_that_never_comes_is_still():
    async def program():
        await asyncio.get_running_loop().create_future()

    assert run(program) == "still"


async def sleeps():
    await asyncio.sleep(0.5)


async def calls_in_a_thread():
    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.5)


async def starts_a_process():
    nothing = asyncio.subprocess.DEVNULL
    await (await asyncio.create_subprocess_exec("sleep", "0.5", stdin=nothing, stdout=nothing)).wait()


async def has_a_thread_of_its_own():
    await asyncio.to_thread(time.sleep, 0.5)


async def blocks():
    time.sleep(0.5)


@pytest.mark.parametrize(
    "program", [sleeps, calls_in_a_thread, starts_a_process, has_a_thread_of_its_own, blocks]
)
def test_what_takes_its_time_is_not_still(program):
    began = time.monotonic()
    assert run(program) is None
    assert time.monotonic() - began >= 0.4

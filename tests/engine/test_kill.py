"""Runs killed by SIGKILL, at every moment that matters: the next `up` alone puts everything right.

A moment is the instant before and after each call of the provider, before and after the cloud has
done it, before and after each entry of the journal, and around the writing of the checkpoint.
"""

import contextlib
import itertools
import os
import shutil
import signal
import threading
from collections import Counter

import pytest

from gcloud.engine.deployment import Deployment
from gcloud.engine.events import Resolved
from gcloud.engine.state import backend, secrets
from gcloud.engine.state.errors import StateError, StateWriteError
from gcloud.engine.state.journal import Journal
from gcloud.engine.state.store import StackStore
from tests.engine.folder import FolderCloud
from tests.engine.memory import MemoryProvider, nothing
from tests.engine.script import host


def first(p):
    net = p.resource("Net", "net", name="net", cidr="10.1.0.0/24")
    p.resource("Port", "port", name="port", net=net.id)
    p.resource("Key", "key", name="key", value="one")
    p.resource("Net", "twin-1", name="twin", label="1")
    p.resource("Net", "twin-2", name="twin", label="2")
    p.export(net=net.id)


def second(p):
    """An update, both kinds of replacement with what hangs on them, a creation, a deletion."""
    net = p.resource("Net", "net", name="net", cidr="10.2.0.0/24")
    p.resource("Port", "port", name="port", net=net.id, size=3)
    p.resource("Key", "key", name="key", value="two")
    p.resource("Net", "twin-1", name="twin", label="changed")
    p.resource("Net", "late", name="late")
    p.export(net=net.id)


def emptied(_p):
    """Nothing is left."""


EVERY = 1 if os.environ.get("GOVCLOUD_EVERY_MOMENT") else 3
"""Which moments are tried: a third of them is some fifty; all take a minute."""

WANTED = {
    first: Counter(["net 10.1.0.0/24", "port", "key one", "twin 1", "twin 2"]),
    second: Counter(["net 10.2.0.0/24", "port 3", "key two", "twin changed", "late"]),
    emptied: Counter(),
}


def described(item):
    words = (item.get(name) for name in ("name", "cidr", "value", "label", "size"))
    return " ".join(str(word) for word in words if word is not None)


class World:
    """A state and a cloud in a folder."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.cloud = FolderCloud(folder / "cloud")

    def copy(self, to):
        shutil.copytree(self.folder, to)
        return World(to)

    def up(self, program, cancel=None):
        events = []
        with StackStore.open(self.folder / "state", "project", "stack", "pass") as store:
            deployment = Deployment(
                self.folder,
                "project",
                "stack",
                config={},
                store=store,
                providers=lambda _: MemoryProvider(self.cloud),
                on_event=events.append,
                host=host(program),
                cancel=cancel,
            )
            result = deployment.up()
            return result, events, store.snapshot()


class Moments:
    """Counts the moments of a run, and ends the process at one of them."""

    def __init__(self, at=None):
        self.at, self.count = at, 0

    def pass_by(self, *_):
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner, name):
        plain = getattr(owner, name)

        def wrapped(*args, **given):
            self.pass_by()
            result = plain(*args, **given)
            self.pass_by()
            return result

        setattr(owner, name, wrapped)

    def watch(self, world):
        world.cloud.before = world.cloud.after = self.pass_by
        for owner, name in (
            (Journal, "begin"),
            (Journal, "end"),
            (Journal, "restart"),
            (backend, "write_checkpoint"),
        ):
            self.around(owner, name)


def in_child(work):
    """Do something in a process of its own; gives its exit status, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = work()
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def moments_of(world, program):
    def work():
        moments = Moments()
        moments.watch(world)
        world.up(program)
        return moments.count

    return in_child(work)


def killed(world, program, moment):
    def work():
        Moments(moment).watch(world)
        world.up(program)
        return 0

    return in_child(work) == -signal.SIGKILL


@pytest.fixture
def cheap_state(monkeypatch):
    monkeypatch.setattr(secrets, "ITERATIONS", 1)
    # A killed process loses nothing that it has written; only a machine that dies needs the disk.
    monkeypatch.setattr(os, "fsync", nothing)
    monkeypatch.setattr(os, "fdatasync", nothing)


@pytest.mark.parametrize(
    ("before", "program"),
    [(None, first), (first, second), (second, emptied)],
    ids=["make", "change", "empty"],
)
def test_the_next_up_alone_puts_everything_right(tmp_path, cheap_state, before, program):
    base = World(tmp_path / "base")
    if before is not None:
        assert base.up(before)[0].ok
    count = moments_of(base.copy(tmp_path / "count"), program)
    assert count > 20
    looked_up = 0
    for moment in range(1, count + 1, EVERY):
        world = base.copy(tmp_path / f"at-{moment}")
        assert killed(world, program, moment)
        world.cloud.calls.clear()
        result, events, states = world.up(program)
        assert result.ok, (moment, [failure.error.message for failure in result.failures])
        assert Counter(map(described, world.cloud.objects.values())) == WANTED[program], moment
        known = {state.id for state in states if state.type.startswith("mem:")}
        assert known == set(world.cloud.objects), moment
        looked_up += any(isinstance(event, Resolved) for event in events)
        world.cloud.calls.clear()
        again, *_ = world.up(program)
        assert again.ok
        assert world.cloud.calls == [], moment
        shutil.rmtree(world.folder)
    assert looked_up > count / EVERY / 5


@pytest.mark.parametrize(
    ("before", "program"),
    [(None, first), (first, second), (second, emptied)],
    ids=["make", "change", "empty"],
)
def test_a_stop_at_any_moment_is_continued(tmp_path, cheap_state, before, program):
    base = World(tmp_path / "base")
    if before is not None:
        assert base.up(before)[0].ok
    for moment in range(1, 40, 2 * EVERY):
        world = base.copy(tmp_path / f"at-{moment}")
        cancel, moments = threading.Event(), itertools.count(1)

        def pass_by(*_, cancel=cancel, moments=moments, moment=moment):
            if next(moments) == moment:
                cancel.set()

        world.cloud.before = world.cloud.after = pass_by
        result, _, states = world.up(program, cancel)
        if not cancel.is_set():
            break
        assert result.failures == ()
        known = {state.id for state in states if state.type.startswith("mem:")}
        assert known == set(world.cloud.objects), moment
        world.cloud.before = world.cloud.after = nothing
        converges(world, program)


@pytest.mark.parametrize(
    ("before", "program"),
    [(None, first), (first, second), (second, emptied)],
    ids=["make", "change", "empty"],
)
def test_a_disk_that_is_full_at_any_moment_loses_nothing(tmp_path, monkeypatch, cheap_state, before, program):
    base = World(tmp_path / "base")
    if before is not None:
        assert base.up(before)[0].ok
    write = Journal._write
    for entry in range(1, 24, EVERY):
        world = base.copy(tmp_path / f"at-{entry}")
        entries = itertools.count(1)

        def full(journal, lines, entry=entry, entries=entries):
            if next(entries) >= entry:
                raise StateWriteError("no space left on the disk")
            write(journal, lines)

        monkeypatch.setattr(Journal, "_write", full)
        with contextlib.suppress(StateError):
            world.up(program)
        monkeypatch.setattr(Journal, "_write", write)
        converges(world, program)


def converges(world, program):
    result, _, states = world.up(program)
    assert result.failures == ()
    assert Counter(map(described, world.cloud.objects.values())) == WANTED[program]
    assert {state.id for state in states if state.type.startswith("mem:")} == set(world.cloud.objects)

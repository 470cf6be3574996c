"""Several stacks as one: side by side where they may be, in order where they must be."""

import threading
from dataclasses import dataclass, field

import pytest

from gcloud.deploy.fleet import Fleet
from gcloud.deploy.members import AT_ONCE, Member
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.resting import Resting
from gcloud.deploy.unchanged import Standing, Unchanged
from gcloud.engine.drift import Drift, Drifted, Foreign
from gcloud.engine.events import Diagnostic, StepFailed, StepPlanned
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.targets import TargetError
from gcloud.errors import CloudError, ExitCode, InputError, LockedError

NO_DRIFT = Drift((), (), (), 0)
CHANGES = Outcome(counts={"create": 1, "same": 2}, finished=1)


def planned(name, op="create"):
    return StepPlanned(f"urn:pulumi:s::p::t:t:T::{name}", "t:t:T", name, op)


@dataclass
class Stack:
    """One stack's engine, which says what it was told to say and writes down what it was asked for."""

    project: str
    log: list = field(default_factory=list)
    plans: list = field(default_factory=lambda: [CHANGES])
    outcome: Outcome = CHANGES
    error: Exception | None = None
    locked: bool = False
    found: Drift = NO_DRIFT
    holds: tuple = ()
    meet: threading.Barrier | None = None

    def __enter__(self):
        if self.locked:
            raise LockedError(f"{self.project} is held")
        self.log.append(("open", self.project))
        return self

    def __exit__(self, *_):
        self.log.append(("close", self.project))

    def preview(self, listener, _cancel, scope):
        if scope.targets and self.project not in scope.targets:
            raise TargetError(f"no resource is named {scope.targets[0]}")
        if listener:
            listener(Diagnostic("info", self.project))
        return self.plans.pop(0) if len(self.plans) > 1 else self.plans[0]

    def up(self, _listener, _cancel, _scope):
        return self._work("up")

    def destroy(self, _listener, _cancel, _scope):
        return self._work("destroy")

    def refresh(self, _listener, _cancel, _scope):
        return self._work("refresh")

    def drift(self, _listener, _cancel, _scope):
        return self.found

    def rest(self):
        self.log.append(("rest", self.project))

    def resources(self):
        return self.holds

    def _work(self, verb):
        self.log.append((verb, self.project))
        if self.meet:
            self.meet.wait(5)
        if self.error:
            raise self.error
        return self.outcome


def fleet(*stacks, after=None, **more):
    log = []
    for stack in stacks:
        stack.log = log
    members = [Member(stack.project, "s", stack, (after or {}).get(stack.project, ())) for stack in stacks]
    return Fleet(members, name="embedded", version="1", **more), log


def done(log, verb):
    return [project for what, project in log if what == verb]


class TestLocks:
    def test_are_taken_in_one_order_whatever_the_order_of_work(self):
        together, log = fleet(Stack("c"), Stack("a"), Stack("b"))
        with together:
            assert done(log, "open") == ["a", "b", "c"]
        assert done(log, "close") == ["c", "b", "a"]

    def test_are_all_taken_or_none(self):
        together, log = fleet(Stack("a"), Stack("b", locked=True), Stack("c"))
        with pytest.raises(LockedError), together:
            pass
        assert log == [("open", "a"), ("close", "a")]


class TestMemory:
    @pytest.mark.parametrize("verb", ["preview", "up", "destroy", "refresh", "drift"])
    def test_of_more_stacks_than_are_worked_on_at_once_those_that_wait_take_little(self, verb):
        together, log = fleet(*(Stack(f"s{number:02}") for number in range(AT_ONCE + 1)))
        with together:
            assert len(done(log, "rest")) == AT_ONCE + 1
            getattr(together, verb)()
            assert sorted(done(log, "rest")) == sorted(2 * done(log, "open"))

    def test_as_many_as_are_worked_on_at_once_need_not_rest(self):
        together, log = fleet(*(Stack(f"s{number:02}") for number in range(AT_ONCE)))
        with together:
            together.preview()
            together.up()
        assert done(log, "rest") == []


class TestPreview:
    def test_tells_one_plan_and_what_was_left_alone(self):
        first = Outcome(
            counts={"create": 1, "same": 2}, planned=(planned("b"),), outputs={"x": 1}, elapsed=3.0
        )
        second = Outcome(
            counts={"delete": 1}, planned=(planned("a", "delete"),), outputs={"y": 2}, elapsed=2.0
        )
        together, _ = fleet(
            Stack("a", plans=[first]), Stack("b", plans=[second]), unchanged=(Unchanged("c", "s", "2026", 7),)
        )
        found = together.preview()
        assert found.counts == {"create": 1, "delete": 1, "same": 9}
        assert [step.name for step in found.planned] == ["a", "b"]
        assert (found.outputs, found.elapsed, found.unchanged[0].project) == ({"x": 1, "y": 2}, 3.0, "c")

    def test_of_nothing_but_unchanged_stacks_there_is_nothing_to_do(self):
        together, _ = fleet(unchanged=(Unchanged("c", "s", "2026", 7),))
        found = together.preview()
        assert (found.nothing_to_do, found.counts) == (True, {"same": 7})

    def test_what_a_scope_names_may_be_in_any_of_the_stacks(self):
        together, _ = fleet(Stack("a"), Stack("b"))
        assert together.preview(scope=Scope(targets=("b",))) == CHANGES

    def test_what_a_scope_names_must_be_in_one_of_the_stacks(self):
        together, _ = fleet(Stack("a"), Stack("b"))
        with pytest.raises(TargetError):
            together.preview(scope=Scope(targets=("none",)))

    def test_a_listener_hears_one_event_at_a_time(self):
        busy, heard = threading.Lock(), []

        def listen(event):
            assert busy.acquire(blocking=False)
            heard.append(event.text)
            busy.release()

        together, _ = fleet(*(Stack(name) for name in "abcdef"))
        together.preview(listen)
        assert sorted(heard) == list("abcdef")


class TestResting:
    """A stack of which nothing has changed, and which needs one that is worked on."""

    @staticmethod
    def fleet(needed, *, news):
        """`b` rests and needs `a`; `news`: what `a` has done is news to it."""
        log = []
        found = Unchanged("b", "s", "2026", 7)
        needed.log = log
        dependent = Stack("b", log=log)
        member = Member("b", "s", dependent, ("a",))
        resting = Resting({member: found}, lambda: lambda *_: Standing(None if news else found))
        whole = Fleet([Member("a", "s", needed)], resting=resting, name="embedded", version="1")
        return whole, dependent, log

    def test_is_not_planned_and_is_told_as_unchanged(self):
        whole, _, log = self.fleet(Stack("a"), news=True)
        with whole:
            found = whole.preview()
        assert (found.counts, [one.project for one in found.unchanged]) == ({"create": 1, "same": 9}, ["b"])
        assert done(log, "open") == ["a"]

    def test_is_left_alone_if_what_it_needs_tells_it_nothing_new(self):
        whole, _, log = self.fleet(Stack("a"), news=False)
        with whole:
            whole.preview()
            found = whole.up()
        assert (done(log, "up"), done(log, "open")) == (["a"], ["a"])
        assert (found.counts, len(found.unchanged)) == ({"create": 1, "same": 9}, 1)

    def test_is_opened_planned_and_run_if_that_is_news(self):
        whole, dependent, log = self.fleet(Stack("a"), news=True)
        with whole:
            whole.preview()
            found = whole.up()
        assert done(log, "up") == ["a", "b"]
        assert (dependent.plans, found.finished, found.unchanged) == ([CHANGES], 2, ())
        assert done(log, "close") == ["b", "a"]

    def test_is_not_looked_at_if_nothing_is_planned_for_what_it_needs(self):
        whole, _, log = self.fleet(Stack("a", plans=[Outcome(counts={"same": 4})]), news=True)
        with whole:
            whole.preview()
            found = whole.up()
        assert (done(log, "up"), found.counts) == ([], {"same": 11})

    def test_is_as_it_was_if_what_it_needs_failed(self):
        heard = []
        whole, _, log = self.fleet(Stack("a", error=CloudError("nobody answers")), news=True)
        with whole:
            found = whole.up(heard.append)
        assert (done(log, "up"), len(found.failed), len(found.unchanged), heard) == (["a"], 1, 1, [])

    def test_of_which_something_would_now_be_deleted_is_left_for_people_to_see(self):
        whole, dependent, log = self.fleet(Stack("a"), news=True)
        dependent.plans = [Outcome(counts={"delete": 1})]
        with whole:
            whole.preview()
            [failed] = whole.up().failed
        assert (done(log, "up"), failed.exit_code) == (["a"], ExitCode.FINDINGS)

    def test_that_somebody_else_holds_fails_alone(self):
        whole, dependent, log = self.fleet(Stack("a"), news=True)
        dependent.locked = True
        with whole:
            found = whole.up()
        assert (done(log, "up"), found.finished) == (["a"], 1)
        assert [step.error for step in found.failed] == ["b is held"]


class TestUp:
    def test_stacks_that_need_nothing_of_each_other_run_side_by_side(self):
        meet = threading.Barrier(3)
        together, _ = fleet(*(Stack(name, meet=meet) for name in "abc"))
        assert together.up().finished == 3

    def test_a_stack_comes_after_what_it_needs(self):
        together, log = fleet(Stack("c"), Stack("b"), Stack("a"), after={"b": ("a",), "c": ("b",)})
        together.up()
        assert done(log, "up") == ["a", "b", "c"]

    def test_a_stack_for_which_nothing_is_planned_is_not_run(self):
        together, log = fleet(Stack("a", plans=[Outcome(counts={"same": 4})]), Stack("b"))
        together.preview()
        found = together.up()
        assert done(log, "up") == ["b"]
        assert found.counts == {"create": 1, "same": 6}

    def test_a_stack_that_needs_one_that_changed_is_planned_again(self):
        nothing = Outcome(counts={"same": 1})
        together, log = fleet(Stack("a"), Stack("b", plans=[nothing, CHANGES]), after={"b": ("a",)})
        together.preview()
        together.up()
        assert done(log, "up") == ["a", "b"]

    def test_a_plan_that_got_worse_meanwhile_is_not_carried_out(self):
        worse = Outcome(counts={"replace": 2})
        together, log = fleet(Stack("a"), Stack("b", plans=[CHANGES, worse]), after={"b": ("a",)})
        together.preview()
        [failed] = together.up().failed
        assert done(log, "up") == ["a"]
        assert (failed.exit_code, "2 resources more" in failed.error) == (ExitCode.FINDINGS, True)

    @pytest.mark.parametrize(
        "trouble",
        [
            {"outcome": Outcome(failed=(StepFailed("u", "t", "n", "create", "refused"),))},
            {"error": CloudError("nobody answers")},
        ],
    )
    def test_what_needs_a_stack_that_failed_is_not_begun_and_the_others_are(self, trouble):
        heard = []
        together, log = fleet(Stack("a", **trouble), Stack("b"), Stack("c"), after={"b": ("a",)})
        found = together.up(heard.append)
        assert sorted(done(log, "up")) == ["a", "c"]
        assert (len(found.failed), found.finished) == (1, 1)
        assert [event.text for event in heard] == ["b/s was not tried: what it needs failed"]

    def test_once_it_is_stopped_no_other_stack_is_begun(self):
        cancel = threading.Event()
        first = Stack("a")
        together, log = fleet(first, Stack("b"), after={"b": ("a",)})
        first.up = lambda *_: (cancel.set(), Outcome(interrupted=True))[1]
        assert together.up(None, cancel).interrupted
        assert done(log, "up") == []


def test_what_needs_a_stack_goes_before_it():
    together, log = fleet(Stack("a"), Stack("b"), after={"b": ("a",)})
    together.destroy()
    assert done(log, "destroy") == ["b", "a"]


def test_a_refresh_is_of_all():
    together, log = fleet(Stack("a"), Stack("b"))
    assert together.refresh(scope=WHOLE).finished == 2
    assert sorted(done(log, "refresh")) == ["a", "b"]


def test_what_one_stack_has_made_is_foreign_to_none():
    def net(id_):
        return Foreign("t:t:Net", id_, id_, "urn")

    state = ResourceState(urn="urn:pulumi:s::a::t:t:Net::n", type="t:t:Net", custom=True, id="2")
    drifted = Drifted("urn", "t:t:Net", "n", "9", "missing")
    together, _ = fleet(
        Stack("a", found=Drift((drifted,), (net("1"), net("3")), (), 4), holds=(state,)),
        Stack("b", found=Drift((), (net("1"), net("2")), (), 5)),
        beside=lambda: [("t:t:Net", "3")],
    )
    found = together.drift()
    assert ([one.id for one in found.foreign], found.drifted, found.seen) == (["1"], (drifted,), 9)


def test_a_plan_is_saved_of_one_stack():
    together, _ = fleet(Stack("a"), Stack("b"))
    with pytest.raises(InputError, match="a/s, b/s"):
        together.basis()

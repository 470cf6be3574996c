import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.lab.errors import NotTriedError
from gcloud.lab.graph import run_steps
from gcloud.lab.service import Step


def run(*steps):
    told = []
    run_steps(steps, told.append, cancel=threading.Event())
    return told


@st.composite
def graphs(draw):
    """Steps in any order, each needing some of those with a smaller number."""
    size = draw(st.integers(1, 12))
    needs = {n: draw(st.sets(st.integers(0, n - 1))) if n else set() for n in range(size)}
    return draw(st.permutations(sorted(needs.items())))


@given(graphs())
@settings(deadline=None)  # threads on a busy machine
def test_every_step_runs_once_and_after_those_it_needs(graph):
    ended, lock = [], threading.Lock()

    def step(number, needs):
        def work():
            with lock:
                assert set(needs) <= set(ended)
                ended.append(number)

        return Step(str(number), work, needs=tuple(map(str, needs)))

    run(*(step(number, needs) for number, needs in graph))
    assert sorted(ended) == list(range(len(graph)))


def test_steps_that_do_not_need_each_other_run_at_once():
    meeting = threading.Barrier(3, timeout=10)
    run(*(Step(name, meeting.wait) for name in "abc"))


def test_after_a_failure_nothing_new_begins_and_what_runs_is_told():
    cancel, seen, late = threading.Event(), [], []

    def fail():
        time.sleep(0.05)
        msg = "no"
        raise OSError(msg)

    steps = (
        Step("fails", fail),
        Step("long", lambda: seen.append(cancel.wait(10))),
        Step("after", lambda: late.append(1), needs=("long",)),
    )
    told = []
    with pytest.raises(OSError, match="no"):
        run_steps(steps, told.append, cancel=cancel)
    assert seen == [True]
    assert late == []
    assert [(e.step, e.state) for e in told if e.state == "failed"] == [("fails", "failed")]


def test_a_run_that_is_stopped_begins_nothing_more():
    cancel, late = threading.Event(), []
    steps = (Step("first", cancel.set), Step("after", lambda: late.append(1), needs=("first",)))
    with pytest.raises(NotTriedError):
        run_steps(steps, lambda _: None, cancel=cancel)
    assert late == []


def test_what_gives_up_when_stopped_is_not_called_a_failure():
    cancel, told = threading.Event(), []

    def give_up():
        cancel.wait(10)
        msg = "cancelled"
        raise OSError(msg)

    threading.Timer(0.1, cancel.set).start()
    with pytest.raises(NotTriedError):
        run_steps([Step("a", give_up)], told.append, cancel=cancel)
    assert [e.state for e in told] == ["started", "cancelled"]


def test_progress_counts_what_is_done():
    told = run(Step("a", lambda: None), Step("b", lambda: None, needs=("a",)))
    assert [(e.step, e.state, e.done, e.steps) for e in told] == [
        ("a", "started", 0, 2),
        ("a", "done", 1, 2),
        ("b", "started", 1, 2),
        ("b", "done", 2, 2),
    ]
    assert all(e.total >= e.elapsed >= 0 for e in told)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ((Step("a", print, needs=("b",)),), "what is not there"),
        ((Step("a", print), Step("a", print)), "one name"),
        ((Step("a", print, needs=("b",)), Step("b", print, needs=("a",))), "circle"),
    ],
)
def test_a_graph_that_cannot_be_run_is_refused_before_anything_is(steps, message):
    with pytest.raises(ValueError, match=message):
        run(*steps)

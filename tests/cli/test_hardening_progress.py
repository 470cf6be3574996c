"""How far a run over hosts is, in words."""

from gcloud.cli.hardening.progress import Tally
from gcloud.deploy.hardening.pace import Pace
from gcloud.harden.events import HostFailed, TaskFinished, TaskStarted
from gcloud.plan.hardening.results import HostProblem


def test_it_says_what_is_done_on_whom_who_failed_and_how_long_it_takes_yet():
    tally = Tally(4, 2, Pace(10, 3.0))
    for host in "abcd":
        tally.take(TaskStarted(host, "Read"))
    tally.take(TaskFinished("a", "Read", changed=False))
    tally.take(HostFailed("b", HostProblem("failed", "x")))
    assert tally.said == "Read: c, d; 1 failed; about 57.0 s left"
    assert (tally.done, tally.total) == (2, 40)


def test_without_a_pace_nobody_knows_how_long():
    tally = Tally(1, 1, None)
    tally.take(TaskStarted("a", "Read"))
    assert tally.said == "Read: a"
    assert tally.total is None

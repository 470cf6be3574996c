"""What a run's events say of each host, when it ends as it should and when it does not."""

import pytest

from gcloud.harden.events import HostFailed, TaskFinished
from gcloud.harden.listener import Listener

HOSTS = ("a", "b", "c")


def event(kind, host, task="Read", result=None, action="govcloud_baseline", **more):
    data = {"host": host, "task": task, "task_action": action, "res": result or {}, **more}
    return {"event": kind, "event_data": data}


def stats(failures=(), dark=(), processed=HOSTS):
    counted = {"failures": failures, "dark": dark, "processed": processed}
    return {
        "event": "playbook_on_stats",
        "event_data": {name: dict.fromkeys(hosts, 1) for name, hosts in counted.items()},
    }


@pytest.fixture
def told():
    return []


@pytest.fixture
def listener(told):
    return Listener(HOSTS, told.append)


def test_nothing_is_written_to_files(listener):
    assert listener(event("runner_on_ok", "a")) is False


def test_answers_of_our_modules_are_kept_in_their_order(listener):
    listener(event("runner_on_ok", "a", result={"results": [1]}))
    listener(event("runner_on_ok", "a", result={"ping": "pong"}, action="ansible.builtin.ping"))
    listener(event("runner_on_failed", "a", result={"msg": "no"}, ignore_errors=True))
    listener(stats())
    answers = listener.outcomes(interrupted=False)["a"].answers
    assert answers == (("govcloud_baseline", {"results": [1]}), ("govcloud_baseline", {"msg": "no"}))


def test_of_a_loop_the_items_are_answers_and_not_the_summary(listener):
    item = {"ansible_loop_var": "item", "changes": [1]}
    listener(event("runner_item_on_ok", "a", result=item))
    listener(event("runner_on_ok", "a", result={"results": [item]}))
    assert listener.outcomes(interrupted=False)["a"].answers == (("govcloud_baseline", item),)


def test_a_host_that_failed_and_was_rescued_has_no_problem(listener, told):
    listener(event("runner_on_failed", "a", result={"msg": "Read-only file system"}))
    listener(event("runner_on_ok", "a"))
    listener(stats())
    assert listener.outcomes(interrupted=False)["a"].problem is None
    assert [type(one) for one in told] == [HostFailed, TaskFinished]


def test_what_failed_first_counts_more_than_a_playbooks_own_words_for_it(listener):
    listener(event("runner_on_failed", "a", result={"msg": "Read-only file system"}))
    listener(event("runner_on_failed", "a", result={"msg": "it could not be read"}, action="fail"))
    listener(stats(failures=["a"]))
    assert listener.outcomes(interrupted=False)["a"].problem.kind == "read-only"


def test_so_it_does_where_what_could_be_done_was_done_in_between(listener):
    listener(event("runner_on_unreachable", "a", result={"msg": "Connection refused"}))
    listener(event("runner_on_ok", "a", action="copy"))
    listener(event("runner_on_failed", "a", result={"msg": "it could not be read"}, action="fail"))
    listener(stats(failures=["a"]))
    assert listener.outcomes(interrupted=False)["a"].problem.kind == "unreachable"


def test_hosts_that_were_never_turned_to_say_so(listener):
    listener(event("runner_on_unreachable", "a", result={"msg": "Connection refused"}))
    listener(stats(dark=["a"], processed=["a"]))
    outcomes = listener.outcomes(interrupted=False)
    assert outcomes["a"].problem.kind == "unreachable"
    assert [outcomes[host].problem.kind for host in "bc"] == ["not-tried", "not-tried"]
    assert "--max-fail" in outcomes["b"].problem.message


def test_a_run_without_an_end_leaves_hosts_unfinished_and_untried(listener):
    listener(event("runner_on_start", "a"))
    listener(event("runner_on_ok", "a"))
    outcomes = listener.outcomes(interrupted=True)
    assert outcomes["a"].problem.kind == "unfinished"
    assert outcomes["b"].problem.kind == "not-tried"
    assert "stopped" in outcomes["b"].problem.message


def test_hosts_that_nobody_ordered_are_not_told_of(listener, told):
    listener(event("runner_on_ok", "localhost"))
    assert not told
    assert set(listener.outcomes(interrupted=False)) == {*HOSTS}

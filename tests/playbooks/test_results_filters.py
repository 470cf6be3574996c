"""What is written about a host by plain Ansible, also where nothing could be read of it."""

import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "playbooks/filter_plugins/govcloud_results.py"
ITEMS = [{"id": "ssh-root-login/1", "kind": "sshd"}, {"id": "pam-lock/1", "kind": "pam"}]
READ = {"id": "ssh-root-login/1", "status": "ok"}
STATE = {"system": "debian-12", "container": True, "results": [READ]}


@pytest.fixture(scope="module")
def filters():
    spec = importlib.util.spec_from_file_location("govcloud_results", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FilterModule().filters()


@pytest.mark.parametrize("state", [{}, {"unreachable": True, "msg": "no route"}], ids=["never", "failed"])
def test_of_a_host_that_could_not_be_read_each_item_is_unknown_with_the_reason(filters, state):
    found = filters["govcloud_outcome"](state, [], "web-1", ITEMS, "no route to it")
    assert [(one["id"], one["status"], one["why"]) for one in found["results"]] == [
        ("ssh-root-login/1", "unknown", "no route to it"),
        ("pam-lock/1", "unknown", "no route to it"),
    ]
    assert found["problems"] == [{"id": "*", "why": "no route to it"}]
    assert (found["host"], found["reached"], found["system"]) == ("web-1", False, None)


def test_of_a_host_that_broke_off_what_was_read_and_done_stays_beside_the_reason(filters):
    done = [{"changes": ["a"], "problems": [{"id": "x/1", "why": "no"}]}]
    found = filters["govcloud_outcome"](STATE, done, "web-1", ITEMS, "it broke down")
    assert (found["reached"], found["results"], found["changes"]) == (True, [READ], ["a"])
    assert found["problems"] == [{"id": "x/1", "why": "no"}, {"id": "*", "why": "it broke down"}]


def test_of_a_host_that_is_through_nothing_is_added(filters):
    found = filters["govcloud_outcome"](STATE, [], "web-1", ITEMS, "")
    assert (found["results"], found["problems"]) == ([READ], [])


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("Task failed: Missing sudo password", "--ask-become-pass"),
        ("Task failed: Incorrect sudo password", "the operator's own"),
        ("govops@h: Permission denied (publickey).", "is there such an account?"),
    ],
)
def test_a_rehearsal_that_failed_is_told_with_what_was_said_and_what_helps(filters, said, hint):
    found = filters["govcloud_unconfirmed"]({"msg": said}, "govops")
    assert found.startswith(f"nothing that can cut access was begun, for govops could not confirm it: {said}")
    assert hint in found


def test_what_nobody_knows_the_meaning_of_is_told_once(filters):
    found = filters["govcloud_unconfirmed"]({"msg": "it rains"}, "govops")
    assert found.endswith("could not confirm it: it rains")

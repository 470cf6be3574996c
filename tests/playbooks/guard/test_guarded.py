"""A change under a guard, on a folder that stands for a host."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from govcloud.guard import GuardRefusedError, GuardUndoneError, guarded, last_report, snapshot, undo
from govcloud.guard.confirming import confirm, objection, reservation
from govcloud.guard.connection import Connection
from govcloud.guard.host import Ran
from govcloud.guard.pending import read
from tests.playbooks.guard.conftest import TOKEN, break_in_all_ways, everything


def test_a_change_that_raises_is_undone_at_once_and_says_why(host, root, change):
    before = everything(root)

    def fail():
        with guarded(change, host=host) as guard:
            break_in_all_ways(root)
            guard.check(["the configuration is not valid"])

    with pytest.raises(GuardUndoneError) as caught:
        fail()
    assert everything(root) == before
    report = caught.value.report
    assert (report["state"], report["cause"]) == ("undone", "failed")
    assert "the configuration is not valid" in report["why"]
    assert {"what": "file", "name": "/etc/ssh/sshd_config", "how": "content changed"} in report["undone"]
    assert {"what": "file", "name": "/etc/sudoers", "how": "mode changed"} in report["undone"]
    assert {"what": "file", "name": "/etc/motd", "how": "added"} in report["undone"]
    assert report == last_report(host, TOKEN)
    assert read(host) is None


def test_a_change_waits_until_it_is_undone_for_nobody_confirmed(host, root, change):
    before = everything(root)
    with guarded(dataclasses.replace(change, timeout=0), host=host):
        break_in_all_ways(root)
    assert everything(root) != before
    report = undo(due=True, host=host)
    assert everything(root) == before
    assert report["cause"] == "not-confirmed"
    assert "as an through sudo over a new connection" in report["why"]


def test_nothing_is_undone_before_its_time(host, root, change):
    with guarded(change, host=host):
        (root / "etc/motd").write_text("new")
    assert undo(due=True, host=host) is None
    assert (root / "etc/motd").read_text() == "new"
    assert read(host).phase == "applied"


def test_the_token_is_nowhere_on_the_host(host, root, change):
    with guarded(change, host=host):
        (root / "etc/motd").write_text("new")
    texts = [p.read_bytes() for p in root.rglob("*") if p.is_file()]
    assert not any(TOKEN.encode() in text for text in texts)


def test_a_new_change_undoes_first_what_a_dead_run_left(host, root, change):
    before = everything(root)
    with guarded(dataclasses.replace(change, timeout=0), host=host):
        break_in_all_ways(root)
    with guarded(dataclasses.replace(change, token="another token, long"), host=host) as guard:
        assert everything(root) == before
        assert guard.earlier["cause"] == "not-confirmed"


def test_too_little_space_is_refused_before_anything_is_touched(host, root, change, monkeypatch):
    monkeypatch.setattr(snapshot, "MARGIN_BYTES", 1 << 60)
    before = everything(root)
    with pytest.raises(GuardRefusedError, match="KiB are free"), guarded(change, host=host):
        pytest.fail("the change was made")
    assert everything(root) == before


def test_too_much_to_copy_is_refused(host, root, change, monkeypatch):
    monkeypatch.setattr(snapshot, "MOST_FILES", 3)
    with pytest.raises(GuardRefusedError, match="more than 3"), guarded(change, host=host):
        pytest.fail("the change was made")


def test_a_short_token_is_refused(host, change):
    with (
        pytest.raises(GuardRefusedError, match="16"),
        guarded(dataclasses.replace(change, token="x"), host=host),
    ):
        pytest.fail("the change was made")


def test_copies_and_their_folder_are_gone_when_nothing_waits(host, root, change):
    with pytest.raises(GuardUndoneError), guarded(change, host=host):
        raise ValueError("no")
    kept = {path.name for path in Path(host.state()).iterdir()}
    assert kept == {"last.json", "last.json.begin", "last.json.end", "lock"}


def test_a_report_is_kept_where_no_space_is_left(host, root, change, monkeypatch):
    with guarded(change, host=host):
        (root / "etc/motd").write_text("new")
    (root / "var/lib/govcloud-guard/last.json.new").mkdir()  # a new file can't be made here
    report = undo("asked", "by hand", host=host)
    assert report["state"] == "undone"
    assert json.loads((root / "var/lib/govcloud-guard/last.json").read_text()) == report


def test_a_unit_that_no_longer_runs_undoes_the_change(host, root, change):
    (root / "run/systemd/system").mkdir(parents=True)
    (root / "usr/bin").mkdir(parents=True)
    (root / "dead").write_text("active")
    systemctl = root / "usr/bin/systemctl"
    systemctl.write_text(
        f'#!/bin/sh\n[ "$1" = show ] || exit 0\nshift 3\nfor unit; do printf "LoadState=loaded\\n'
        f'ActiveState=$(cat {root}/dead)\\nUnitFileState=enabled\\n\\n"; done\n'
    )
    systemctl.chmod(0o755)

    def fail():
        with guarded(dataclasses.replace(change, units=("tunnels.service",)), host=host) as guard:
            (root / "dead").write_text("failed")
            guard.check()

    with pytest.raises(GuardUndoneError) as caught:
        fail()
    assert "tunnels.service ran before the change and is failed now" in caught.value.report["why"]
    assert {"what": "unit", "name": "tunnels.service", "how": "failed"} in caught.value.report["undone"]


@pytest.mark.parametrize(
    ("came", "left", "said"),
    [
        (Connection("a 2 b 22", 101.0, "an", sudo=True), 5.0, None),
        (Connection("a 2 b 22", 101.0, "root", sudo=False), 5.0, "operator is an"),
        (Connection("a 1 b 22", 101.0, "an", sudo=True), 5.0, "older than the change"),
        (Connection("a 2 b 22", 99.0, "an", sudo=True), 5.0, "older than the change"),
        (Connection("a 2 b 22", 100.0, "an", sudo=True), 5.0, "older than the change"),
        (Connection("a 2 b 22", 101.0, "binh", sudo=True), 5.0, "came in as binh"),
        (Connection("a 2 b 22", 101.0, "an", sudo=False), 5.0, "sudo"),
        (Connection("a 2 b 22", 101.0, "an", sudo=True), -0.1, "the time to confirm is over"),
        (None, 5.0, "did not come in by ssh"),
    ],
)
def test_only_a_new_connection_of_the_operator_through_sudo_counts(host, change, came, left, *, said):
    with guarded(change, host=host):
        pass
    waiting = dataclasses.replace(read(host), applied=100.0, over="a 1 b 22")
    found = objection(waiting, came, left)
    assert (said in found) if said else (found is None)


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (Connection("a 2 b 22", 1.0, "an", sudo=True), None),
        (Connection("a 2 b 22", 1.0, "root", sudo=False), "operator is an"),
        (Connection("a 1 b 22", 1.0, "an", sudo=True), "ControlPersist"),
        (Connection("a 2 b 22", 1.0, "binh", sudo=True), "came in as binh"),
        (Connection("a 2 b 22", 1.0, "an", sudo=False), "sudo"),
        (None, "did not come in by ssh"),
    ],
)
def test_a_rehearsal_fails_where_a_confirmation_would_not_count(came, said):
    found = reservation(came, "an", "a 1 b 22")
    assert (said in found) if said else (found is None)


@pytest.mark.parametrize(("token", "said"), [("a wrong token, long", "not its"), (TOKEN, "by ssh")])
def test_a_refused_confirmation_leaves_the_change_waiting(host, root, change, token, said):
    with guarded(change, host=host):
        (root / "etc/motd").write_text("new")
    with pytest.raises(GuardRefusedError, match=said):
        confirm(token, host=host)
    assert read(host) is not None


def test_confirming_what_was_undone_says_why_it_was(host, root, change):
    with pytest.raises(GuardUndoneError), guarded(change, host=host):
        raise ValueError("the tunnel does not come up")
    with pytest.raises(GuardRefusedError, match="undone: the change failed: the tunnel does not come up"):
        confirm(TOKEN, host=host)


def test_a_program_that_is_missing_or_hangs_stops_no_undo(host, root):
    (root / "usr/bin").mkdir(parents=True)
    slow: Path = root / "usr/bin/slow"
    slow.write_text("#!/bin/sh\nexec sleep 5\n")
    slow.chmod(0o755)
    assert host.run(["nothing"]) == Ran(127, "", "the program nothing is not installed")
    assert host.run(["slow"], timeout=0.05).code == 124

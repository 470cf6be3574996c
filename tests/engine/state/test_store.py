"""A stack's state through whole runs, killed ones included."""

import json
import os
import resource as limits
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from gcloud.engine.state import aftermath, backend
from gcloud.engine.state import store as stores
from gcloud.engine.state.backend import UpdateRecord
from gcloud.engine.state.errors import PassphraseError, StateCorruptError, StateError, StateWriteError
from gcloud.engine.state.journal import Journal
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import read_stack
from gcloud.engine.values import Secret


def die(*_args, **_more) -> None:
    """End this process as the kernel's or a person's SIGKILL does."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def killed():
    """Do something in another process, which is killed where it ends."""

    def run(work: Callable[[], object]) -> None:
        child = os.fork()
        if child == 0:
            try:
                work()
                die()
            finally:  # an error must not run pytest's own ending twice
                os._exit(1)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL

    return run


def ids(resources) -> list[str]:
    return [state.id for state in resources]


def test_a_store_that_rests_goes_on_where_it_was(open_store, network):
    with open_store() as store:
        store.save([network("a", "1", inputs={"key": Secret("s")})])
    with open_store() as store:
        store.rest()
        number = store.journal.begin("create", network("b"))
        store.rest()
        assert [operation.number for operation in store.unanswered] == [number]
        store.journal.end(number, put=[network("b", "2")])
        store.rest()
        assert ids(store.resources) == ["1"]
        assert ids(store.snapshot()) == ["1", "2"]
        store.save()
        store.rest()
    with open_store() as store:
        assert ids(store.resources) == ["1", "2"]
        assert store.resources[0].inputs == {"key": Secret("s")}


def test_a_new_stack_is_made_and_kept(open_store, checkpoint_file, network):
    with open_store() as store:
        assert (store.resources, store.unanswered, store.notices) == ((), (), ())
        number = store.journal.begin("create", network("a"))
        store.journal.end(number, put=[network("a", "1", inputs={"key": Secret("s")})])
        store.save([network("a", "1", inputs={"key": Secret("s")})])
    with open_store() as store:
        assert ids(store.resources) == ["1"]
        assert store.resources[0].inputs == {"key": Secret("s")}
    latest = json.loads(checkpoint_file.read_text())["checkpoint"]["latest"]
    assert latest["secrets_providers"]["type"] == "passphrase"
    assert latest["metadata"] == {}


def test_an_official_state_is_taken_over_and_given_back_unchanged(official_backend):
    path = official_backend / ".pulumi/stacks/features/s.json"
    before = path.read_bytes()
    with StackStore.open(f"file://{official_backend}", "features", "s", "x") as store:
        assert len(store.resources) == 14
        store.journal.put(store.resources[-1])
        store.save(store.resources)
    assert path.read_bytes() == before, "not a byte of an unchanged state"
    with StackStore.open(official_backend, "features", "s", "x") as store:
        changed = replace(store.resources[-1], modified="2026-11-24T00:00:00Z")
        store.journal.end(store.journal.begin("update", changed), put=[changed])
    old, new = (json.loads(text)["checkpoint"]["latest"] for text in (before, path.read_bytes()))
    assert new["manifest"].pop("time") != old["manifest"].pop("time")
    old["resources"][-1]["modified"] = "2026-11-24T00:00:00Z"
    assert new == old, "one field, and every ciphertext as it was"
    assert path.with_name("s.json.bak").read_bytes() == before


def test_a_wrong_passphrase_changes_nothing(official_backend):
    before = (official_backend / ".pulumi/stacks/features/s.json").read_bytes()
    with pytest.raises(PassphraseError):
        StackStore.open(official_backend, "features", "s", "wrong")
    assert (official_backend / ".pulumi/stacks/features/s.json").read_bytes() == before
    assert list((official_backend / ".pulumi/locks/organization/features/s").iterdir()) == []


def test_leaving_by_an_exception_keeps_what_was_done(open_store, network):
    def fail() -> None:
        with open_store() as store:
            store.journal.end(store.journal.begin("create", network("a")), put=[network("a", "1")])
            store.journal.begin("create", network("b"), existing=["9"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with open_store() as store:
        assert ids(store.resources) == ["1"]
        (open_,) = store.unanswered
        assert (open_.state, open_.existing) == (network("b"), frozenset({"9"}))


def test_what_is_unanswered_stands_in_the_checkpoint_for_the_official_engine(
    open_store, checkpoint_file, network
):
    with open_store() as store:
        store.journal.begin("create", network("a", inputs={"key": Secret("s")}))
    (pending,) = json.loads(checkpoint_file.read_text())["checkpoint"]["latest"]["pending_operations"]
    assert pending["type"] == "creating"
    assert pending["resource"]["urn"] == network("a").urn
    with open_store() as store:
        store.journal.end(store.unanswered[0].number, put=[network("a", "found")])
    with open_store() as store:
        assert (ids(store.resources), store.unanswered) == (["found"], ())
    assert "pending_operations" not in checkpoint_file.read_text()


def test_the_official_engines_pending_operations_are_unanswered(official_backend):
    path = official_backend / ".pulumi/stacks/features/s.json"
    whole = json.loads(path.read_text())
    sent = {"urn": "urn:pulumi:s::features::a:b:C::new", "custom": True, "type": "a:b:C"}
    whole["checkpoint"]["latest"]["pending_operations"] = [{"resource": sent, "type": "creating"}]
    path.write_text(json.dumps(whole))
    with StackStore.open(official_backend, "features", "s", "x") as store:
        (open_,) = store.unanswered
        assert (open_.operation, open_.state.urn, open_.existing) == ("create", sent["urn"], None)
        store.journal.fail(open_.number, "nothing was made")
    assert "pending_operations" not in path.read_text()


def test_a_killed_run_is_continued(open_store, killed, checkpoint_file, network):
    component = network("component", custom=False)

    def run() -> None:
        journal = open_store().journal
        journal.put(component)
        number = journal.begin("create", network("a", inputs={"key": Secret("s")}), existing=["7"])
        journal.end(number, put=[network("a", "1", parent=component.urn, inputs={"key": Secret("s")})])
        journal.begin("create", network("b"), existing=["7", "8"])

    killed(run)
    with open_store() as store:
        assert [state.urn for state in store.resources] == [component.urn, network("a").urn]
        assert store.resources[1].inputs == {"key": Secret("s")}
        assert [(o.state, o.existing) for o in store.unanswered] == [(network("b"), frozenset({"7", "8"}))]
        assert len(store.notices) == 1
        assert "dead run" in store.notices[0]
        store.journal.end(store.unanswered[0].number, put=[network("b", "2")])
    assert len(json.loads(checkpoint_file.read_text())["checkpoint"]["latest"]["resources"]) == 3


def test_a_killed_runs_lock_stands_until_its_journal_is_in_the_state(
    open_store, killed, network, tmp_path, checkpoint_file
):
    locks = checkpoint_file.parents[2] / "locks/organization/demo/dev"
    killed(lambda: open_store().journal.begin("create", network("a")))
    with pytest.raises(PassphraseError):
        StackStore.open(tmp_path / "state", "demo", "dev", "wrong")
    assert len(list(locks.iterdir())) == 1
    with open_store() as store:
        assert len(store.unanswered) == 1
    assert list(locks.iterdir()) == []
    assert "pending_operations" in checkpoint_file.read_text()


BUSY = """
import os, sys, threading
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.journal import Journal
from gcloud.engine.state.store import StackStore
def state(name, id_=""):
    return ResourceState(urn=f"urn:pulumi:dev::demo::a:b:C::{name}", type="a:b:C", id=id_)
journal = StackStore.open(sys.argv[1], "demo", "dev", "x").journal
def work(thread):
    for step in range(10_000):
        name = f"{thread}-{step}"
        number = journal.begin("create", state(name))
        os.write(1, f"begun {name}\n".encode())
        journal.end(number, put=[state(name, "made")])
        os.write(1, f"ended {name}\n".encode())
for thread in range(8):
    threading.Thread(target=work, args=(thread,)).start()
"""


@pytest.mark.parametrize("lines", [3, 40, 400])
def test_what_a_killed_run_said_was_done_is_done(lines, tmp_path):
    process = subprocess.Popen([sys.executable, "-c", BUSY, tmp_path], stdout=subprocess.PIPE, text=True)
    said = [process.stdout.readline() for _ in range(lines)]
    process.kill()
    said += process.communicate()[0].splitlines(keepends=True)
    told = [line.split() for line in said if line.endswith("\n")]
    with StackStore.open(tmp_path, "demo", "dev", "x") as store:
        made = {state.urn.rpartition("::")[2] for state in store.resources}
        open_ = {operation.state.urn.rpartition("::")[2] for operation in store.unanswered}
    assert {name for word, name in told if word == "ended"} <= made
    assert {name for word, name in told if word == "begun"} <= made | open_
    assert not made & open_
    assert len(open_) <= 8


def die_at_the_checkpoint(path, content, scratch) -> None:
    if path.name == "dev.json":
        die()
    replace_file(path, content, scratch)


replace_file = backend.files.replace
CRASHES = {
    "before the checkpoint is written": (backend, "write_checkpoint", die),
    "between the backup and the checkpoint": (backend.files, "replace", die_at_the_checkpoint),
    "between the checkpoint and the journal": (Journal, "restart", die),
    "after all": (StackStore, "record", die),
}


@pytest.mark.parametrize("crash", CRASHES.values(), ids=CRASHES.keys())
def test_a_run_killed_while_it_saves_loses_nothing_and_repeats_nothing(
    crash, open_store, killed, network, monkeypatch
):
    def run() -> None:
        store = open_store()
        monkeypatch.setattr(*crash)
        store.journal.end(store.journal.begin("create", network("a")), put=[network("a", "1")])
        store.journal.begin("create", network("b"), existing=["5"])
        store.save()

    killed(run)
    for _ in range(2):
        with open_store() as store:
            assert ids(store.resources) == ["1"]
            assert [(o.state, o.existing) for o in store.unanswered] == [(network("b"), frozenset({"5"}))]


@pytest.mark.parametrize(
    "crash", [(backend, "prepare", die), (aftermath, "settle", die), (backend.files, "replace", die)]
)
def test_a_first_run_killed_while_it_begins_can_be_repeated(crash, open_store, killed, monkeypatch):
    def run() -> None:
        monkeypatch.setattr(*crash)
        open_store()

    killed(run)
    with open_store() as store:
        assert store.resources == ()


def test_leftovers_of_a_killed_write_are_removed(open_store, tmp_path):
    with open_store():
        pass
    scratch = tmp_path / "state/.pulumi/govcloud/demo/dev.tmp"
    (scratch / ".dev.json.new-abc").write_text("half")
    with open_store():
        assert list(scratch.iterdir()) == []


def test_a_snapshot_that_does_not_fit_together_is_not_saved(open_store, network):
    with open_store() as store:
        store.journal.end(store.journal.begin("create", network("a")), put=[network("a", "1")])
        with pytest.raises(StateCorruptError, match="does not fit together"):
            store.save([network("a", "1", parent="urn:nowhere")])
    with open_store() as store:
        assert ids(store.resources) == ["1"], "what the journal knows is kept"


def test_what_somebody_else_wrote_during_the_run_is_not_overwritten(open_store, network, checkpoint_file):
    store = open_store()
    store.journal.end(store.journal.begin("create", network("a")), put=[network("a", "1")])
    checkpoint_file.write_bytes(checkpoint_file.read_bytes() + b"\n")
    theirs = checkpoint_file.read_bytes()
    with pytest.raises(StateError, match="changed by somebody else"):
        store.close()
    assert checkpoint_file.read_bytes() == theirs
    with pytest.raises(StateError, match="knows of objects that the state doesn't") as told:
        open_store()
    assert network("a").urn in told.value.message
    with open_store() as store:
        assert store.resources == ()


def test_a_disk_that_is_full_during_the_run_is_told_and_nothing_is_lost(
    open_store, network, checkpoint_file, journal_file
):
    store = open_store()
    store.journal.end(store.journal.begin("create", network("a")), put=[network("a", "1")])
    number = store.journal.begin("create", network("b"))
    before = checkpoint_file.read_bytes()
    old = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (journal_file.stat().st_size + 10, old[1]))
    try:
        with pytest.raises(StateWriteError, match="Can't write"):
            store.journal.end(number, put=[network("b", "2")])
        limits.setrlimit(limits.RLIMIT_FSIZE, (100, old[1]))
        with pytest.raises(StateWriteError):
            store.close()
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, old)
    assert checkpoint_file.read_bytes() == before
    assert list((checkpoint_file.parents[2] / "locks/organization/demo/dev").iterdir()), (
        "the official CLI waits"
    )
    with open_store() as store:
        assert ids(store.resources) == ["1"]
        assert [open_.state for open_ in store.unanswered] == [network("b")]


def test_a_disk_that_has_space_again_takes_the_whole_state(open_store, network, journal_file):
    store = open_store()
    old = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (journal_file.stat().st_size + 10, old[1]))
    try:
        with pytest.raises(StateWriteError):
            store.journal.begin("create", network("a"))
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, old)
    store.save([network("a", "1")])
    store.close()
    with open_store() as store:
        assert ids(store.resources) == ["1"]


def test_a_full_disk_is_told_before_anything_is_touched(
    open_store, checkpoint_file, journal_file, monkeypatch
):
    with open_store():
        pass
    before = checkpoint_file.read_bytes(), journal_file.read_bytes()
    monkeypatch.setattr(stores, "SPACE", 1 << 62)
    with pytest.raises(StateWriteError, match="Can't write to"):
        open_store()
    assert (checkpoint_file.read_bytes(), journal_file.read_bytes()) == before


def test_the_stack_files_salt_is_used_for_a_new_stack(tmp_path):
    salt = "v1:hlGqib+WJXw=:v1:4t4vom553W7ZcCGX:l8TkRNLK8+m2S678vbIJydU/ZvMW4Q=="
    with StackStore.open(tmp_path, "demo", "dev", "x", salt=salt) as store:
        assert (
            store.crypter.decrypt("v1:rDLIVxd2ULTARN4M:7f4YmDMvFnN3k+awnGdVLTnFB/JjFetocP/N") == "Pass-word-1"
        )
    assert salt in (tmp_path / ".pulumi/stacks/demo/dev.json").read_text()


def test_no_secret_is_in_clear_in_any_file(tmp_path, open_store, killed, network):
    planted = "Planted-Value-4711"
    secret = network("a", "1", inputs={"key": Secret({"deep": [planted]})}, outputs={"key": Secret(planted)})
    with open_store() as store:
        number = store.journal.begin("create", replace(secret, id=""))
        store.journal.end(number, put=[secret])
        reason = f"the cloud says {planted} is too short"
        number = store.journal.begin("update", secret)
        store.journal.fail(number, reason, put=[replace(secret, init_errors=(reason,))])
        assert planted not in store.redact(reason)
        journal_before = (tmp_path / "state/.pulumi/govcloud/demo/dev.journal").read_bytes()
        store.save()
        store.record(UpdateRecord(kind="update", started=0, ended=1, succeeded=True))
    killed(lambda: open_store().journal.begin("create", network("b", inputs={"key": Secret(planted)})))
    assert journal_before.count(b"(secret) is too short") == 2
    assert planted.encode() not in journal_before
    for path in (tmp_path / "state").rglob("*"):
        if path.is_file():
            assert planted.encode() not in path.read_bytes(), path
    assert planted not in repr(secret)


def test_a_view_needs_no_lock_and_writes_nothing(open_store, network, tmp_path):
    assert read_stack(tmp_path / "state", "demo", "dev", None).exists is False
    assert not (tmp_path / "state").exists()
    with open_store() as store:
        store.journal.end(store.journal.begin("create", network("a")), put=[network("a", "1")])
        store.journal.begin("create", network("b"))
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        view = read_stack(f"file://{tmp_path}/state", "demo", "dev", "x")
        assert (ids(view.resources), [o.state.urn for o in view.unanswered]) == (["1"], [network("b").urn])
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_view_without_passphrase_works_where_there_is_no_secret(
    open_store, network, official_backend, tmp_path
):
    with open_store() as store:
        store.save([network("a", "1")])
    assert ids(read_stack(tmp_path / "state", "demo", "dev", None).resources) == ["1"]
    with pytest.raises(PassphraseError, match="No passphrase"):
        read_stack(official_backend, "features", "s", None)


def test_the_run_is_recorded(open_store, network, tmp_path):
    with open_store() as store:
        store.save([network("a", "1")])
        store.record(UpdateRecord(kind="update", started=1, ended=2, succeeded=True, changes={"create": 1}))
    top = tmp_path / "state/.pulumi"
    assert sorted(path.suffixes[-2] for path in (top / "history/demo/dev").iterdir()) == [
        ".checkpoint",
        ".history",
    ]
    assert len(list((top / "backups/demo/dev").iterdir())) == 1

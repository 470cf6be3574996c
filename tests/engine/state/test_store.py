"""A stack's state through whole runs, killed ones included."""

import json
import resource as limits
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from gcloud.engine.state import store as stores
from gcloud.engine.state.backend import UpdateRecord
from gcloud.engine.state.errors import PassphraseError, StateCorruptError, StateWriteError
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import read_stack
from gcloud.engine.values import Secret

PRELUDE = """
import os, signal, sys
from dataclasses import replace
from gcloud.engine.state import aftermath, backend, journal, secrets
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.values import Secret
secrets.ITERATIONS = 10
def network(name, id_="", **more):
    type_ = "memory:net:Network"
    return ResourceState(urn=f"urn:pulumi:dev::demo::{type_}::{name}", type=type_, id=id_, **more)
def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)
store = StackStore.open(sys.argv[1], "demo", "dev", "x")
"""


@pytest.fixture
def killed(tmp_path):
    """Run some lines on an open store in another process, and kill it where they end."""

    def run(lines: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", f"{PRELUDE}\n{lines}\ndie()", tmp_path / "state"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr

    return run


def ids(resources) -> list[str]:
    return [state.id for state in resources]


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
    killed("""
store.journal.put(network("component", custom=False))
n = store.journal.begin("create", network("a", inputs={"key": Secret("s")}), existing=["7"])
store.journal.end(n, put=[network("a", "1", parent=network("component").urn, inputs={"key": Secret("s")})])
store.journal.begin("create", network("b"), existing=["7", "8"])
""")
    with open_store() as store:
        assert [state.urn for state in store.resources] == [network("component").urn, network("a").urn]
        assert store.resources[1].inputs == {"key": Secret("s")}
        assert [(o.state.urn, o.existing) for o in store.unanswered] == [
            (network("b").urn, frozenset({"7", "8"}))
        ]
        assert len(store.notices) == 1
        assert "dead run" in store.notices[0]
        store.journal.end(store.unanswered[0].number, put=[network("b", "2")])
    assert len(json.loads(checkpoint_file.read_text())["checkpoint"]["latest"]["resources"]) == 3


CRASHES = {
    "before the checkpoint is written": "backend.write_checkpoint = die",
    "between the backup and the checkpoint": """
replace_file = backend.files.replace
def replace_but_die(path, content, scratch):
    die() if path.name == "dev.json" else replace_file(path, content, scratch)
backend.files.replace = replace_but_die
""",
    "between the checkpoint and the journal": "journal.Journal.restart = die",
    "after all": "",
}


@pytest.mark.parametrize("crash", CRASHES.values(), ids=CRASHES.keys())
def test_a_run_killed_while_it_saves_loses_nothing_and_repeats_nothing(crash, open_store, killed, network):
    killed(f"""
{crash}
store.journal.end(store.journal.begin("create", network("a")), put=[network("a", "1")])
store.journal.begin("create", network("b"), existing=["5"])
store.save()
""")
    for _ in range(2):
        with open_store() as store:
            assert ids(store.resources) == ["1"]
            assert [(o.state, o.existing) for o in store.unanswered] == [(network("b"), frozenset({"5"}))]


@pytest.mark.parametrize("after", ["backend.prepare = die", "aftermath.settle = die", ""])
def test_a_first_run_killed_while_it_begins_can_be_repeated(after, tmp_path, open_store):
    lines = PRELUDE.replace("store = ", f"{after}\nstore = ")
    done = subprocess.run([sys.executable, "-c", f"{lines}\ndie()", tmp_path / "state"], check=False)
    assert done.returncode == -signal.SIGKILL
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
        store.journal.fail(store.journal.begin("update", secret), f"the cloud says {planted} is too short")
        journal_before = (tmp_path / "state/.pulumi/govcloud/demo/dev.journal").read_bytes()
        store.save()
        store.record(UpdateRecord(kind="update", started=0, ended=1, succeeded=True))
    killed(f'store.journal.begin("create", network("b", inputs={{"key": Secret("{planted}")}}))')
    assert b"(secret) is too short" in journal_before
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

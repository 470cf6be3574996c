"""Each run leaves a record that both engines' histories show."""

import json
import subprocess
from dataclasses import replace

import pytest

from gcloud.deploy import runs
from gcloud.deploy.circumstances import commit
from gcloud.deploy.location import Backend
from gcloud.deploy.recording import annotated, recorded
from gcloud.deploy.target import target
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.store import StackStore
from gcloud.errors import CloudError


@pytest.fixture
def what(tmp_path):
    return target(tmp_path, "s", environment={})


@pytest.fixture
def store(what):
    with StackStore.open(what.backend.local(), "datacenter", "s", "x") as store:
        yield store


@pytest.fixture
def repository(tmp_path):
    def git(*arguments):
        identity = ("-c", "user.name=An", "-c", "user.email=an@example.vn")
        return subprocess.run(
            ["git", *identity, *arguments],  # noqa: S607 - git is found by PATH everywhere
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    git("init", "-q", "-b", "main")
    (tmp_path / ".gitignore").write_text(".govcloud\n")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    return git


def test_a_stack_that_never_ran_has_no_runs(what):
    assert runs.read(what) == ()


def test_a_run_says_who_did_what_from_which_commit(what, store, repository, monkeypatch):
    monkeypatch.setenv("LOGNAME", "an")
    with recorded(store.record, what, "update", "embedded", Scope(targets=("a", "b"))) as ending:
        ending.result, ending.changes, ending.plan = "succeeded", {"create": 2}, "abc"
    [run] = runs.read(what)
    assert (run.number, run.kind, run.result, run.changes) == (1, "update", "succeeded", {"create": 2})
    assert (run.user, run.commit, run.branch) == ("an", repository("rev-parse", "HEAD"), "main")
    assert (run.dirty, run.plan, run.engine, run.targets) == (False, "abc", "embedded", ("a", "b"))
    assert run.host
    assert run.version
    assert run.checkpoint is not None


def test_runs_are_told_newest_first(what, store):
    for result in ("succeeded", "interrupted"):
        with recorded(store.record, what, "update", "embedded", WHOLE) as ending:
            ending.result = result
    assert [(run.number, run.result) for run in runs.read(what)] == [(2, "interrupted"), (1, "succeeded")]


def test_a_run_that_breaks_off_is_on_record_as_failed(what, store):
    with (
        pytest.raises(CloudError),
        recorded(store.record, what, "update", "embedded", WHOLE),
    ):
        raise CloudError("nobody answers")
    [run] = runs.read(what)
    assert run.result == "failed"


def test_the_official_form_knows_success_and_failure_only(what, store):
    with recorded(store.record, what, "destroy", "embedded", WHOLE) as ending:
        ending.result = "interrupted"
    [path] = (what.backend.local() / ".pulumi" / "history" / "datacenter" / "s").glob("*.history.json")
    assert json.loads(path.read_text())["result"] == "failed"


def test_a_damaged_entry_hides_no_other(what, store):
    with recorded(store.record, what, "update", "embedded", WHOLE) as ending:
        ending.result = "succeeded"
    folder = what.backend.local() / ".pulumi" / "history" / "datacenter" / "s"
    (folder / "s-1.history.json").write_text('{"kind": ')
    assert [run.result for run in runs.read(what)] == ["succeeded"]


def test_an_entry_of_the_official_cli_is_read_too(what, store):
    folder = what.backend.local() / ".pulumi" / "history" / "datacenter" / "s"
    folder.mkdir(parents=True)
    entry = {
        "kind": "refresh",
        "startTime": 1795411676,
        "endTime": 1795411679,
        "result": "succeeded",
        "environment": {"pulumi.version": "v3.260.0", "git.head": "f00", "git.dirty": "true"},
        "resourceChanges": {"same": 3},
    }
    (folder / "s-1795411679000000000.history.json").write_text(json.dumps(entry))
    [run] = runs.read(what)
    assert (run.engine, run.version, run.commit, run.dirty) == ("pulumi", "3.260.0", "f00", True)
    assert run.seconds == 3


def test_a_folder_that_differs_from_its_commit_is_dirty(tmp_path, repository):
    (tmp_path / "new.yaml").write_text("a: 1\n")
    assert commit(tmp_path)["git.dirty"] == "true"


def test_what_is_beside_the_folder_does_not_make_it_dirty(tmp_path, repository):
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "new.yaml").write_text("a: 1\n")
    assert commit(site)["git.dirty"] == "false"


def test_a_folder_in_no_repository_has_no_commit(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit(tmp_path) == {}


def test_a_machine_without_git_has_no_commit(tmp_path, repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert commit(tmp_path) == {}


class TestOfficialRuns:
    """The official CLI writes its own record, which knows nothing of who and where."""

    def write(self, what, number=1795411679000000000, **environment):
        folder = what.backend.local() / ".pulumi" / "history" / "datacenter" / "s"
        folder.mkdir(parents=True, exist_ok=True)
        entry = {"kind": "update", "startTime": 1, "endTime": 2, "result": "succeeded"}
        path = folder / f"s-{number}.history.json"
        path.write_text(json.dumps(entry | {"environment": {"pulumi.version": "v3.260.0", **environment}}))
        path.with_name(f"{path.name}.attrs").write_text("of the content that was")
        return path

    def test_our_facts_are_added_and_what_it_says_stays(self, what, monkeypatch):
        monkeypatch.setenv("LOGNAME", "an")
        with annotated(what, "pulumi", Scope(targets=("dmz",))):
            path = self.write(what, **{"git.head": "f00"})
        [run] = runs.read(what)
        assert (run.user, run.commit, run.engine, run.version) == ("an", "f00", "pulumi", "3.260.0")
        assert run.targets == ("dmz",)
        assert not path.with_name(f"{path.name}.attrs").exists()

    def test_a_run_that_failed_is_completed_too(self, what):
        def fail():
            self.write(what)
            raise CloudError("refused")

        with pytest.raises(CloudError), annotated(what, "pulumi", WHOLE):
            fail()
        assert runs.read(what)[0].host

    def test_the_runs_before_stay_as_they_are(self, what):
        before = self.write(what, number=1700000000000000000)
        text = before.read_text()
        with annotated(what, "pulumi", WHOLE):
            self.write(what).write_text("{")
        assert before.read_text() == text

    def test_a_backend_that_is_no_folder_keeps_its_own_record(self, what):
        with annotated(replace(what, backend=Backend("s3://x", None)), "pulumi", WHOLE):
            self.write(what)
        assert runs.read(what)[0].host == ""

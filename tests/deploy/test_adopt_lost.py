"""States that nobody can open any more: recognised, moved aside, never deleted."""

import pytest
import yaml

from gcloud.deploy.adopt_lost import clear, lost
from gcloud.deploy.target import target
from gcloud.engine.state import secrets
from gcloud.engine.state.errors import StackLockedError
from gcloud.engine.state.lock import StackLock
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.store import StackStore


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site whose state is encrypted with the passphrase "old"."""
    monkeypatch.setattr(secrets, "ITERATIONS", 1)
    what = target(tmp_path, "x", environment={})
    with StackStore.open(what.backend.local(), "datacenter", "x", "old"):
        pass
    return tmp_path


def of(site):
    return target(site, "x", environment={})


def files(site):
    return StackFiles.locate(of(site).backend.local(), "datacenter", "x")


def test_a_state_that_can_be_opened_is_not_lost(site):
    assert lost(of(site), "old") is None


def test_a_site_without_a_state_has_lost_nothing(tmp_path):
    assert lost(of(tmp_path), "any") is None


def test_a_state_of_another_passphrase_is_moved_aside_and_a_new_one_can_begin(site):
    before = files(site).checkpoint.read_bytes()
    found = lost(of(site), "new")
    assert "passphrase" in found.why.message
    moved = clear(found)
    assert [path.read_bytes() for path in moved if path.name.startswith("x.json.lost-")] == [before]
    assert lost(of(site), "new") is None
    with StackStore.open(of(site).backend.local(), "datacenter", "x", "new") as store:
        assert store.resources == ()


def test_a_damaged_state_that_stands_aside_already_keeps_no_new_one_out(site):
    files(site).checkpoint.rename(files(site).checkpoint.with_name("x.json.corrupt-1"))
    found = lost(of(site), "old")
    clear(found)
    assert lost(of(site), "old") is None
    assert [path.name for path in files(site).checkpoint.parent.glob("x.json.lost-*")] == ["x.json.lost-1"]


def test_the_official_clis_salt_goes_with_it_and_its_plain_settings_stay(site):
    what = of(site)
    what.workspace.mkdir(parents=True)
    salt, _ = secrets.new_salt("old")
    stack = what.workspace / "Pulumi.x.yaml"
    stack.write_text(
        yaml.safe_dump({"encryptionsalt": salt, "config": {"a:b": "c", "a:s": {"secure": "v1:x:y"}}})
    )
    clear(lost(of(site), "new"))
    assert yaml.safe_load(stack.read_text()) == {"config": {"a:b": "c"}}
    assert lost(of(site), "new") is None


def test_a_salt_alone_is_lost_with_its_passphrase(tmp_path, monkeypatch):
    monkeypatch.setattr(secrets, "ITERATIONS", 1)
    what = of(tmp_path)
    what.workspace.mkdir(parents=True)
    salt, _ = secrets.new_salt("old")
    (what.workspace / "Pulumi.x.yaml").write_text(yaml.safe_dump({"encryptionsalt": salt}))
    clear(lost(of(tmp_path), "new"))
    assert lost(of(tmp_path), "new") is None


def test_a_state_that_a_run_holds_is_left_alone(site):
    lock = StackLock.acquire(files(site))
    found = lost(of(site), "new")
    with pytest.raises(StackLockedError):
        clear(found)
    lock.release()
    assert files(site).checkpoint.exists()

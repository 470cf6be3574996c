import pytest

from gcloud.lab.packages import GUARD_TEXT, guarded, missing, restore_guard


@pytest.fixture
def guard(tmp_path):
    return tmp_path / "policy-rc.d"


def test_services_are_forbidden_meanwhile_and_allowed_again(guard):
    with guarded(guard):
        assert guard.read_text() == GUARD_TEXT
        assert guard.stat().st_mode & 0o111
    assert not guard.exists()


def test_what_stood_there_is_put_back(guard):
    guard.write_text("theirs")
    with guarded(guard):
        assert guard.read_text() == GUARD_TEXT
    assert guard.read_text() == "theirs"


@pytest.mark.parametrize("theirs", [None, "theirs"])
def test_what_a_killed_run_left_is_mended_by_the_next(guard, theirs):
    if theirs:
        guard.write_text(theirs)
    killed = guarded(guard)
    killed.__enter__()
    restore_guard(guard)
    assert (guard.read_text() if guard.exists() else None) == theirs
    assert list(guard.parent.iterdir()) == ([guard] if theirs else [])


def test_a_guard_of_others_is_left_alone(guard):
    guard.write_text("theirs")
    restore_guard(guard)
    assert guard.read_text() == "theirs"


def test_what_is_not_installed_is_missing():
    assert missing(["dpkg", "no-such-package-anywhere", "dpkg"]) == ("no-such-package-anywhere",)

"""Which volumes are due, and which backups may go."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcloud.model.tenants.backup import BackupPolicy
from gcloud.plan.tenants.backups import Kept, due, expired, restore_test_due

NOW = datetime(2027, 3, 1, 2, tzinfo=UTC)


def policy(**more):
    return BackupPolicy(**{"name": "daily", "label": "Hằng ngày", "every_hours": 24, "keep": 3, **more})


def line(kinds, *, every=24, end=24, volume="v", status="available"):
    """Backups of a volume, oldest first: F is full, i incremental; the last is `end` hours old."""
    last = len(kinds) - 1
    return [
        Kept(f"{volume}{at}", volume, NOW - timedelta(hours=end + every * (last - at)), kind == "i", status)
        for at, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(
    ("kinds", "end", "full"),
    [
        ("", 24, True),  # never backed up
        ("F", 24, False),
        ("F", 22.9, None),  # not yet
        ("F", 23.9, False),  # a daily timer, and yesterday's began some minutes late
        ("Fiiiii", 24, False),
        ("Fiiiiii", 24, True),  # each seventh is a full one
        ("FiiFi", 24, False),
    ],
)
def test_a_volume_is_due(kinds, end, full):
    found = due(policy(), ["v"], line(kinds, end=end), NOW)
    assert [one.full for one in found] == ([] if full is None else [full])


def test_a_backup_that_failed_is_none():
    assert [one.full for one in due(policy(), ["v"], line("F", end=1, status="error"), NOW)] == [True]
    assert expired(policy(), line("F", status="error")) == ("v0",)


@pytest.mark.parametrize(
    ("kinds", "gone"),
    [
        ("FFF", []),
        ("FFFF", ["v0"]),
        ("FiiF", []),  # v1 and v2 are kept, and need v0
        ("FiFFF", ["v1", "v0"]),  # the whole chain, the newest first
        ("FiiFii", ["v2", "v1", "v0"]),
    ],
)
def test_old_backups_go_by_whole_chains(kinds, gone):
    assert list(expired(policy(), line(kinds))) == gone


@given(st.text("Fi", max_size=30), st.integers(1, 10))
def test_what_is_kept_can_be_restored(kinds, keep):
    there = line(kinds)
    gone = expired(policy(keep=keep), there)
    left = [one for one in there if one.id not in gone]
    assert len(left) >= min(keep, len(there))
    # The first that stays is a full one, or the very first that there ever was.
    assert not left or not left[0].incremental or left[0] is there[0]
    # A backup goes only after all that build on it.
    places = [int(one[1:]) for one in gone]
    for place in places:
        chain = [at for at in range(place + 1, len(kinds)) if "F" not in kinds[place + 1 : at + 1]]
        assert all(places.index(at) < places.index(place) for at in chain)


def test_a_restore_is_tried_again_after_the_policy_s_days():
    assert restore_test_due(policy(restore_test_days=90), None, NOW)
    assert restore_test_due(policy(restore_test_days=90), NOW - timedelta(days=90), NOW)
    assert not restore_test_due(policy(restore_test_days=90), NOW - timedelta(days=89), NOW)

"""Who got access to a tenant is kept and told, and no secret is."""

from datetime import UTC, datetime, timedelta

import pytest

from gcloud.deploy.tenants.accesses import keep, kept
from gcloud.errors import InputError

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def test_what_was_given_is_told_in_its_order_of_one_tenant_or_of_all(tmp_path):
    keep(tmp_path, "water", "handed over", "an", now=NOW + timedelta(hours=1))
    keep(tmp_path, "docs", "credential made", "pipeline-1", now=NOW, until=NOW + timedelta(days=30))
    keep(tmp_path, "docs", "handed over", "binh", now=NOW + timedelta(hours=2))
    assert [(one.tenant, one.kind, one.to, one.until) for one in kept(tmp_path)] == [
        ("docs", "credential made", "pipeline-1", "2026-12-23T08:30:00+00:00"),
        ("water", "handed over", "an", ""),
        ("docs", "handed over", "binh", ""),
    ]
    assert [one.to for one in kept(tmp_path, "docs")] == ["pipeline-1", "binh"]
    assert {one.on for one in kept(tmp_path, "water")} == {"2026-11-23T09:30:00+00:00"}
    assert all("@" in one.by for one in kept(tmp_path))


def test_two_events_of_one_second_are_two(tmp_path):
    for name in ("pipeline-1", "pipeline-2"):
        keep(tmp_path, "docs", "credential taken", name, now=NOW)
    assert [one.to for one in kept(tmp_path)] == ["pipeline-1", "pipeline-2"]


def test_nothing_is_known_of_a_site_where_nobody_got_anything(tmp_path):
    assert kept(tmp_path) == ()


@pytest.mark.parametrize("text", ["{", "[]", '{"tenant": "docs"}'])
def test_a_damaged_file_is_named(tmp_path, text):
    file = keep(tmp_path, "docs", "handed over", "binh", now=NOW)
    file.write_text(text)
    with pytest.raises(InputError, match="is damaged"):
        kept(tmp_path)

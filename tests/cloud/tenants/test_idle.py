"""What lies idle, told from lists."""

from datetime import UTC, datetime

import pytest

from gcloud.cloud.tenants.idle import idle
from gcloud.cloud.tenants.listings import Listings

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SERVER = {"id": "s", "name": "web", "tenant_id": "p", "flavor": {"ram": 2048}, "status": "SHUTOFF"}
VOLUME = {"id": "v", "name": "data", "os-vol-tenant-attr:tenant_id": "p", "size": 20, "status": "available"}


def found(kind, raw):
    return [(one.kind, one.name, one.size) for one in idle(Listings({kind: (raw,)}), NOW).get("p", ())]


@pytest.mark.parametrize(
    ("raw", "is_idle"),
    [
        ({"updated": "2026-10-24T00:00:00Z"}, True),
        ({"updated": "2026-10-25T00:00:00Z"}, False),
        ({"updated": "2026-01-01T00:00:00Z", "status": "ACTIVE"}, False),
    ],
    ids=["stopped for 30 days", "for 29", "running"],
)
def test_a_server(raw, is_idle):
    assert found("servers", {**SERVER, **raw}) == ([("server", "web", 2048)] if is_idle else [])


@pytest.mark.parametrize(
    ("raw", "is_idle"),
    [
        ({"updated_at": "2026-10-24T00:00:00.000000"}, True),
        ({"updated_at": None, "created_at": "2026-10-24T00:00:00.000000"}, True),
        ({"updated_at": "2026-10-24T00:00:00.000000", "status": "in-use"}, False),
        ({"updated_at": "2026-11-22T00:00:00.000000"}, False),
    ],
    ids=["alone for 30 days", "never touched", "in use", "alone since yesterday"],
)
def test_a_volume(raw, is_idle):
    assert found("volumes", {**VOLUME, **raw}) == ([("volume", "data", 20)] if is_idle else [])


def test_an_address_that_nothing_has():
    raw = {"id": "f", "project_id": "p", "floating_ip_address": "203.0.113.7", "port_id": None}
    assert found("floating-ips", raw) == [("floating-ip", "203.0.113.7", 1)]
    assert found("floating-ips", {**raw, "port_id": "x"}) == []


def test_an_old_snapshot():
    raw = {
        "id": "n",
        "name": "before",
        "size": 5,
        "os-extended-snapshot-attributes:project_id": "p",
        "created_at": "2026-05-01T00:00:00.000000",
    }
    assert found("snapshots", raw) == [("snapshot", "before", 5)]

"""The order in which a project's objects go."""

from graphlib import TopologicalSorter

import pytest

from gcloud.cloud.connect import connect
from gcloud.cloud.patience import HASTY
from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.deletion import DELETIONS
from gcloud.cloud.tenants.holdings import UnseenError
from gcloud.cloud.tenants.purge import TooManyError, purge

ORDER = [kind.name for kind in TopologicalSorter({one.kind: one.after for one in DELETIONS}).static_order()]


def test_every_kind_that_is_counted_or_shown_has_a_way_to_go():
    assert {one.kind for one in DELETIONS} == {*kinds.OF_PROJECTS, kinds.KEY_PAIRS}
    assert all((one.delete is None) == (one.goes_with is not None) for one in DELETIONS)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("servers", "volumes"),
        ("snapshots", "volumes"),
        ("servers", "ports"),
        ("trunks", "ports"),
        ("floating-ips", "routers"),
        ("routers", "networks"),
        ("ports", "security-groups"),
        ("security-groups", "address-groups"),
        ("networks", "qos-policies"),
    ],
)
def test_what_is_used_goes_after_what_uses_it(first, then):
    assert ORDER.index(first) < ORDER.index(then)


def test_more_than_is_allowed_is_not_begun(fake_cloud, answer, web):
    def neutron(_method, path):
        networks = b'{"networks": [{"id": "i", "project_id": "x"}, {"id": "j", "project_id": "x"}]}'
        return answer(200, networks if path.startswith("/network/v2.0/networks") else b"{}")

    fake_cloud({"network": "/network"}, neutron)
    with pytest.raises(TooManyError) as caught:
        purge(connect("fake", patience=HASTY), "x", max_deletes=1)
    assert caught.value.data == {"objects": 2, "allowed": 1, "kinds": {"networks": 2}}
    assert web.seen["DELETE"] == 0


def test_what_can_not_be_seen_is_not_called_empty(fake_cloud, answer, web):
    def services(_method, path):
        return answer(403 if path.startswith("/network/v2.0/routers") else 200)

    fake_cloud({"network": "/network", "orchestration": "/heat"}, services)
    with pytest.raises(UnseenError) as caught:
        purge(connect("fake", patience=HASTY), "x", max_deletes=100)
    assert [one.get("service") for one in caught.value.data["unseen"]] == [None, "orchestration"]
    assert web.seen["DELETE"] == 0

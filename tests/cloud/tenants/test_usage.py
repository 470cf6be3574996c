"""Counting objects against quota keys."""

import json
from urllib.parse import parse_qs, urlsplit

from gcloud.cloud.connect import connect
from gcloud.cloud.patience import HASTY
from gcloud.cloud.tenants import kinds
from gcloud.cloud.tenants.listings import Listings, listings
from gcloud.cloud.tenants.usage import counted
from gcloud.errors import CloudError

OWNER = kinds.VOLUMES.owner


def server(project, vcpus, ram, **more):
    flavor = {"vcpus": vcpus, "ram": ram}
    return {"id": f"{project}{vcpus}", "tenant_id": project, "flavor": flavor, "metadata": {}, **more}


def volume(id_, size, type_="gov", **more):
    return {"id": id_, OWNER: "p", "size": size, "volume_type": type_, "status": "available", **more}


def test_servers_count_with_their_flavors_and_those_in_the_bin_do_not():
    used = counted(
        Listings(
            {
                "servers": (
                    server("p", 2, 512, status="ACTIVE", metadata={"a": "1", "b": "2"}),
                    server("p", 4, 1024, status="ERROR", metadata={"a": "1"}),
                    server("p", 8, 2048, status="SOFT_DELETED"),
                    server("q", 1, 64, status="SHUTOFF"),
                )
            }
        )
    )
    assert used.of("p", "compute", "instances") == 2
    assert used.of("p", "compute", "cores") == 6
    assert used.of("p", "compute", "ram") == 1536
    assert used.of("q", "compute", "cores") == 1
    # A limit of each server: the fullest counts.
    assert used.of("p", "compute", "metadata_items") == 2


def test_snapshots_take_gigabytes_of_their_volume_s_kind_and_what_cinder_made_for_itself_takes_none():
    snapshot = {"id": "s", "volume_id": "v", kinds.SNAPSHOTS.owner: "p", "size": 10, "status": "available"}
    used = counted(
        Listings(
            {
                "volumes": (volume("v", 10), volume("w", 5, "other"), volume("x", 7, consumes_quota=False)),
                "snapshots": (snapshot,),
            }
        )
    )
    assert used.projects["p"] == {
        ("volume", "volumes"): 2,
        ("volume", "snapshots"): 1,
        ("volume", "gigabytes"): 25,
        ("volume", "gigabytes_gov"): 20,
        ("volume", "gigabytes_other"): 5,
        ("volume", "per_volume_gigabytes"): 10,
    }


def test_what_could_not_be_listed_is_unknown_and_not_zero():
    used = counted(Listings({"servers": ()}, {"volumes": CloudError("no answer")}))
    assert used.of("p", "compute", "cores") == 0
    assert used.of("p", "volume", "gigabytes_gov") is None
    assert used.of("p", "compute", "key_pairs") is None


def test_record_sets_count_for_each_zone():
    sets = tuple(
        {"id": f"{zone}{n}", "project_id": "p", "zone_id": zone, "records": ["a"] * n, "status": "ACTIVE"}
        for zone, n in (("y", 1), ("y", 2), ("z", 4))
    )
    used = counted(Listings({"record-sets": sets}))
    assert used.of("p", "dns", "zone_recordsets") == 2
    assert used.of("p", "dns", "zone_records") == 4
    assert used.of("p", "dns", "recordset_records") == 4


def test_some_projects_are_asked_for_at_once_page_by_page(fake_cloud, answer, web):
    asked = []

    def neutron(_method, path):
        query = parse_qs(urlsplit(path).query)
        if not path.startswith("/network/v2.0/networks"):
            return answer(404)
        asked.append(query)
        page = "2" if "marker" in query else "1"
        onward = [{"rel": "next", "href": f"{web.address}{path}&marker=x"}] if page == "1" else []
        found = [{"id": page + owner, "project_id": owner} for owner in ("a", "b", "stranger")]
        return answer(200, json.dumps({"networks": found, "networks_links": onward}).encode())

    fake_cloud({"network": "/network"}, neutron)
    found = listings(connect("fake", patience=HASTY), [kinds.NETWORKS, kinds.SERVERS], ["b", "a"])
    assert [one["id"] for one in found.of(kinds.NETWORKS)] == ["1a", "1b", "2a", "2b"]
    assert [query["project_id"] for query in asked] == [["a", "b"], ["a", "b"]]
    assert found.unseen == {}, "a cloud without Nova has no servers"

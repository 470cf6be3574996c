"""Designate's objects: made, changed and gone when the name servers say so, in whatever project they are."""

from types import SimpleNamespace

import pytest

from gcloud.engine.interface import PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.call import Call, Shared
from gcloud.provider.dns.quota import Quota
from gcloud.provider.dns.record_set import RecordSet
from gcloud.provider.dns.zone import Zone
from gcloud.provider.survey import survey

ZONE = {"id": "z", "name": "so.example.", "email": "dns@so.example", "project_id": "project", "ttl": 3600}
WANTED = {"name": "so.example.", "email": "dns@so.example"}
RECORDS = {
    "id": "r",
    "zone_id": "z",
    "zone_name": "so.example.",
    "project_id": "agency",
    "name": "so.example.",
}


def zone(status, action="CREATE", **more):
    return {**ZONE, "status": status, "action": action, **more}


def test_a_zone_is_made_when_the_name_servers_have_it(service, calling):
    dns = service().on("POST", "/zones", (202, zone("PENDING")))
    dns.on("GET", "/zones/z", (200, zone("PENDING")), (200, zone("ACTIVE", "NONE")))
    made = Zone().create(calling(dns=dns), WANTED)
    assert (made.id, made.outputs["ttl"], made.outputs["projectId"]) == ("z", 3600, "project")
    assert dns.sent("POST") == [{"name": "so.example.", "email": "dns@so.example"}]
    assert [verb for verb, _, _ in dns.calls] == ["POST", "GET", "GET"]


def test_who_says_so_does_not_wait(service, calling):
    dns = service().on("POST", "/zones", (202, zone("PENDING")))
    assert Zone().create(calling(dns=dns), {**WANTED, "disableStatusCheck": True}).id == "z"


@pytest.mark.parametrize("statuses", [("PENDING", "ERROR"), ("PENDING", "PENDING")])
def test_a_zone_that_the_name_servers_do_not_take_stays_known(service, calling, statuses):
    dns = service().on("POST", "/zones", (202, zone("PENDING")))
    dns.on("GET", "/zones/z", *((200, zone(status)) for status in statuses))
    with pytest.raises(PartialFailure) as caught:
        Zone().create(calling(0.05, dns=dns), WANTED)
    assert caught.value.id == "z"


def test_only_what_differs_is_sent(service, calling):
    dns = service().on("PATCH", "/zones/z", (202, zone("ACTIVE", "NONE", description="of so")))
    changed = frozenset({"description", "projectId"})
    Zone().update(calling(dns=dns), "z", changed, {**WANTED, "description": "of so"}, {})
    assert dns.sent("PATCH") == [{"description": "of so"}]


def test_what_is_being_deleted_is_gone(service, calling):
    dns = service().on("GET", "/zones/z", (200, zone("PENDING", "DELETE")))
    assert Zone().fetch(calling(dns=dns), "z", {}) is None


def test_a_deletion_waits_until_it_is_gone(service, calling):
    dns = service().on("DELETE", "/zones/z", (202, None))
    dns.on("GET", "/zones/z", (200, zone("PENDING", "DELETE")), (404, {}))
    Zone().delete(calling(dns=dns), "z", WANTED)
    assert [verb for verb, _, _ in dns.calls] == ["DELETE", "GET", "GET"]


def test_a_deletion_that_the_name_servers_refuse_is_told(service, calling):
    dns = (
        service().on("DELETE", "/zones/z", (202, None)).on("GET", "/zones/z", (200, zone("ERROR", "DELETE")))
    )
    with pytest.raises(CloudError, match="name servers"):
        Zone().delete(calling(dns=dns), "z", WANTED)


def test_in_another_project_an_administrator_acts_as_that_project(service, calling):
    dns = (
        service()
        .on("GET", "/quotas/agency", (200, {"zones": 2}))
        .on("GET", "/zones/z", (200, zone("ACTIVE")))
    )
    call = calling(dns=dns)
    Zone().fetch(call, "z", {"projectId": "project"})
    Zone().fetch(call, "z", {"projectId": "agency"})
    Quota().get(call, "agency", "reading")
    acting = {"X-Auth-Sudo-Project-ID": "agency"}
    assert dns.headers == [{}, acting, acting]


def test_a_record_set_s_id_holds_its_zone_s(service, calling):
    dns = service().on("PUT", "/zones/z/recordsets/r", (200, {**RECORDS, "status": "ACTIVE", "type": "A"}))
    inputs = {"zoneId": "z", "name": "so.example.", "records": ["192.0.2.1"]}
    changed = RecordSet().update(calling(dns=dns), "z/r", frozenset({"records"}), inputs, {})
    assert (changed["id"], changed["zoneId"]) == ("z/r", "z")
    assert dns.sent("PUT") == [{"records": ["192.0.2.1"]}]


def test_a_zone_s_own_records_are_nobody_s(service, calling):
    of_the_zone = [{**RECORDS, "id": type_, "type": type_} for type_ in ("SOA", "NS", "MX")]
    delegation = {**RECORDS, "name": "x.so.example.", "type": "NS"}
    shared = {**RECORDS, "project_id": "other", "type": "A"}
    dns = service().on("GET", "/recordsets", (200, {"recordsets": [*of_the_zone, delegation, shared]}))
    call = calling(dns=dns)
    there = dict(RecordSet().members(call, "agency"))
    assert there.keys() == {"z/SOA", "z/NS", "z/MX", "z/r"}
    made = {id_: bool(RecordSet().automatic(call, raw)) for id_, raw in there.items()}
    assert made == {"z/SOA": True, "z/NS": True, "z/MX": False, "z/r": False}


def test_a_cloud_without_the_service_has_no_zones():
    cloud = SimpleNamespace(has_service=lambda name: name != "dns", current_project_id="project")
    found = survey(["zone"], lambda *_: (Zone(), Call(cloud, "RegionOne", 5, Shared())))
    assert (found.objects, found.unseen) == ((), {})

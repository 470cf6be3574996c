"""Looking at many objects at once: the same as reading each, in few calls."""

from types import SimpleNamespace

import pytest

from gcloud.cloud.errors import BusyError
from gcloud.engine.interface import Known
from gcloud.provider.openstack import OpenStackProvider

NETWORK = "openstack:networking/network:Network"
RULE = "openstack:networking/secGroupRule:SecGroupRule"
VOLUME = "openstack:blockstorage/volume:Volume"


@pytest.fixture
def cinder(service):
    return service()


@pytest.fixture
def provider(neutron, cinder):
    def connect(_cloud, region):
        return SimpleNamespace(
            network=neutron,
            block_storage=cinder,
            compute=None,
            current_project_id="project",
            config=SimpleNamespace(region_name=region or "RegionOne"),
        )

    made = OpenStackProvider(connect)
    made.configure({"cloud": "lab"})
    return made


@pytest.fixture
def create(provider):
    def create(name, **news):
        inputs = provider.check(NETWORK, f"urn::{name}", None, {"name": name, **news}).inputs
        created = provider.create(NETWORK, f"urn::{name}", inputs, None)
        return Known(NETWORK, f"urn::{name}", created.id, inputs, created.outputs)

    return create


def read(provider, known):
    return provider.read(known.type, known.urn, known.id, known.inputs, known.outputs)


def volume(name, **more):
    return {"id": name, "attachments": [], "name": name, "size": 1, "status": "available"} | more


def state_of(name):
    return Known(VOLUME, f"urn::{name}", name, {"name": name, "size": 1}, {"name": name, "size": 1})


def test_one_question_for_all_networks_of_all_projects(provider, create, neutron):
    known = [create(f"n{number}", tags=["t"]) for number in range(20)]
    known += [create("theirs", tenantId="other")]
    expected = [read(provider, one) for one in known]
    neutron.calls.clear()
    assert [seen.live for seen in provider.observe(known)] == expected
    assert neutron.calls == [("GET", "/networks")]


def test_an_order_that_means_nothing_is_no_change(provider, create, neutron):
    known = create("n", tags=["b", "a", "c"])
    (before,) = provider.observe([known])
    seen = Known(known.type, known.urn, known.id, known.inputs, before.live.outputs)
    neutron.members["networks"][known.id]["tags"] = ["d", "c", "b"]
    (after,) = provider.observe([seen])
    assert before.live.outputs["allTags"] == ["b", "a", "c"]
    assert after.live.outputs["allTags"] == ["b", "c", "d"]


def test_many_are_asked_for_in_addresses_that_a_web_server_takes(provider, create, neutron):
    known = [create(f"n{number}") for number in range(301)]
    neutron.calls.clear()
    assert all(seen.live for seen in provider.observe(known))
    # The last one is alone in its question, and reading it is cheaper.
    assert sorted(neutron.calls) == [
        ("GET", "/networks"),
        ("GET", "/networks"),
        ("GET", f"/networks/{known[-1].id}"),
    ]


def test_what_was_changed_is_seen_and_what_is_gone_was_asked_for_by_itself(provider, create, neutron):
    kept, changed, gone = (create(name, description="ours") for name in ("kept", "changed", "gone"))
    neutron.members["networks"][changed.id]["description"] = "theirs"
    del neutron.members["networks"][gone.id]
    neutron.calls.clear()
    seen = provider.observe([gone, changed, kept])
    assert [item.live and item.live.outputs["description"] for item in seen] == [None, "theirs", "ours"]
    assert [item.problem for item in seen] == [None, None, None]
    assert neutron.calls == [("GET", "/networks"), ("GET", f"/networks/{gone.id}")]


def test_an_object_that_a_listing_misses_is_not_gone(provider, cinder):
    known = [state_of(f"v{number}") for number in range(5)]
    cinder.on("GET", "/volumes/detail", (200, {"volumes": [volume(one.id) for one in known[:4]]}))
    cinder.on("GET", "/volumes/v4", (200, {"volume": volume("v4")}))
    assert [seen.live.id for seen in provider.observe(known)] == [one.id for one in known]
    assert [path for _, path, _ in cinder.calls] == ["/volumes/detail", "/volumes/v4"]


def test_few_are_read_and_not_listed(provider, cinder):
    known = [state_of(f"v{number}") for number in range(3)]
    for one in known:
        cinder.on("GET", f"/volumes/{one.id}", (200, {"volume": volume(one.id)}))
    assert all(seen.live for seen in provider.observe(known))
    assert sorted(path for _, path, _ in cinder.calls) == ["/volumes/v0", "/volumes/v1", "/volumes/v2"]


def test_a_listing_is_given_up_once_it_costs_more_than_reading_what_is_missing(provider, cinder):
    known = [state_of(f"v{number}") for number in range(14)]
    more = {"volumes_links": [{"rel": "next", "href": "http://cinder/volumes/detail?marker=x"}]}
    first = [volume(f"first{number}") for number in range(199)] + [volume("v0")]
    second = [volume(f"second{number}") for number in range(200)]
    cinder.on("GET", "/volumes/detail", (200, {"volumes": first, **more}), (200, {"volumes": second, **more}))
    for one in known[1:]:
        cinder.on("GET", f"/volumes/{one.id}", (200, {"volume": volume(one.id)}))
    assert [seen.live.id for seen in provider.observe(known)] == [one.id for one in known]
    asked = [path for _, path, _ in cinder.calls]
    assert asked.count("/volumes/detail") == 2  # thirteen are still missing: worth 208 entries
    assert sorted(asked[2:]) == sorted(f"/volumes/{one.id}" for one in known[1:])


def test_a_listing_that_is_not_allowed_is_made_up_for_by_reading(provider, cinder):
    known = [state_of(f"v{number}") for number in range(4)]
    cinder.on("GET", "/volumes/detail", (403, {"forbidden": {"message": "Policy doesn't allow it"}}))
    for one in known:
        cinder.on("GET", f"/volumes/{one.id}", (200, {"volume": volume(one.id)}))
    assert all(seen.live for seen in provider.observe(known))


def test_what_cannot_be_seen_is_told_and_hides_nothing_else(provider, create, cinder):
    known = [create("n"), *(state_of(f"v{number}") for number in range(4))]
    cinder.on("GET", "/volumes/detail", (503, {"message": "not now"}))
    network, *volumes = provider.observe(known)
    assert network.live.outputs["name"] == "n"
    assert {type(seen.problem) for seen in volumes} == {BusyError}
    assert len(cinder.calls) == 1


def test_a_type_that_is_not_served_is_a_problem_of_its_object(provider, create):
    strange = Known("openstack:dns/transferRequest:TransferRequest", "urn::z", "z", {}, {})
    unseen, seen = provider.observe([strange, create("n")])
    assert "openstack:dns/transferRequest:TransferRequest" in unseen.problem.message
    assert seen.live is not None


def test_regions_are_asked_separately(provider, create, neutron):
    here, there = create("here"), create("there", region="RegionTwo")
    neutron.calls.clear()
    assert [seen.live.outputs["region"] for seen in provider.observe([here, there])] == [
        "RegionOne",
        "RegionTwo",
    ]
    assert len(neutron.calls) == 2

"""The provider as the engine sees it: what it knows, what it refuses, and whom it asks."""

import threading
from types import SimpleNamespace

import pytest

from gcloud.engine.values import UNKNOWN
from gcloud.errors import InputError
from gcloud.provider.openstack import OpenStackProvider
from gcloud.provider.registry import RESOURCES, SOURCES

NETWORK = "openstack:networking/network:Network"


@pytest.fixture
def asked():
    return []


@pytest.fixture
def provider(neutron, asked):
    def connect(cloud, region):
        asked.append((cloud, region))
        config = SimpleNamespace(region_name="RegionOne")
        return SimpleNamespace(network=neutron, current_project_id="project", config=config)

    made = OpenStackProvider(connect)
    made.configure({"cloud": "lab", "version": "5.5.3"})
    return made


@pytest.mark.parametrize("token", [token for token, _ in RESOURCES + SOURCES])
def test_every_type_of_the_table_is_there(token):
    assert OpenStackProvider().unsupported(token) is None


@pytest.mark.parametrize("token", [token for token, _ in RESOURCES])
def test_every_type_names_itself_and_its_schema(token):
    kind = OpenStackProvider()._type(token)
    assert kind.type_ == token
    assert kind.noun
    assert kind.services
    assert set(kind.key) <= kind.schema.inputs().keys()


def test_another_type_is_refused_by_name():
    reason = OpenStackProvider().unsupported("openstack:networking/networks:Networks")
    assert reason.startswith("openstack:networking/networks:Networks is not supported")
    assert NETWORK in reason
    with pytest.raises(InputError, match="loadbalancer"):
        OpenStackProvider().check("openstack:loadbalancer/pool:Pool", "urn::x", None, {})


def test_credentials_in_the_program_are_refused():
    with pytest.raises(InputError, match="authUrl, password") as caught:
        OpenStackProvider().configure({"cloud": "lab", "password": "secret", "authUrl": "https://x"})
    assert "clouds.yaml" in caught.value.hint
    assert "secret" not in caught.value.message


def test_check_and_diff_need_no_cloud(provider, asked):
    inputs = provider.check(NETWORK, "urn::dmz", None, {}).inputs
    provider.diff(NETWORK, "id", inputs, inputs, inputs, ())
    assert asked == []


def test_one_connection_a_region_for_all_threads(provider, asked):
    threads = [
        threading.Thread(target=provider.create, args=(NETWORK, "urn::n", {"name": f"n{i}"}, None))
        for i in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    provider.create(NETWORK, "urn::n", {"name": "far", "region": "RegionTwo"}, None)
    assert asked == [("lab", None), ("lab", "RegionTwo")]


def test_a_cloud_that_is_not_known_yet_can_be_planned_for_and_no_more(asked):
    provider = OpenStackProvider(lambda *names: asked.append(names))
    provider.configure({"cloud": UNKNOWN})
    assert not provider.check(NETWORK, "urn::dmz", None, {"name": "dmz"}).failures
    with pytest.raises(InputError, match="not known yet"):
        provider.create(NETWORK, "urn::dmz", {"name": "dmz"}, None)


def test_the_life_of_a_network(provider, neutron):
    inputs = provider.check(NETWORK, "urn::dmz", None, {"name": "dmz", "description": "old"}).inputs
    created = provider.create(NETWORK, "urn::dmz", inputs, None)
    assert created.outputs["region"] == "RegionOne"
    assert created.outputs["tags"] is None
    read = provider.read(NETWORK, "urn::dmz", created.id, inputs, created.outputs)
    assert read.outputs["tags"] == []
    assert read.inputs == {"name": "dmz", "description": "old"}
    news = {"__defaults": [], "name": "dmz", "description": "new"}
    outputs = provider.update(NETWORK, "urn::dmz", created.id, inputs, read.outputs, news, None)
    assert outputs["description"] == "new"
    assert provider.list_all(NETWORK).keys() == {created.id}
    neutron.members["networks"][created.id]["description"] = "drifted"
    drifted = provider.read(NETWORK, "urn::dmz", created.id, news, outputs)
    changes = provider.diff(NETWORK, created.id, drifted.inputs, drifted.outputs, news, ()).changes
    assert [(change.path, change.old, change.new) for change in changes] == [
        ("description", "drifted", "new")
    ]
    provider.delete(NETWORK, "urn::dmz", created.id, news, outputs, None)
    assert provider.read(NETWORK, "urn::dmz", created.id, news, outputs) is None


def test_an_import_takes_what_a_program_would_give(provider):
    made = provider.create(NETWORK, "urn::dmz", {"name": "dmz", "description": "words", "mtu": 1400}, None)
    read = provider.read(NETWORK, "urn::dmz", made.id, None, None)
    assert read.inputs == {"__defaults": [], "name": "dmz", "description": "words"}
    assert provider.diff(NETWORK, made.id, read.inputs, read.outputs, read.inputs, ()).changes == ()


def test_a_wrong_argument_of_a_data_source_is_named(provider):
    with pytest.raises(InputError, match="did you mean name"):
        provider.invoke("openstack:networking/getNetwork:getNetwork", {"nme": "public"})


def test_a_data_source_wants_exactly_one(provider):
    source = "openstack:networking/getNetwork:getNetwork"
    made = provider.create(NETWORK, "urn::n", {"name": "public", "adminStateUp": True}, None)
    assert provider.invoke(source, {"name": "public"})["id"] == made.id
    with pytest.raises(Exception, match="no network with name other"):
        provider.invoke(source, {"name": "other"})
    provider.create(NETWORK, "urn::n", {"name": "public"}, None)
    with pytest.raises(Exception, match="2 networks with name public"):
        provider.invoke(source, {"name": "public"})

"""The program of adopted objects: what it asks an engine for."""

import shutil
from pathlib import Path

import pytest

from gcloud.model.adopted import AdoptedObject
from stacks.components.adopted import class_of, property_of
from stacks.components.refusal import RefusedError

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
SITE = Path(__file__).parent / "data" / "adopted"
PROGRAM = ROOT / "stacks" / "adopted"


@pytest.fixture(scope="module")
def registered(run_program):
    """What the program registers, by name."""
    run = run_program(SITE, stack="old", program=PROGRAM)
    return {r["name"]: r for r in run["requests"] if r.get("type", "").startswith("openstack:")}


def test_each_object_is_registered_after_what_it_refers_to(registered):
    order = list(registered)
    assert len(order) == 5
    for first, second in (
        ("network-srv", "subnet-srv"),
        ("subnet-srv", "port-web"),
        ("keypair-ops", "server-web"),
    ):
        assert order.index(first) < order.index(second)
    assert order[-1] == "server-web"


def test_properties_are_exactly_those_of_the_files_with_references_resolved(registered):
    assert registered["network-srv"]["object"] == {"name": "srv", "adminStateUp": True}
    assert registered["port-web"]["object"] == {
        "networkId": "Network/network-srv",
        "fixedIps": [{"subnetId": "Subnet/subnet-srv", "ipAddress": "10.1.0.7"}],
    }
    assert registered["server-web"]["object"] == {
        "name": "web",
        "keyPair": "ops",
        "networks": [{"port": "Port/port-web"}],
    }


def test_every_object_is_protected_unless_it_says_otherwise(registered):
    protected = {name for name, request in registered.items() if request.get("protect")}
    assert protected == set(registered) - {"subnet-srv"}


def test_options_are_the_objects_own(registered):
    assert registered["port-web"]["ignoreChanges"] == ["description"]
    assert any(urn.endswith("::network-srv") for urn in registered["keypair-ops"]["dependencies"])


def test_every_object_is_of_its_clouds_service(registered):
    parents = {name: request["parent"].rpartition("::")[2] for name, request in registered.items()}
    assert parents["port-web"] == "own-networking"
    assert parents["server-web"] == "own-compute"


def test_a_property_that_the_sdk_does_not_know_is_refused(run_program, tmp_path):
    site = shutil.copytree(SITE, tmp_path / "site")
    file = site / "adopted.yaml"
    file.write_text(file.read_text().replace("adminStateUp: true", "adminUp: true"))
    refused = run_program(site, stack="old", program=PROGRAM)["error"]
    assert "network-srv (openstack:networking/network:Network)" in refused
    assert "adminUp" in refused


@pytest.mark.parametrize("type_", ["networking/nothing:Nothing", "nothing/network:Network"])
def test_a_type_that_the_sdk_lacks_is_refused(type_):
    one = AdoptedObject(type=f"openstack:{type_}", name="x", properties={})
    with pytest.raises(RefusedError, match="which the SDK lacks"):
        class_of(one)


def test_a_reference_to_a_property_that_is_none_is_refused():
    one = AdoptedObject(type="openstack:networking/network:Network", name="x", properties={})
    with pytest.raises(RefusedError, match="x has no property nmae"):
        property_of(class_of(one), "x", "nmae")

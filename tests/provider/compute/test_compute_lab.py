"""Our compute, volume and image types on a real cloud, beside what the official engine stored."""

import hashlib
import json
import re
import secrets
from pathlib import Path

import pytest

from gcloud.cloud.errors import NotAllowedError, QuotaError
from gcloud.engine.interface import PartialFailure
from gcloud.errors import CloudError
from gcloud.provider.compute.nova import ServerFailedError

pytestmark = pytest.mark.lab

DATA = Path(__file__).parent.parent / "data"
SAMPLE = {
    item["type"].rpartition(":")[2]: item
    for item in json.loads((DATA / "official-resources.json").read_text())
}
NET, COMPUTE, VOLUME = "openstack:networking/", "openstack:compute/", "openstack:blockstorage/"
NETWORK, SUBNET, PORT = (f"{NET}{name}" for name in ("network:Network", "subnet:Subnet", "port:Port"))
ALLOTTED = {
    "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}": "an id",
    "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}": "two ids",
    "/v2/images/.*/file": "a file in Glance",
    "[0-9a-f]{32}": "a project's id or an md5",
    "[0-9a-f]{128}": "a sha512",
    "fa:16:3e(:[0-9a-f]{2}){3}": "a hardware address",
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ": "a moment",
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC": "a moment in Go",
    "/dev/sd[a-z]|/dev/vd[a-z]": "a device",
    "lab|host-[0-9]": "a hypervisor",
}


def shape(value):
    """Replace what a cloud allots by what it is, so that two clouds can be compared."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    if isinstance(value, str):
        return next((kind for form, kind in ALLOTTED.items() if re.fullmatch(form, value)), value)
    return value


@pytest.fixture
def name():
    return f"t-{secrets.token_hex(3)}"


@pytest.fixture
def port(program, name):
    network = program.create(NETWORK, "n", name=name)
    subnet = program.create(SUBNET, "s", name=name, networkId=network.id, cidr="10.50.1.0/24", ipVersion=4)

    def make(last: int):
        address = {"subnetId": subnet.id, "ipAddress": f"10.50.1.{last}"}
        return program.create(
            PORT, f"p{last}", name=f"{name}-{last}", networkId=network.id, fixedIps=[address]
        )

    return make


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "blank.img"
    path.write_bytes(bytes(1024 * 1024))
    return path


@pytest.fixture
def image(program, name, file):
    return program.create(
        "openstack:images/image:Image",
        "i",
        name=name,
        containerFormat="bare",
        diskFormat="raw",
        localFilePath=str(file),
        imageCachePath="/nowhere",
        visibility="private",
        properties={"os_distro": "debian"},
    )


@pytest.fixture
def flavor(program, name):
    return program.create(f"{COMPUTE}flavor:Flavor", "fl", name=name, ram=128, vcpus=1, disk=1, isPublic=True)


def alike(created, inputs, live, official, **ours):
    """Compare what we store with the sample, but for what the program itself gave otherwise."""
    assert shape({**created.outputs, **ours}) == shape(official["outputs"])
    assert shape({**live.outputs, **ours}) == shape(official["refreshed_outputs"] | {})
    assert shape({**inputs, **{key: value for key, value in ours.items() if key in inputs}}) == shape(
        official["inputs"]
    )


def test_a_flavor(program, name):
    sample = SAMPLE["Flavor"]
    made = program.create(
        f"{COMPUTE}flavor:Flavor",
        "fl",
        name=name,
        ram=512,
        vcpus=1,
        disk=1,
        isPublic=False,
        extraSpecs={"hw:cpu_policy": "shared"},
    )
    alike(made, program.inputs(made), program.read(made), sample, name="gov.small")
    outputs = program.update(
        made, name=name, ram=512, vcpus=1, disk=1, extraSpecs={"hw:mem_page_size": "any"}, description="d"
    )
    assert outputs["extraSpecs"] == {"hw:mem_page_size": "any"}
    assert outputs["description"] == "d"
    found = program.provider.invoke(f"{COMPUTE}getFlavor:getFlavor", {"name": name})
    assert found["id"] == made.id
    with pytest.raises(CloudError, match="no flavor with name"):
        program.provider.invoke(f"{COMPUTE}getFlavor:getFlavor", {"name": f"{name}-x"})


def test_a_server_group(program, name):
    made = program.create(f"{COMPUTE}serverGroup:ServerGroup", "sg", name=name, policies="anti-affinity")
    alike(made, program.inputs(made), program.read(made), SAMPLE["ServerGroup"], name="spread")


def test_a_key_pair(program, name):
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ/ZDiLIRXfbmVEzfoVEeYfZEjLNWzrTR5x0vKYpkUOk ops"
    made = program.create(f"{COMPUTE}keypair:Keypair", "k", name=name, publicKey=key)
    assert made.id == name
    assert made.outputs["publicKey"] == key
    assert made.outputs["fingerprint"].count(":") == 15
    assert program.read(made).outputs == made.outputs


def test_an_image_is_uploaded_once_and_compared(program, image, file):
    ours = {"name": "tiny", "localFilePath": "blank.img", "imageCachePath": "HOME/.terraform/image_cache"}
    sample = SAMPLE["Image"]
    defaults = {"__defaults": ["imageCachePath"]}
    live = program.read(image)
    alike(image, {**program.inputs(image), **defaults}, live, sample, **ours)
    assert image.outputs["properties"]["os_hash_value"] == hashlib.sha512(file.read_bytes()).hexdigest()
    assert live.inputs["properties"] == {"os_distro": "debian"}
    given = {name: value for name, value in program.inputs(image).items() if name != "__defaults"}
    outputs = program.update(
        image,
        **given | {"name": "other", "properties": {"os_version": "12"}, "tags": ["a"], "protected": True},
    )
    assert outputs["properties"].keys() == {"os_version", "os_hash_algo", "os_hash_value", "stores"}
    assert (outputs["name"], outputs["tags"], outputs["protected"]) == ("other", ["a"], True)
    with pytest.raises(CloudError, match="protected"):
        program.provider.delete(*program.state(image), None)
    program.update(image, **given)


def test_a_volume_grows_and_changes_its_name(program, name):
    made = program.create(f"{VOLUME}volume:Volume", "v", name=name, size=1, description="d")
    sample = SAMPLE["Volume"]
    live = program.read(made)
    free = {**sample, "refreshed_outputs": {**sample["refreshed_outputs"], "attachments": []}}
    alike(made, program.inputs(made), live, free, name="data")
    outputs = program.update(made, name=f"{name}-2", size=2, metadata={"a": "b"})
    assert (outputs["size"], outputs["metadata"], outputs["description"]) == (2, {"a": "b"}, "")
    smaller = program.provider.check(made_type(program, made), "urn::v", program.inputs(made), {"size": 1})
    assert "can't shrink" in smaller.failures[0].reason


def made_type(program, made):
    return program.state(made)[0]


def test_a_volume_type(program, name):
    made = program.create(
        f"{VOLUME}volumeTypeV3:VolumeTypeV3",
        "vt",
        name=name,
        description="x",
        extraSpecs={"level": "3"},
        isPublic=False,
    )
    alike(made, program.inputs(made), program.read(made), SAMPLE["VolumeTypeV3"], name="level3")
    outputs = program.update(made, name=f"{name}-2", description="y", extraSpecs={"level": "4", "a": "b"})
    assert (outputs["name"], outputs["extraSpecs"]) == (f"{name}-2", {"level": "4", "a": "b"})


def test_a_server_with_a_volume(program, port, image, flavor, name):
    sample = SAMPLE["Instance"]
    own = port(20)
    server = program.create(
        f"{COMPUTE}instance:Instance",
        "vm",
        name=name,
        imageId=image.id,
        flavorName=flavor.outputs["name"],
        networks=[{"port": own.id}],
        metadata={"level": "3"},
        securityGroups=[],
    )
    ours = {"name": "web1", "flavorName": "m1.lab", "imageName": "tiny", "securityGroups": ["web"]}
    live = program.read(server)
    networks = [{**server.outputs["networks"][0], "name": "srv"}]
    assert shape({**server.outputs, **ours, "networks": networks}) == shape(sample["outputs"])
    assert shape({**live.outputs, **ours, "networks": networks}) == shape(sample["refreshed_outputs"])
    assert server.outputs["networks"][0]["port"] == own.id

    volume = program.create(f"{VOLUME}volume:Volume", "v", name=name, size=1)
    attached = program.create(
        f"{COMPUTE}volumeAttach:VolumeAttach", "va", instanceId=server.id, volumeId=volume.id
    )
    assert shape(attached.outputs) == shape(SAMPLE["VolumeAttach"]["outputs"])
    assert shape(program.read(attached).outputs) == shape(SAMPLE["VolumeAttach"]["refreshed_outputs"])
    assert program.read(volume).outputs["attachments"] == [
        {"device": attached.outputs["device"], "id": volume.id, "instanceId": server.id}
    ]

    given = {"imageId": image.id, "flavorName": name, "networks": [{"port": own.id}]}
    outputs = program.update(server, **given, name=f"{name}-2", metadata={"level": "4", "a": "b"}, tags=["t"])
    assert (outputs["name"], outputs["allMetadata"]) == (f"{name}-2", {"level": "4", "a": "b"})
    assert (outputs["tags"], outputs["allTags"]) == (["t"], ["t"])
    outputs = program.update(server, **given, name=name, powerState="shutoff")
    assert (outputs["powerState"], outputs["allMetadata"], outputs["allTags"]) == ("shutoff", {}, [])
    assert program.update(server, **given, name=name)["powerState"] == "active"


def test_a_server_is_resized(program, port, image, flavor, name):
    larger = program.create(f"{COMPUTE}flavor:Flavor", "fl2", name=f"{name}-2", ram=256, vcpus=1, disk=1)
    own = port(21)
    given = {"name": name, "imageId": image.id, "networks": [{"port": own.id}]}
    server = program.create(f"{COMPUTE}instance:Instance", "vm", flavorId=flavor.id, **given)
    outputs = program.update(server, flavorId=larger.id, **given)
    assert (outputs["flavorId"], outputs["flavorName"]) == (larger.id, f"{name}-2")
    assert outputs["powerState"] == "active"


def test_servers_of_a_group_stand_apart_and_one_too_many_leaves_nothing(program, port, image, flavor, name):
    group = program.create(f"{COMPUTE}serverGroup:ServerGroup", "g", name=name, policies="anti-affinity")
    listed = program.admin.compute.get("/os-hypervisors").json()["hypervisors"]
    hosts = len({item["hypervisor_hostname"] for item in listed})
    hints = [{"group": group.id}]

    def server(number):
        networks = [{"port": port(30 + number).id}]
        return program.create(
            f"{COMPUTE}instance:Instance",
            f"vm{number}",
            name=f"{name}-{number}",
            imageId=image.id,
            flavorId=flavor.id,
            networks=networks,
            schedulerHints=hints,
        )

    made = [server(number) for number in range(hosts)]
    assert len({one.outputs["hypervisorHostname"] for one in made}) == hosts
    with pytest.raises(ServerFailedError, match=r'server ".*" failed: No valid host') as caught:
        server(hosts)
    assert not isinstance(caught.value, PartialFailure)
    assert "removed again" in caught.value.message
    assert "hypervisor" in caught.value.hint
    assert len(program.provider.list_all(f"{COMPUTE}instance:Instance")) == hosts
    program.looks_alike()
    assert sorted(program.read(group).outputs["members"]) == sorted(one.id for one in made)


def test_a_quota_keeps_its_figures(program, port, image, flavor, name):
    program.admin.compute.put(
        f"/os-quota-sets/{program.project}", json={"quota_set": {"instances": 0}}
    ).raise_for_status()
    try:
        with pytest.raises(QuotaError) as caught:
            program.create(
                f"{COMPUTE}instance:Instance",
                "vm",
                name=name,
                imageId=image.id,
                flavorId=flavor.id,
                networks=[{"port": port(40).id}],
            )
    finally:
        program.admin.compute.delete(f"/os-quota-sets/{program.project}").raise_for_status()
    assert caught.value.data["quota"] == {"instances": {"asked": 1, "used": 0, "limit": 0}}
    assert f'server "{name}"' in caught.value.message


def test_on_a_hired_cloud_a_member_makes_servers_and_volumes_but_no_flavors(  # noqa: PLR0917 - fixtures
    member, program, port, flavor, file, name, monkeypatch
):
    own = port(50)  # made by the administrator: the network is not what is tried here
    with monkeypatch.context() as patch:
        patch.setattr(program, "provider", member)
        found = member.invoke(f"{COMPUTE}getFlavor:getFlavor", {"name": name})
        assert found["id"] == flavor.id
        given = {"containerFormat": "bare", "diskFormat": "raw", "imageCachePath": "/nowhere"}
        image = program.create(
            "openstack:images/image:Image", "i", name=name, localFilePath=str(file), **given
        )
        group = program.create(f"{COMPUTE}serverGroup:ServerGroup", "g", name=name, policies="anti-affinity")
        server = program.create(
            f"{COMPUTE}instance:Instance",
            "vm",
            name=name,
            imageId=image.id,
            flavorId=found["id"],
            networks=[{"port": own.id}],
            schedulerHints=[{"group": group.id}],
        )
        assert server.outputs["powerState"] == "active"
        assert server.outputs["hypervisorHostname"] == ""  # not for tenants to see
        volume = program.create(f"{VOLUME}volume:Volume", "v", name=name, size=1)
        program.create(f"{COMPUTE}volumeAttach:VolumeAttach", "va", instanceId=server.id, volumeId=volume.id)
        program.looks_alike()
        assert not member.survey(()).unseen
    with pytest.raises(NotAllowedError, match=r'flavor "x".*is not allowed') as caught:
        member.create(
            f"{COMPUTE}flavor:Flavor",
            "urn::x",
            {"name": "x", "ram": 1, "vcpus": 1, "disk": 1, "rxTxFactor": 1},
            None,
        )
    assert "administrator" in caught.value.hint
    with pytest.raises(NotAllowedError, match=r'volume type "x".*is not allowed'):
        member.create(f"{VOLUME}volumeTypeV3:VolumeTypeV3", "urn::x", {"name": "x"}, None)


def test_what_a_killed_run_began_is_found_and_finished(program, tenant, port, flavor, file):
    """As the engine does after a kill: find, read, update with nothing changed."""
    provider, admin, project = tenant
    name = flavor.outputs["name"]

    def after_the_kill(type_, news, kill):
        urn = f"urn:pulumi:s::p::{type_}::x"
        inputs = provider.check(type_, urn, None, news).inputs
        before = provider.existing(type_, inputs)
        kill()
        id_ = provider.find(type_, inputs, before)
        assert id_ is not None
        found = provider.read(type_, urn, id_, inputs, None)
        outputs = provider.update(type_, urn, id_, inputs, found.outputs, inputs, None)
        assert provider.diff(type_, id_, inputs, outputs, inputs, ()).changes == ()
        program.adopt(type_, urn, id_, inputs, outputs)
        return id_, outputs

    ours = admin.connect_as_project(admin.identity.get_project(project))
    bare = {"name": name, "disk_format": "raw", "container_format": "bare", "visibility": "private"}
    given = {"name": name, "containerFormat": "bare", "diskFormat": "raw", "imageCachePath": "/nowhere"}
    image, outputs = after_the_kill(
        "openstack:images/image:Image",
        {**given, "localFilePath": str(file)},
        lambda: ours.image.post("/images", json=bare).raise_for_status(),
    )
    assert outputs["status"] == "active"
    assert outputs["sizeBytes"] == file.stat().st_size

    own = port(60)
    body = {"name": name, "flavorRef": flavor.id, "imageRef": image, "networks": [{"port": own.id}]}
    _, outputs = after_the_kill(
        f"{COMPUTE}instance:Instance",
        {"name": name, "flavorId": flavor.id, "imageId": image, "networks": [{"port": own.id}]},
        lambda: ours.compute.post("/servers", json={"server": body}).raise_for_status(),
    )
    assert outputs["powerState"] == "active"
    assert outputs["networks"][0]["port"] == own.id

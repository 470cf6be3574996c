"""From a cloud's objects to adopted objects, and from those to files that read back as the same."""

import pytest

from gcloud.cloud.beside import Beside
from gcloud.deploy.adopt_check import adopted_problems
from gcloud.deploy.adopt_describe import LeftOut, describe
from gcloud.deploy.adopt_new import NewSite, draft, province_of, write
from gcloud.deploy.adopt_text import adopted_text
from gcloud.engine.interface import LiveObject, Survey
from gcloud.errors import CloudError, InputError
from gcloud.model.adopted import AdoptedObject
from gcloud.model.load import load, load_with_positions
from gcloud.provider.openstack import OpenStackProvider

NETWORK = "openstack:networking/network:Network"
SUBNET = "openstack:networking/subnet:Subnet"
RULE = "openstack:networking/secGroupRule:SecGroupRule"
GROUP = "openstack:networking/secGroup:SecGroup"
PORT = "openstack:networking/port:Port"
INSTANCE = "openstack:compute/instance:Instance"
VOLUME = "openstack:blockstorage/volume:Volume"
ATTACHMENT = "openstack:compute/volumeAttach:VolumeAttach"
KEYPAIR = "openstack:compute/keypair:Keypair"

ID = "7d1f3f0e-3c39-4c52-9b6b-0f4a4f0c4a3{}"


def live(type_, number, name="", *, automatic="", **outputs):
    """An object as a survey gives it."""
    id_ = ID.format(number)
    return LiveObject(type_, id_, name, {}, {"id": id_, "name": name, **outputs}, automatic)


NET = live(NETWORK, 1, "srv", adminStateUp=True, tenantId="t", region="RegionOne")
SUB = live(SUBNET, 2, "srv", networkId=NET.id, cidr="10.1.0.0/24", ipVersion=4, enableDhcp=False)
ALL = (NET, SUB)


@pytest.fixture
def provider():
    """The real types; nothing that these tests ask of them needs a cloud."""
    return OpenStackProvider()


def properties(found, name):
    (one,) = [one for one in found.objects if one.name == name]
    return one.properties


def test_an_object_is_what_somebody_decided_and_refers_to_others_by_name(provider):
    found = describe(ALL, provider)
    assert [(one.type, one.name, one.id) for one in found.objects] == [
        (NETWORK, "network-srv", NET.id),
        (SUBNET, "subnet-srv", SUB.id),
    ]
    assert properties(found, "network-srv") == {"name": "srv", "adminStateUp": True}
    assert properties(found, "subnet-srv") == {
        "name": "srv",
        "networkId": {"$ref": "network-srv"},
        "cidr": "10.1.0.0/24",
        "ipVersion": 4,
        "enableDhcp": False,
    }


def test_a_rule_keeps_all_that_it_says_also_what_the_cloud_would_fill_in(provider):
    group = live(GROUP, 3, "web", stateful=True)
    rule = live(
        RULE, 4, "tcp 22", securityGroupId=group.id, direction="ingress", ethertype="IPv4", protocol="tcp",
        portRangeMin=22, portRangeMax=22, remoteIpPrefix="10.9.0.0/16",
    )  # fmt: skip
    assert properties(describe((group, rule), provider), "rule-tcp-22")["remoteIpPrefix"] == "10.9.0.0/16"


def test_what_the_cloud_made_by_itself_is_left_out_with_its_reason(provider):
    own = live(NETWORK, 5, "ha", automatic="Neutron made it for itself")
    found = describe((NET, own), provider)
    assert found.left_out == (LeftOut(NETWORK, own.id, "ha", "Neutron made it for itself"),)
    assert [one.name for one in found.objects] == ["network-srv"]


def test_a_key_pair_is_taken_where_a_server_uses_it(provider):
    used, other = (
        LiveObject(
            KEYPAIR, name, name, {}, {"id": name, "name": name, "publicKey": "ssh-ed25519 AAAA"}, "a user's"
        )
        for name in ("ops", "mine")
    )
    server = live(INSTANCE, 6, "web", keyPair="ops", flavorId="f", imageId="i", networks=[])
    found = describe((used, other, server), provider)
    assert properties(found, "server-web")["keyPair"] == {"$ref": "keypair-ops", "of": "name"}
    assert [one.name for one in found.left_out] == ["mine"]


def test_a_servers_interfaces_are_its_ports_or_the_networks_in_which_nova_made_them(provider):
    port = live(PORT, 7, "p", networkId=NET.id, deviceId=ID.format(6), macAddress="fa:16:3e:00:00:02")
    novas = live(PORT, 8, "", networkId=NET.id, deviceId=ID.format(6), automatic="Nova made it for a server")
    networks = [{"port": novas.id, "uuid": NET.id}, {"port": port.id, "uuid": NET.id}]
    server = live(INSTANCE, 6, "web", flavorId="f", imageId="i", networks=networks)
    found = describe((NET, port, novas, server), provider)
    assert properties(found, "server-web")["networks"] == [
        {"uuid": {"$ref": "network-srv"}},
        {"port": {"$ref": "port-p"}},
    ]
    assert "macAddress" not in properties(found, "port-p")


def test_a_server_that_boots_from_a_volume_is_described_with_it(provider):
    server = live(INSTANCE, 6, "web", flavorId="f", imageId="Attempt to boot from volume - no image supplied")
    volume = live(VOLUME, 7, "root", size=1)
    attachment = live(
        ATTACHMENT, 8, instanceId=server.id, volumeId=volume.id, automatic="the server boots from it"
    )
    given = properties(describe((server, volume, attachment), provider), "server-web")
    assert "imageId" not in given
    assert given["blockDevices"][0]["uuid"] == {"$ref": "volume-root"}


def test_names_are_names_and_each_is_one_objects(provider):
    found = describe((live(NETWORK, 1, "Mạng số 1"), live(NETWORK, 2, "Mạng số 1")), provider)
    assert [one.name for one in found.objects] == ["network-mang-so-1", "network-mang-so-1-2"]


def test_an_object_without_a_name_is_not_given_one(provider):
    port = live(PORT, 7, "", networkId=NET.id)
    (one,) = describe((port,), provider).objects
    assert one.properties["name"] == ""


@pytest.mark.parametrize(
    "text",
    [
        *("no", "1e3", "0x1F", "2026-01-01", "~", "a: b", "- x", "#x", " x", "x ", "Đ", "", "{a}"),
        *("a\nb", "null", "10", "$ref", "a:b", "a:", "$", "a #b"),
    ],
)
def test_any_text_is_read_back_as_it_was(tmp_path, text):
    one = AdoptedObject(
        type=NETWORK, name="n", properties={"description": text, "tags": [text], "m": {"k": text}}
    )
    (tmp_path / "adopted.yaml").write_text(adopted_text((one,), cloud="c"))
    (tmp_path / "site.yaml").write_text(
        'schema: 1\nsite: { name: s, province: "42", profile: tcvn14423-2026 }\n'
        "locations: [{ name: here, label: L }]\nclouds: [{ name: c, cloud: c, location: here }]\n"
    )
    assert load(tmp_path).adopted == (one,)


class Surveyed:
    """A provider whose cloud holds what a test says."""

    def __init__(self, objects, unseen=()):
        self.survey = lambda types: Survey(
            tuple(one for one in objects if (one.type in types if types else one.type != KEYPAIR)),
            dict(unseen),
        )
        real = OpenStackProvider()
        self.check, self.diff, self.secret_outputs = real.check, real.diff, real.secret_outputs


def new_site(folder, objects, unseen=()):
    found = draft(NewSite("old-cloud", "old", "42"), Surveyed(objects, unseen))
    write(folder, found.files)
    return found


def test_a_new_site_is_one_that_can_be_used(tmp_path):
    found = new_site(tmp_path / "old", ALL)
    site = load(tmp_path / "old")
    assert site.adopted == found.description.objects
    assert (site.name, site.clouds[0].cloud, site.clouds[0].region) == ("old", "old-cloud", "RegionOne")
    assert found.remarks == ("network-srv with subnet-srv could be a zone, its block 10.1.0.0/24 in a range",)


def test_what_could_not_be_listed_and_what_is_left_out_stands_on_top_of_the_file(tmp_path):
    own = live(NETWORK, 5, "ha", automatic="Neutron made it for itself")
    found = new_site(tmp_path / "old", (NET, own), {INSTANCE: CloudError("Nova said no.\nTwice.")})
    head = found.files["adopted.yaml"].partition("\nadopted:")[0]
    assert f"#   {INSTANCE}: Nova said no. Twice." in head
    assert f"#   {NETWORK} (Neutron made it for itself): ha" in head
    assert all(line.startswith("#") for line in head.splitlines())


def test_what_has_no_resource_type_is_named_as_left_behind(tmp_path):
    others = (Beside("volume snapshot", "1", "friday"), Beside("share", error=CloudError("no")))
    found = draft(NewSite("old-cloud", "old", "42"), Surveyed(ALL), others)
    assert found.description.left_out == (
        LeftOut("volume snapshot", "1", "friday", "no resource type for it"),
    )
    assert list(found.unseen) == ["share"]
    assert "#   volume snapshot (no resource type for it): friday" in found.files["adopted.yaml"]


def test_nothing_secret_is_written(tmp_path):
    server = live(INSTANCE, 6, "web", flavorId="f", imageId="i", adminPass="hunter2", userData="c0af657a")
    found = new_site(tmp_path / "old", (server,))
    assert "hunter2" not in str(found.files)
    assert "c0af657a" not in str(found.files)


@pytest.mark.parametrize("key", ["db_password", "API-Key", "token", "clientSecret"])
def test_metadata_in_which_people_keep_a_secret_is_left_alone(tmp_path, key):
    metadata = {"role": "web", key: "hunter2"}
    server = live(INSTANCE, 6, "web", flavorId="f", powerState="active", metadata=metadata)
    found = new_site(tmp_path / "old", (server,))
    assert "hunter2" not in str(found.files)
    (one,) = found.description.objects
    assert one.ignore == ("metadata",)
    assert "metadata" not in one.properties
    assert "server-web: metadata is not written down" in found.files["adopted.yaml"]


def test_a_users_key_pair_is_looked_for_where_a_server_of_the_project_uses_it(tmp_path):
    keys = [LiveObject(KEYPAIR, name, name, {}, {"name": name}, "a user's") for name in ("ops", "mine")]
    server = live(INSTANCE, 6, "web", flavorId="f", imageId="i", keyPair="ops", powerState="active")
    found = new_site(tmp_path / "old", (server, *keys))
    assert [one.name for one in found.description.objects] == ["server-web", "keypair-ops"]
    assert found.description.left_out == ()


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "adopted.yaml").write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        new_site(tmp_path, ALL)
    assert (tmp_path / "adopted.yaml").read_text() == "mine"


def test_a_cloud_that_can_not_be_reached_is_told_as_such():
    with pytest.raises(CloudError, match="silence"):
        draft(NewSite("c", "s", "42"), Surveyed((), {NETWORK: CloudError("silence")}))


def test_a_province_is_given_by_its_code():
    assert province_of("42") == "42"
    with pytest.raises(InputError, match="no province"):
        province_of("Hà Tĩnh")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "network:Network",
            "network:Netwrok",
            (
                "2:11: openstack:networking/network:Netwrok is not supported by the embedded engine; "
                "write openstack:networking/network:Network"
            ),
        ),
        (
            "adminStateUp",
            "adminStateUpp",
            (
                "7:22: adminStateUpp is not known to openstack:networking/network:Network; "
                "did you mean adminStateUp?"
            ),
        ),
        (
            "adminStateUp: true",
            "adminStateUp: maybe",
            (
                "7:21: adminStateUp must be true or false, not a string ('maybe'); "
                "see docs/reference/resource-types.md"
            ),
        ),
    ],
)
def test_types_and_properties_that_the_provider_does_not_know_are_told_with_their_place(
    tmp_path, old, new, told
):
    new_site(tmp_path, (NET,))
    file = tmp_path / "adopted.yaml"
    body = "adopted:" + file.read_text().partition("adopted:")[2]
    assert old in body
    file.write_text(body.replace(old, new))
    (problem,) = adopted_problems(load_with_positions(tmp_path))
    assert str(problem) == f"{file}:{told}"

import pytest

from gcloud.cli.words import count, duration, type_word


@pytest.mark.parametrize(
    ("type_", "word"),
    [
        ("openstack:networking/network:Network", "network"),
        ("openstack:networking/routerInterface:RouterInterface", "router interface"),
        ("openstack:networking/secGroup:SecGroup", "security group"),
        ("openstack:networking/addressGroupV2:AddressGroupV2", "address group"),
        ("openstack:blockstorage/volumeTypeV3:VolumeTypeV3", "volume type"),
        ("openstack:compute/instance:Instance", "server"),
        ("openstack:compute/serverGroup:ServerGroup", "server group"),
        ("pulumi:providers:openstack", "openstack"),
    ],
)
def test_types_have_the_fields_words(type_, word):
    assert type_word(type_) == word


@pytest.mark.parametrize(("seconds", "text"), [(0.04, "0.0 s"), (3.21, "3.2 s"), (65, "1 min 05 s")])
def test_durations(seconds, text):
    assert duration(seconds) == text


def test_counts():
    assert (count(1, "zone"), count(2, "zone"), count(2, "address", "addresses")) == (
        "1 zone",
        "2 zones",
        "2 addresses",
    )

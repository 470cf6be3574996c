import pytest

from gcloud.engine.state import urn

ROOT = "urn:pulumi:s::features::pulumi:pulumi:Stack::features-s"
ZONE = "urn:pulumi:s::features::gov:zone:Zone::server"
NETWORK = "urn:pulumi:s::features::gov:zone:Zone$openstack:networking/network:Network::server"


@pytest.mark.parametrize(
    ("type_", "name", "parent", "expected"),
    [
        ("pulumi:pulumi:Stack", "features-s", None, ROOT),
        ("gov:zone:Zone", "server", ROOT, ZONE),
        ("openstack:networking/network:Network", "server", ZONE, NETWORK),
    ],
)
def test_a_childs_urn_carries_its_ancestors_types_but_not_the_roots(type_, name, parent, expected):
    assert urn.make("s", "features", type_, name, parent) == expected


def test_parts_of_a_urn():
    parts = urn.parse(NETWORK)
    assert (parts.stack, parts.project, parts.type, parts.name) == (
        "s",
        "features",
        "openstack:networking/network:Network",
        "server",
    )
    assert str(parts) == NETWORK


def test_a_name_may_hold_the_separator():
    assert urn.parse("urn:pulumi:s::p::t:m:T::a::b").name == "a::b"


@pytest.mark.parametrize("text", ["", "urn:pulumi:s", "urn:pulumi:::p::t::n", "arn:s::p::t::n"])
def test_what_is_no_urn_is_refused(text):
    with pytest.raises(ValueError, match="URN"):
        urn.parse(text)


def test_a_providers_reference_is_its_urn_and_id():
    reference = urn.provider_reference("urn:pulumi:s::p::pulumi:providers:openstack::cloud", "4e2f")
    assert urn.split_provider_reference(reference) == (
        "urn:pulumi:s::p::pulumi:providers:openstack::cloud",
        "4e2f",
    )
    with pytest.raises(ValueError, match="reference"):
        urn.split_provider_reference("cloud")


def test_the_root_is_named_after_project_and_stack():
    assert urn.root("s", "features") == ROOT

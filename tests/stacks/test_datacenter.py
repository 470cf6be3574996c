"""The program as a whole: what it asks an engine for."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "ha-tinh"

COUNTS = {
    "openstack:blockstorage/volume:Volume": 6,
    "openstack:blockstorage/volumeTypeV3:VolumeTypeV3": 3,
    "openstack:compute/flavor:Flavor": 4,
    "openstack:compute/instance:Instance": 15,
    "openstack:compute/serverGroup:ServerGroup": 3,
    "openstack:blockstorage/volumeTypeAccessV3:VolumeTypeAccessV3": 2,
    "openstack:compute/flavorAccess:FlavorAccess": 1,
    "openstack:compute/volumeAttach:VolumeAttach": 6,
    "openstack:images/image:Image": 1,
    "openstack:networking/addressGroupV2:AddressGroupV2": 6,
    "openstack:networking/floatingIp:FloatingIp": 1,
    "openstack:networking/floatingIpAssociate:FloatingIpAssociate": 1,
    "openstack:networking/network:Network": 8,
    "openstack:networking/port:Port": 15,
    "openstack:networking/router:Router": 1,
    "openstack:networking/routerInterface:RouterInterface": 8,
    "openstack:networking/secGroup:SecGroup": 8,
    "openstack:networking/secGroupRule:SecGroupRule": 47,
    "openstack:networking/subnet:Subnet": 8,
}


@pytest.fixture
def site(tmp_path):
    """A copy of the example to spoil."""
    return shutil.copytree(EXAMPLE, tmp_path / "ha-tinh", ignore=shutil.ignore_patterns(".govcloud"))


def replace_in(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def inputs(run):
    """What each resource was asked to be, without where on this machine it was asked."""
    return {
        (r["type"], r["name"]): {k: v for k, v in r.get("object", {}).items() if k != "localFilePath"}
        for r in run["requests"]
        if "type" in r
    }


def test_the_example_s_resources_by_type(resources):
    assert Counter(r["type"] for r in resources) == COUNTS


def test_every_resource_is_its_cloud_s_and_a_component_s(resources):
    for resource in resources:
        assert resource["provider"].partition("pulumi:providers:openstack::")[2].startswith("province::")
        assert "govcloud:datacenter:" in resource["parent"]


def test_no_two_resources_have_one_name_within_a_type_and_parent_type(resources):
    urns = Counter((r["parent"].rpartition("::")[0], r["type"], r["name"]) for r in resources)
    assert {urn for urn, count in urns.items() if count > 1} == set()


def test_only_the_external_network_is_looked_up(example_run):
    (lookup,) = [r for r in example_run["requests"] if "invoke" in r]
    assert lookup["tok"] == "openstack:networking/getNetwork:getNetwork"
    assert lookup["args"] == {"name": "public", "external": True}
    assert lookup["provider"]


def test_nothing_is_secret_and_no_home_folder_is_named(resources):
    text = str([r.get("object") for r in resources])
    assert "4dabf18193072939515e22adb298388d" not in text
    assert str(Path.home() / ".") not in text.replace(str(ROOT), "")


def test_outputs_name_zones_and_servers(example_run):
    outputs = example_run["outputs"]
    assert len(outputs["zones"]) == 8
    assert len(outputs["servers"]) == 15
    assert outputs["servers"]["edge-waf"] == {
        "zone": "edge",
        "address": "10.42.5.72",
        "outside": "203.0.113.7",
        "instance": "Instance/edge-waf",
    }


def test_outputs_name_the_catalogue_for_the_stacks_that_give_access_to_it(example_run):
    outputs = example_run["outputs"]
    assert outputs["flavors"]["province"] == {
        f"gov-{size}": f"Flavor/province-gov-{size}" for size in ("small", "medium", "large", "guarded")
    }
    assert outputs["volume_types"]["province"] == {
        name: f"VolumeTypeV3/province-{name}" for name in ("gov-standard", "gov-level-3", "gov-level-4")
    }


def test_what_is_for_some_levels_is_private_and_ours_where_servers_use_it(resources):
    private = {r["name"] for r in resources if r["object"].get("isPublic") is False}
    assert private == {"province-gov-guarded", "province-gov-level-3", "province-gov-level-4"}
    access = {r["name"]: r["object"] for r in resources if "Access" in r["type"]}
    assert access == {
        "province-gov-guarded": {
            "flavorId": "Flavor/province-gov-guarded",
            "tenantId": "our-project",
        },
        **{
            f"province-{kind}": {
                "volumeTypeId": f"VolumeTypeV3/province-{kind}",
                "projectId": "our-project",
            }
            for kind in ("gov-level-3", "gov-level-4")
        },
    }


def test_servers_and_volumes_wait_until_they_may_use_what_they_are_made_of(resources):
    def waits(type_, access):
        return {
            r["name"]
            for r in resources
            if r["type"].endswith(type_) and any(access in urn for urn in r["dependencies"])
        }

    assert len(waits(":Instance", "FlavorAccess::province-gov-guarded")) == 2
    assert len(waits(":Volume", "VolumeTypeAccessV3::province-gov-level-3")) == 3


def test_another_process_in_a_checkout_that_moved_asks_for_the_same(example_run, run_program, site, tmp_path):
    program = shutil.copytree(ROOT / "stacks" / "datacenter", tmp_path / "elsewhere" / "datacenter")
    moved = run_program(site, program=program, seed="77")
    assert inputs(moved) == inputs(example_run)
    (image,) = [r for r in moved["requests"] if r.get("type") == "openstack:images/image:Image"]
    assert image["object"]["localFilePath"] == str(site / "images" / "placeholder.raw")
    assert image["ignoreChanges"] == ["localFilePath"]


def test_what_serves_one_owner_at_a_time_goes_before_its_successor_comes(resources):
    turn = {r["type"].rpartition(":")[2] for r in resources if r.get("deleteBeforeReplace")}
    assert turn == {"Flavor", "Instance", "VolumeAttach"}


def test_a_floating_address_waits_for_the_way_to_its_zone(resources):
    (join,) = [r for r in resources if r["type"].endswith("FloatingIpAssociate")]
    assert any("routerInterface:RouterInterface::edge" in urn for urn in join["dependencies"])


def test_a_hired_cloud_is_only_used(run_program, site):
    replace_in(site / "site.yaml", "administrator: true", "capabilities: [address-groups, anti-affinity]")
    for folder in ("tenants", "requests"):  # nobody makes projects on a cloud of somebody else's
        shutil.rmtree(site / folder)
    run = run_program(site)
    types = {r["type"] for r in run["requests"] if "type" in r}
    assert types.isdisjoint(
        {"openstack:compute/flavor:Flavor", "openstack:blockstorage/volumeTypeV3:VolumeTypeV3"}
    )
    looked_up = {r["args"]["name"] for r in run["requests"] if "getFlavor" in r.get("tok", "")}
    assert looked_up == {"gov-small", "gov-medium", "gov-large", "gov-guarded"}
    (image,) = [r for r in run["requests"] if r.get("type") == "openstack:images/image:Image"]
    assert image["object"]["visibility"] == "private"

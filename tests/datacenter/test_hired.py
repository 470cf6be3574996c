"""A hired cloud, where we are ordinary users: its catalogue is used by name, all else is made and undone."""

import hashlib
import os
import secrets

import pytest
import yaml

from gcloud.errors import ExitCode
from tests.datacenter.conftest import Province, _connect
from tests.datacenter.emptying import empty
from tests.people import user_with_password

pytestmark = [pytest.mark.lab, pytest.mark.timeout(600)]

IMAGE = b"\0" * 4096


def description(catalogue):
    """A site of level 1: two servers kept apart with a disk each, one that the outside reaches."""
    server = {
        "system": "portal",
        "zone": "dmz",
        "flavor": catalogue,
        "image": "blank",
        "purpose": "a test",
    }
    return {
        "schema": 1,
        "site": {"name": "hired", "province": "42", "profile": "tcvn14423-2026"},
        "locations": [{"name": "elsewhere", "label": "A hired cloud"}],
        "clouds": [
            {
                "name": "hired",
                "cloud": "hired",
                "location": "elsewhere",
                "capabilities": ["address-groups", "anti-affinity"],
            }
        ],
        "ranges": [{"name": "zones", "purpose": "zones", "cidr": "10.42.0.0/22", "fictional": True}],
        "organisations": [{"name": "province", "label": "The province", "kind": "province"}],
        "zones": [{"name": kind, "label": kind, "kind": kind} for kind in ("edge", "dmz", "internal")],
        "systems": [
            {
                "name": "portal",
                "label": "A portal",
                "level": 1,
                "owner": "province",
                "operator": "province",
                "purpose": "a test",
            }
        ],
        "catalogue": {
            "flavors": [{"name": catalogue, "vcpus": 1, "ram_mb": 64, "disk_gb": 1}],
            "images": [
                {
                    "name": "blank",
                    "file": "blank.raw",
                    "format": "raw",
                    "sha256": hashlib.sha256(IMAGE).hexdigest(),
                    "os": "none",
                }
            ],
            "volume_types": [{"name": catalogue}],
        },
        "servers": [
            server
            | {"name": "web", "count": 2, "volumes": [{"name": "data", "size_gb": 1, "type": catalogue}]},
            server | {"name": "front", "zone": "edge", "public": True},
        ],
        "flows": [
            {"from": ["internet"], "to": ["edge"], "services": ["https"], "why": "a test"},
            {"from": ["edge", "internal"], "to": ["dmz"], "services": ["https"], "why": "a test"},
        ],
    }


@pytest.fixture(scope="module")
def province(lab, tmp_path_factory):
    """The small site, for a member of a project of its own on a cloud that offers one flavor and one type."""
    admin = _connect(lab.clouds_file, "lab")
    folder = tmp_path_factory.mktemp("hired")
    name, password = f"t{secrets.token_hex(3)}", secrets.token_hex(8)
    project = admin.identity.create_project(name=name, domain_id="default")
    user = user_with_password(admin, name, password)
    admin.identity.assign_project_role_to_user(project, user, admin.identity.find_role("member"))
    flavor = admin.compute.create_flavor(name=name, vcpus=1, ram=64, disk=1)
    kind = admin.block_storage.create_type(name=name)
    entry = yaml.safe_load(lab.clouds_file.read_text())["clouds"]["lab"]
    entry["auth"] |= {"username": name, "password": password, "project_name": name}
    (folder / "clouds.yaml").write_text(yaml.safe_dump({"clouds": {"hired": entry}}))
    site = folder / "site"
    site.mkdir()
    (site / "blank.raw").write_bytes(IMAGE)
    (site / "site.yaml").write_text(yaml.safe_dump(description(name)))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml"),
        "PULUMI_CONFIG_PASSPHRASE": "a passphrase for tests",
    }
    cloud = _connect(folder / "clouds.yaml", "hired")
    yield Province(site, "none of these names", environment, cloud)
    empty(cloud, "none of these names")
    admin.compute.delete_flavor(flavor)
    admin.block_storage.delete_type(kind)
    admin.identity.delete_user(user)
    admin.identity.delete_project(project)


def test_a_flavor_that_the_cloud_lacks_fails_the_plan(province):
    def rename(data):
        data["catalogue"]["flavors"][0]["name"] = "none-such"
        for server in data["servers"]:
            server["flavor"] = "none-such"

    before = (province.site / "site.yaml").read_text()
    province.edit("site.yaml", rename)
    province.command("allot", str(province.site))
    failed = province.start("plan", str(province.site))
    said, _ = failed.communicate(timeout=120)
    (province.site / "site.yaml").write_text(before)
    assert failed.returncode == ExitCode.REFUSED
    assert "none-such" in said


def test_a_member_makes_everything_but_the_catalogue(province):
    province.command("up", str(province.site), "--yes")
    assert province.estate().counts() == {
        "network": 3,
        "subnet": 3,
        "router": 1,
        "port": 3 + 3,
        "security group": 3,
        "address group": 1,
        "floating address": 1,
        "server": 3,
        "server group": 1,
        "volume": 2,
        "image": 1,
        "flavor": 0,
        "volume type": 0,
    }


def test_the_image_is_private_and_servers_have_the_cloud_s_sizes(province):
    estate = province.estate()
    assert [image["visibility"] for image in estate.kinds["image"].values()] == ["private"]
    flavors = {server["flavor"]["original_name"] for server in estate.kinds["server"].values()}
    types = {volume["volume_type"] for volume in estate.kinds["volume"].values()}
    assert flavors == types
    assert len(flavors) == 1


def test_nothing_changes_without_a_reason(province):
    again = province.command("plan", str(province.site))
    assert {op for op, count in again["plan"]["counts"].items() if count} == {"same"}


def test_servers_that_move_to_another_zone_are_made_anew_and_keep_their_disks(province):
    before = province.estate()
    province.edit("site.yaml", lambda data: data["servers"][0].update(zone="internal"))
    province.command("allot", str(province.site))
    province.command("up", str(province.site), "--yes")
    after = province.estate()
    assert after.counts() == before.counts()
    assert after.kinds["volume"].keys() == before.kinds["volume"].keys()
    servers = after.named("server")
    for name in ("web-1", "web-2"):
        assert servers[name]["id"] != before.named("server")[name]["id"]
        assert list(servers[name]["addresses"]) == ["internal"]
        (attached,) = after.named("volume")[f"{name}.data"]["attachments"]
        assert attached["server_id"] == servers[name]["id"]
    assert servers["front"] == before.named("server")["front"]


def test_all_of_it_goes(province):
    province.command("down", str(province.site), "--yes")
    assert set(province.estate().counts().values()) == {0}

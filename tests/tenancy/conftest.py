"""One province with two tenants for all tests here: one that ends, and one that must not notice."""

import secrets

import pytest

from gcloud.cloud.tenants.purge import purge
from gcloud.lab.extras import kept
from gcloud.plan.tenants.shards import shard_of
from tests.lab.cloud import administrator
from tests.tenancy.province import BINH, CU, SHARDS, booted, make, stored, wish


@pytest.fixture(scope="package")
def extras(lab):
    """What the lab serves beyond servers, networks and volumes."""
    return frozenset(kept(lab))


@pytest.fixture(scope="package")
def tag():
    """Such that the two are in different stacks."""
    while True:
        tag = f"t{secrets.token_hex(3)}"
        if len({shard_of(f"{tag}-{which}", SHARDS) for which in ("cameras", "archive")}) == 2:
            return tag


@pytest.fixture(scope="package")
def keeper(lab, tag):
    """The province's own project for backups, in which the administrator may work."""
    admin = administrator(lab)
    project = admin.identity.create_project(name=f"{tag}-backups", domain_id="default")
    role = admin.identity.find_role("admin", ignore_missing=False)
    admin.identity.assign_project_role_to_user(project, admin.current_user_id, role)
    yield project
    purge(admin, project.id, [], max_deletes=100, besides=["key-manager"])
    admin.identity.delete_project(project)


@pytest.fixture(scope="package")
def province(lab, tmp_path_factory, tag, keeper, extras):
    """The site; its tenants are gone at the end, whatever became of them."""
    made = make(lab.clouds_file, tmp_path_factory.mktemp("tenancy"), f"{tag}-", keeper.name, extras)
    yield made
    for which in ("cameras", "archive"):
        project = made.cloud.identity.find_project(f"{tag}-{which}", domain_id="default")
        if project is not None:
            users = [
                user.id for user in made.cloud.identity.users() if user.name.endswith(f".{project.name}")
            ]
            purge(made.cloud, project.id, users, max_deletes=200, besides=["key-manager"])
    made.command("down", str(made.site), "--stack", "tenants", "--protected", "--yes")


@pytest.fixture(scope="package")
def flavors(province, tag):
    """Two sizes, of which one is more than the tenants may have."""
    compute = province.cloud.compute
    sizes = {"small": 1, "beyond": 9}
    made = {
        size: compute.create_flavor(name=f"{tag}-{size}", ram=64, vcpus=vcpus, disk=1)
        for size, vcpus in sizes.items()
    }
    yield {size: flavor.id for size, flavor in made.items()}
    for flavor in made.values():
        compute.delete_flavor(flavor)


@pytest.fixture(scope="package")
def asked(province, tag, extras):
    """Both tenants are asked for, none is granted."""
    cameras = wish(f"{tag}-cameras", "Camera giao thông", "Traffic cameras", BINH, ["outside", *extras])
    archive = wish(f"{tag}-archive", "Sổ hộ tịch", "Civil register", CU, ["outside"], backup="daily-30")
    return {"cameras": province.request(cameras), "archive": province.request(archive)}


@pytest.fixture(scope="package")
def archive(province, asked, tag, flavors):
    """The tenant that must not notice: a server with a volume, and a second volume. Gives its pipeline."""
    province.approve(asked["archive"])
    province.command("allot", str(province.site))
    province.up()
    cloud = province.pipeline(f"{tag}-archive")
    server = booted(cloud, "register", flavors["small"])
    stored(cloud, "register-data", server.id)
    stored(cloud, "loose")
    return cloud

"""Which stacks a site has, and the files by which their programs get what runs in them."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from gcloud.deploy.location import Backend
from gcloud.deploy.plan_file import aimed
from gcloud.deploy.stacks import stacks_of
from gcloud.deploy.wish import Wish
from gcloud.model.load import load_with_positions
from gcloud.plan.tenants.text import from_json
from tests.tenants import granted

EXAMPLE = Path(__file__).parents[2] / "examples" / "ha-tinh"
SHARDS = {"interior-documents": "ha-tinh-t13", "land-register": "ha-tinh-t61"}


@pytest.fixture(scope="module")
def example():
    return load_with_positions(EXAMPLE)


@pytest.fixture
def site(example):
    """The example with these tenants and no others."""

    def make(*tenants):
        return replace(example, site=example.site.model_copy(update={"tenants": tenants}))

    return make


@pytest.fixture
def backend(tmp_path):
    return Backend(url=(tmp_path / "state").as_uri(), folder=tmp_path / "state")


def names(stacks):
    return [f"{one.program.project}/{one.name}" for one in stacks]


def leave(backend, stack, *resources):
    """Leave a state that holds these."""
    file = backend.folder / ".pulumi" / "stacks" / "tenants" / f"{stack}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"checkpoint": {"latest": {"resources": list(resources)}}}))


def test_a_shard_is_a_stack_while_it_has_tenants(site):
    two = site(*(granted(name=name) for name in SHARDS))
    assert names(stacks_of(two)) == [
        "datacenter/ha-tinh",
        *(f"tenants/{stack}" for stack in sorted(SHARDS.values())),
    ]


def test_a_tenant_of_which_only_the_name_is_left_has_no_stack(site):
    assert names(stacks_of(site(granted(state="gone")))) == ["datacenter/ha-tinh"]


def test_tenants_wait_for_the_data_centre_whose_catalogue_they_use(site):
    *_, shard = stacks_of(site(granted()))
    assert shard.after == ("datacenter",)


def test_a_shard_that_its_last_tenant_left_is_a_stack_until_it_is_empty(site, backend):
    leave(backend, "ha-tinh-t03", {"type": "openstack:identity/project:Project", "id": "p"})
    leave(backend, "ha-tinh-t04")
    leave(backend, "son-la-t05", {"type": "openstack:identity/project:Project", "id": "p"})
    *_, left = stacks_of(site(), backend)
    assert names(stacks_of(site(), backend)) == ["datacenter/ha-tinh", "tenants/ha-tinh-t03"]
    assert from_json(left.plan()).tenants == ()


@pytest.fixture
def shard(site, tmp_path):
    """A tenant's stack, aimed at in a folder; as often as one likes."""
    wish = Wish(tmp_path / "site")
    wish.site.mkdir()

    def make(**changes):
        *_, stack = stacks_of(site(granted(**changes)))
        return aimed(wish, stack)

    return make


def test_the_program_of_a_shard_gets_its_plan_as_a_file_and_its_hash(shard):
    config = shard().settings.config
    content = Path(config["tenants:plan"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == config["tenants:plan-sha256"]
    assert [one.name for one in from_json(content.decode()).tenants] == ["interior-documents"]


def test_the_file_is_written_only_when_the_plan_is_another_one(shard):
    file = Path(shard().settings.config["tenants:plan"])
    os.utime(file, ns=(1, 1))
    shard()
    assert file.stat().st_mtime_ns == 1
    shard(bandwidth_mbps=5)
    assert file.stat().st_mtime_ns != 1


def test_a_tenant_changes_nothing_of_the_data_centre_s_plan(site):
    alone, *_ = stacks_of(site())
    beside, *_ = stacks_of(site(granted()))
    assert alone.plan() == beside.plan()

"""Terraform's configuration makes the same objects as the program."""

from benchmarks.shards import Estate
from benchmarks.terraform import configuration


def test_a_tenant_has_ten_resources():
    estate = Estate("p-", "tenant", 7, 7)
    blocks = configuration(estate, estate.shards[0], None)["resource"]
    counts = [block["count"] for instances in blocks.values() for block in instances.values()]
    assert counts == [7] * 10


def test_a_project_is_one():
    estate = Estate("p-", "project", 7, 7)
    assert configuration(estate, estate.shards[0], 3)["resource"].keys() == {"openstack_identity_project_v3"}

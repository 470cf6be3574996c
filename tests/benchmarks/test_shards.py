"""How tenants are dealt out to stacks."""

import pytest

from benchmarks.shards import Estate


@pytest.mark.parametrize(
    ("tenants", "a_stack", "counts"),
    [
        (10, 100, [10]),
        (100, 100, [100]),
        (250, 100, [83, 83, 84]),
        (1000, 100, [100] * 10),
        (3, 1, [1, 1, 1]),
    ],
)
def test_stacks_are_as_equal_as_can_be_and_hold_everybody_once(tenants, a_stack, counts):
    shards = Estate("p-", "tenant", tenants, a_stack).shards
    assert [shard.count for shard in shards] == counts
    numbers = [number for shard in shards for number in range(shard.first, shard.first + shard.count)]
    assert numbers == list(range(tenants))
    assert len({shard.stack for shard in shards}) == len(counts)


def test_only_the_changed_run_says_what_changed():
    estate = Estate("p-", "tenant", 10, 10)
    assert "changed" not in estate.settings(estate.shards[0])
    assert estate.settings(estate.shards[0], changed=3)["changed"] == "3"

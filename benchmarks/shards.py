"""What is measured: a number of synthetic tenants, in stacks of at most so many."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Shape = Literal["tenant", "project", "memory"]

RESOURCES: dict[Shape, int] = {"tenant": 10, "project": 1, "memory": 10}
"""Resources that a tenant has, by its shape."""


@dataclass(frozen=True)
class Shard:
    """The tenants of one stack: `count` of them from number `first` on."""

    first: int
    count: int

    @property
    def stack(self) -> str:
        """The stack's name."""
        return f"s{self.first:05d}"


@dataclass(frozen=True)
class Estate:
    """Tenants to be deployed.

    Args:
        prefix: what their names begin with; theirs alone in the cloud.
        shape: what a tenant has.
        tenants: how many there are.
        a_stack: how many share a stack, at most.
    """

    prefix: str
    shape: Shape
    tenants: int
    a_stack: int

    @property
    def shards(self) -> tuple[Shard, ...]:
        """The stacks, as equal as they can be."""
        stacks = -(-self.tenants // self.a_stack)
        bounds = [self.tenants * index // stacks for index in range(stacks + 1)]
        return tuple(Shard(low, high - low) for low, high in pairwise(bounds))

    @property
    def resources(self) -> int:
        """How many resources there are in all."""
        return self.tenants * RESOURCES[self.shape]

    def settings(self, shard: Shard, *, changed: int | None = None) -> dict[str, str]:
        """Give a stack's configuration by short key."""
        given = {"prefix": self.prefix, "shape": self.shape, "first": shard.first, "count": shard.count}
        more = {} if changed is None else {"changed": changed}
        return {name: str(value) for name, value in {**given, **more}.items()}

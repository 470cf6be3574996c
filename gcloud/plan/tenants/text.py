"""A shard's plan as JSON, and back: what its program gets instead of the whole site."""

from gcloud.plan import exchange
from gcloud.plan.tenants.model import ShardPlan


def to_json(plan: ShardPlan) -> str:
    """A shard's plan as text: the same plan gives the same bytes."""
    return exchange.to_json(plan)


def from_json(text: str) -> ShardPlan:
    """The plan that a text holds.

    Args:
        text: what `to_json` wrote.

    Raises:
        InputError: it is no such text, or of another version of this library.
    """
    return exchange.from_json(ShardPlan, text)

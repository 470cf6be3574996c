"""A shard's plan, made by the program itself: for a plain `pulumi up`."""

from pathlib import Path

from gcloud.model.load import load_with_positions
from gcloud.plan.tenants.build import shard_plans
from gcloud.plan.tenants.model import ShardPlan
from gcloud.plan.tenants.shards import shard_in, stack_name
from stacks.components.refusal import RefusedError
from stacks.planned import judged


def planned_shard(folder: Path, *, stack: str, preview: bool) -> ShardPlan:
    """Load and judge a site, and plan one of its shards; one without tenants has an empty plan.

    Args:
        folder: the site's folder.
        stack: the stack's name.
        preview: whether nothing will be made; addresses that are not on record yet are then a warning.

    Raises:
        SiteInvalid: the site has problems.
        RefusedError: the stack is no shard of the site, or addresses are not on record.
    """
    loaded = load_with_positions(folder)
    site = loaded.site
    shard = shard_in(stack, site.name)
    if shard is None or shard >= site.tenancy.shards:
        last = stack_name(site.name, site.tenancy.shards - 1)
        raise RefusedError(
            f"The stack {stack} is no shard of the site {site.name} in {folder}.",
            hint=f"Its shards are {stack_name(site.name, 0)} to {last}.",
        )
    judged(loaded, folder, preview=preview)
    found = {one.shard: one for one in shard_plans(loaded)}
    return found.get(shard, ShardPlan(site=site.name, shard=shard, clouds=(), tenants=()))

"""The shard plan that a program may run."""

from pathlib import Path

import pulumi

from gcloud.plan.tenants.model import ShardPlan
from gcloud.plan.tenants.shards import stack_name
from gcloud.plan.tenants.text import from_json
from stacks.given import given
from stacks.sites import told


def sharded(config: pulumi.Config, *, stack: str, preview: bool) -> ShardPlan:
    """Give the plan of a stack: the one that was given, else the one of the site.

    Args:
        config: `site`, the site's folder; a plan, if there is one.
        stack: the stack's name.
        preview: whether nothing will be made; addresses that are not on record yet are then a warning.

    Raises:
        RunError: the site has problems, or the plan is not what the settings say, or another stack's.
    """
    with told():
        plan = given(config, stack, from_json, lambda plan: stack_name(plan.site, plan.shard))
        if plan is not None:
            return plan
        from stacks.planned_tenants import planned_shard  # noqa: PLC0415 - takes a second; seldom needed

        return planned_shard(Path(config.require("site")), stack=stack, preview=preview)

"""The shard plan that a program may run.

`govcloud up` writes each shard's plan into a file and names it, with its hash, in the
stack's settings: the program then reads that and nothing else, so another tenant's
change is none of its business. A plain `pulumi up` names the site only, and the
program makes the plan itself, with all that `govcloud up` would have checked.
"""

import hashlib
from pathlib import Path

import pulumi

from gcloud.plan.tenants.model import ShardPlan
from gcloud.plan.tenants.shards import shard_in, stack_name
from gcloud.plan.tenants.text import from_json
from stacks.components.refusal import RefusedError
from stacks.sites import told


def sharded(config: pulumi.Config, *, stack: str, preview: bool) -> ShardPlan:
    """Give the plan of a stack.

    Args:
        config: `site`, the site's folder; `plan` and `plan-sha256`, a file with the plan, if there is one.
        stack: the stack's name.
        preview: whether nothing will be made; addresses that are not on record yet are then a warning.

    Raises:
        RunError: the site has problems, or the plan is not what the settings say, or another stack's.
    """
    file = config.get("plan")
    with told():
        if file is None:
            from stacks.planned_tenants import planned_shard  # noqa: PLC0415 - takes a second; seldom needed

            return planned_shard(Path(config.require("site")), stack=stack, preview=preview)
        return _read(Path(file), config.require("plan-sha256"), stack)


def _read(file: Path, digest: str, stack: str) -> ShardPlan:
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise RefusedError(
            f"The plan in {file} is not the one that this run was started with.",
            hint="Another run has planned the site meanwhile: run the command again.",
        )
    plan = from_json(content.decode())
    if shard_in(stack, plan.site) != plan.shard:
        raise RefusedError(
            f"The plan in {file} is of {stack_name(plan.site, plan.shard)}, not of {stack}.",
            hint="Run the command again.",
        )
    return plan

"""Which shards of a site still have something, as their states say.

A shard whose last tenant left has a stack until what it made is gone, though no
file of the site names it any more.
"""

from collections.abc import Collection

from gcloud.deploy.beside import made_by, stacks_in
from gcloud.deploy.location import Backend
from gcloud.plan.tenants.shards import shard_in


def inhabited(backend: Backend, project: str, site: str, besides: Collection[int] = ()) -> frozenset[int]:
    """Give the numbers of the shards that have something.

    Args:
        backend: where the states are; of one that is no folder nothing is known.
        project: the shards' project.
        site: the site's name.
        besides: shards that need no look.
    """
    found = {stack: shard_in(stack, site) for stack in stacks_in(backend, project)}
    return frozenset(
        shard
        for stack, shard in found.items()
        if shard is not None and shard not in besides and any(made_by(backend, [(project, stack)]))
    )

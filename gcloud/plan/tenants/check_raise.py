"""Whether the machines hold what somebody asks for beyond what they have.

That the site's promises fit is judged whenever the site is (`check_capacity`), but
there whoever was approved with an override counts as answered for. Who asks for more
is held against everything that is promised, so that one override is not room for all.
"""

from collections.abc import Iterable, Iterator

from gcloud.model.problem import Path, Problem
from gcloud.model.site import Site
from gcloud.model.tenants.tenant import Tenant
from gcloud.plan.tenants.asked import Tell
from gcloud.plan.tenants.capacity import capacity
from gcloud.plan.tenants.check_capacity import thing
from gcloud.plan.tenants.ground import ground

BEYOND = "capacity.beyond"
"""The rule, for whoever may let somebody go beyond."""


def raise_problems(now: Site, then: Site, tenants: Iterable[Tenant], tell: Tell) -> Iterator[Problem]:
    """Machines that don't hold what is asked for.

    Args:
        now: the site as it is.
        then: the site as it would be.
        tenants: the tenants of the request, in its order.
        tell: makes a problem of a path in the request.
    """
    held = {(fill.pool, fill.what, fill.volume_type): fill for fill in capacity(ground(now))}
    over = [fill for fill in capacity(ground(then)) if fill.free < 0]
    for index, tenant in enumerate(tenants):
        for fill in over:
            old = held[fill.pool, fill.what, fill.volume_type].promised.get(tenant.name, 0)
            new = fill.promised.get(tenant.name, 0)
            if new > old:
                has = f"{new} instead of {old}" if old else f"{new}"
                path: Path = ("tenants", index, "quota")
                yield tell(
                    path,
                    BEYOND,
                    f"it asks for {has} {thing(fill)}; of the {fill.there} of {fill.pool}"
                    f" {max(0, fill.free + new)} are left for it",
                    "ask for less, or have it approved with the reason for an override",
                )

"""Which requests were carried out, as the states of the tenants' stacks tell."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from gcloud.deploy.beside import resources_of, stacks_in
from gcloud.deploy.location import Backend
from gcloud.deploy.stacks import TENANTS
from gcloud.deploy.target import Target
from gcloud.engine.state.urn import ROOT_TYPE
from gcloud.model.errors import SiteInvalid
from gcloud.model.load import LoadedSite
from gcloud.plan.tenants.build import present
from gcloud.plan.tenants.fresh import backdated
from gcloud.plan.tenants.roster import day_of
from gcloud.plan.tenants.shards import shard_in, shard_of


def require_fresh(loaded: LoadedSite, targets: Iterable[Target]) -> None:
    """Refuse approvals that are carried out for the first time by keys that count no more.

    Where no shard of the site has made anything, the cloud is built from the files, such
    as after it was lost: then every approval counts that counted on its own day. On a
    backend that is no folder nothing is known of what was carried out, and nothing is refused.

    Args:
        loaded: the site.
        targets: the stacks that are about to be worked on.

    Raises:
        SiteInvalid: there are such approvals, each with its file and line.
    """
    site = loaded.site
    at_work = [(one, shard_in(one.stack, site.name)) for one in targets if one.program is TENANTS]
    if not at_work or not _lives(at_work[0][0].backend, site.name):
        return
    applied: dict[str, str | None] = {}
    for target, shard in at_work:
        own = (tenant.name for tenant in present(site) if shard_of(tenant.name, site.tenancy.shards) == shard)
        applied |= dict.fromkeys(own)
        applied |= requests_of(target.backend, target.stack)
    today = day_of(datetime.now(UTC))
    if problems := tuple(backdated(loaded, applied, today)):
        raise SiteInvalid(str(loaded.folder), problems)


def requests_of(backend: Backend, stack: str) -> Mapping[str, str]:
    """Give the request that was carried out last for each tenant of a stack.

    Args:
        backend: where the states are; of one that is no folder nothing is known.
        stack: the shard's stack.
    """
    return {
        name: told["request"]
        for name, told in _exported(backend, stack).items()
        if isinstance(told, dict) and isinstance(told.get("request"), str)
    }


def _lives(backend: Backend, site: str) -> bool:
    stacks = (stack for stack in stacks_in(backend, TENANTS.project) if shard_in(stack, site) is not None)
    return any(requests_of(backend, stack) for stack in stacks)


def _exported(backend: Backend, stack: str) -> dict[str, Any]:
    """What the program of a stack has exported of its tenants."""
    resources = resources_of(backend, TENANTS.project, stack)
    root = next((one for one in resources if one.get("type") == ROOT_TYPE), {})
    outputs = root.get("outputs")
    told = outputs.get("tenants") if isinstance(outputs, dict) else None
    return told if isinstance(told, dict) else {}

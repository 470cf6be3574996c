"""Which approvals a run carries out, for its record: of each tenant of the shard, the approved request.

The approval itself, with who signed it, stands in the site's files at the commit
that the record names.
"""

from collections.abc import Mapping
from pathlib import Path

from gcloud.deploy import circumstances as facts
from gcloud.deploy.stacks import TENANTS
from gcloud.deploy.target import Target
from gcloud.errors import InputError
from gcloud.plan.tenants.text import from_json


def granting(target: Target) -> Mapping[str, str]:
    """The fact for the record of a run; nothing where the stack is no shard of tenants.

    Args:
        target: the stack, its plan written.
    """
    plan = target.settings.config.get(f"{TENANTS.project}:plan")
    if target.program is not TENANTS or not isinstance(plan, str):
        return {}
    try:
        shard = from_json(Path(plan).read_text(encoding="utf-8"))
    except (OSError, InputError):
        return {}  # the program will say what is wrong with it
    return {facts.REQUESTS: " ".join(f"{tenant.name}={tenant.request}" for tenant in shard.tenants)}

"""Looks what tenants use before a run lowers their quotas.

Which limits go down is known from the preview, and so are the projects: only they
are looked at, all of one cloud in the same calls, and only the kinds of objects that
count against a key that goes down. A run that lowers nothing asks nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from gcloud.cloud.gate import Gate
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.stacks import TENANTS
from gcloud.engine.events import StepPlanned
from gcloud.engine.paths import parse
from gcloud.engine.state import urn as urns
from gcloud.errors import ExitCode, GovCloudError
from gcloud.model.place import Cloud
from gcloud.model.site import Site
from gcloud.plan.tenants.lowering import Lowered, refused
from gcloud.plan.tenants.model import OF_A_TYPE

_QUOTA: Final = re.compile(r"openstack:(?P<module>\w+)/quo\w+:")
_SERVICES: Final = {
    "compute": "compute",
    "networking": "network",
    "blockstorage": "volume",
    "loadbalancer": "load-balancer",
    "dns": "dns",
}

_HUMP: Final = re.compile(r"(?<=[a-z0-9])[A-Z]")

_UNLIMITED: Final = -1


class BelowUsageError(GovCloudError):
    """A quota would go below what is used; nothing was changed."""

    exit_code = ExitCode.FINDINGS


class UsageUnseenError(GovCloudError):
    """What is used can't be seen, so no quota may go down."""

    exit_code = ExitCode.INCOMPLETE


def below_usage(
    site: Site, outcome: Outcome, gate: Gate | None = None
) -> BelowUsageError | UsageUnseenError | None:
    """Give why a plan may not lower the quotas that it lowers; None if it may.

    Args:
        site: the site, with its approvals.
        outcome: the plan.
        gate: what all API calls of the run go through.

    Raises:
        CloudError: a cloud can't be reached.
    """
    seen: list[Lowered] = []
    clouds = {tenant.name: site.cloud_of(tenant) for tenant in site.tenants}
    by_cloud: dict[Cloud, dict[str, list[Lowered]]] = defaultdict(lambda: defaultdict(list))
    for step, one in _lowered(outcome):
        if one.tenant in clouds:
            by_cloud[clouds[one.tenant]][step.id.partition("/")[0]].append(one)
    for cloud, projects in by_cloud.items():
        looked = _with_usage(cloud, gate, projects)
        if isinstance(looked, UsageUnseenError):
            return looked
        seen.extend(looked)
    wrong = refused(seen, site)
    if not wrong:
        return None
    return BelowUsageError(
        "\n".join(
            ("Quotas would go below what is used. Nothing was changed.", *(f"  {one}" for one in wrong))
        ),
        hint="Let the tenant free what it doesn't need or ask for more, or let the approval say why"
        " (Cinder takes no limit below what is used, whatever it says).",
        data={
            "below": [
                {"tenant": one.tenant, "service": one.service, "key": one.key}
                | {"old": one.old, "new": one.new, "used": one.used}
                for one in wrong
            ]
        },
    )


def _with_usage(
    cloud: Cloud, gate: Gate | None, projects: dict[str, list[Lowered]]
) -> list[Lowered] | UsageUnseenError:
    # The SDK costs half a second, which a run that lowers nothing has not.
    from gcloud.cloud.tenants import kinds  # noqa: PLC0415
    from gcloud.cloud.tenants.counted import COUNTS  # noqa: PLC0415
    from gcloud.cloud.tenants.listings import listings  # noqa: PLC0415
    from gcloud.cloud.tenants.usage import counted  # noqa: PLC0415
    from gcloud.deploy.readiness import first_look  # noqa: PLC0415

    keys = {(one.service, _counted_as(one.key)) for lowered in projects.values() for one in lowered}
    needed = {count.kind for count in COUNTS if (count.service, count.key) in keys}
    if any(one.key.startswith(OF_A_TYPE) for lowered in projects.values() for one in lowered):
        needed.add(kinds.VOLUMES)  # a snapshot says of which volume it is, not of which type
    connection = first_look(cloud.cloud, cloud.region, gate)
    try:
        usage = counted(
            listings(connection, [kind for kind in kinds.OF_PROJECTS if kind in needed], projects)
        )
    finally:
        connection.close()
    if usage.listings.unseen:
        errors = usage.listings.unseen.values()
        return UsageUnseenError(
            f"Quotas would be lowered, and what is used can't be seen: {next(iter(errors)).message}",
            hint="Run again when the service answers.",
            data={"unseen": [error.message for error in errors]},
        )
    return [
        replace(one, used=usage.of(project, one.service, one.key))
        for project, lowered in projects.items()
        for one in lowered
    ]


def _counted_as(key: str) -> str:
    return "gigabytes" if key.startswith(OF_A_TYPE) else key


def _lowered(outcome: Outcome) -> Iterator[tuple[StepPlanned, Lowered]]:
    for step in outcome.planned:
        module = _QUOTA.match(step.type)
        if step.op == "update" and module and module["module"] in _SERVICES and _of_tenants(step):
            yield from ((step, one) for one in _of_step(step, _SERVICES[module["module"]]))


def _of_tenants(step: StepPlanned) -> bool:
    return urns.parse(step.urn).project == TENANTS.project


def _of_step(step: StepPlanned, service: str) -> Iterable[Lowered]:
    for change in step.changes:
        name = str(parse(change.path)[-1])
        key = name if name.startswith(OF_A_TYPE) else _HUMP.sub(lambda found: f"_{found[0].lower()}", name)
        old, new = _limit(change.old), _limit(change.new)
        if old is not None and new is not None and _lower(new, old):
            yield Lowered(tenant=step.name, service=service, key=key, old=old, new=new)


def _limit(value: object) -> int | None:
    try:
        return int(str(value).removesuffix(".0"))
    except ValueError:
        return None


def _lower(new: int, old: int) -> bool:
    return new != _UNLIMITED and (old == _UNLIMITED or new < old)

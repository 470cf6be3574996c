"""Quota classes as they were approved: what was granted by a class does not change with it.

A class is a name for figures. Whoever may write to the repository could give the name other
figures, and every tenant that has it would get them without a decision. So an approval holds the
hash of each class that it grants; a class that tenants stand on is not redefined, but
followed by a new one, to which each tenant moves by a request of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from gcloud.model.few import few
from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.model.tenants.approval import GrantedClass
from gcloud.model.tenants.quota import QuotaClass
from gcloud.model.tenants.request import Request
from gcloud.plan.tenants.digest import class_digest
from gcloud.plan.tenants.lineage import Link
from gcloud.plan.tenants.quotas import class_quotas

_SHOWN = 3


def granted_classes(request: Request, classes: Iterable[QuotaClass]) -> tuple[GrantedClass, ...]:
    """The classes that a request names, as they are now, by name.

    Args:
        request: the request that is decided; a class that is not there is left to the check.
        classes: the site's classes.
    """
    named = {tenant.quota.class_name for tenant in request.tenants}
    return tuple(
        GrantedClass(name=name, digest=class_digest(quota))
        for name, quota in sorted(class_quotas(classes).items())
        if name in named
    )


def redefined_problems(loaded: LoadedSite, steps: Mapping[str, tuple[Link, ...]]) -> Iterator[Problem]:
    """Classes that are not what tenants were granted by them.

    Args:
        loaded: the site.
        steps: the approved changes of each tenant; its last one holds.

    Yields:
        A problem for each class, whatever the number of its tenants.
    """
    now = {name: class_digest(quota) for name, quota in class_quotas(loaded.site.quota_classes).items()}
    moved: dict[str, list[str]] = defaultdict(list)
    for tenant, links in steps.items():
        last = links[-1]
        then = {one.name: one.digest for one in last.approval.classes}
        name = last.tenant.quota.class_name
        if name in then and name in now and then[name] != now[name] and last.tenant.state != "gone":
            moved[name].append(f"{tenant} ({last.request.name})")
    for place, one in enumerate(loaded.site.quota_classes):
        if tenants := sorted(moved.get(one.name, ())):
            yield loaded.problem(
                ("quota_classes", place),
                "quota-class.redefined",
                f"the class {one.name}, or one that it extends, has other figures than those that were"
                f" approved for {few(tenants, _SHOWN)}",
                "bring back its figures; write others as a new class, and move tenants to it by"
                " `govcloud tenant change`",
            )

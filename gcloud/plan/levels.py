"""What the systems' levels ask of the machines below, for the plan's report.

A plan separates logically: a network and a security group for each zone. It
cannot know whose machines a cloud runs on, so physical separation is reported
as a duty of whoever runs the cloud and never counted as done.
"""

from gcloud.model.site import Site
from gcloud.plan.model import Separation
from gcloud.plan.profiles.table import PROFILES

_WHAT = {
    "logical": "the system, its zones and its storage are separated logically from other systems",
    "physical": "the system, its storage and the main network devices are separated physically",
}


def separations(site: Site) -> tuple[Separation, ...]:
    """What the profile asks for each system, in the order of the systems' names.

    Args:
        site: the site.

    Returns:
        One row for each system whose level asks for separation in a hired data centre or cloud.
    """
    rules = {rule.level: rule for rule in PROFILES[site.profile].separations}
    return tuple(
        Separation(
            system=system.name,
            level=system.level,
            kind=rule.kind,
            what=_WHAT[rule.kind],
            provided=rule.kind == "logical",
            clause=rule.source.clause,
            certainty=rule.source.certainty,
        )
        for system in sorted(site.systems, key=lambda s: s.name)
        if (rule := rules.get(system.level)) is not None
    )

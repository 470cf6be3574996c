"""Host roles of a site, by their names alone; and whether more than names must be looked at.

It imports nothing of the baselines: reading those takes longer than reading a small site.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from gcloud.model.load import LoadedSite
from gcloud.model.near import suggest
from gcloud.model.policy import HOST_SUBJECTS
from gcloud.model.problem import Problem
from gcloud.model.shown import shown
from gcloud.model.site import Site


def needs_baselines(site: Site) -> bool:
    """Whether a site says anything that only the baselines can tell right from wrong."""
    waived = any(waiver.subject.partition("/")[0] in HOST_SUBJECTS for waiver in site.waivers)
    return waived or bool(site.hardening.parameters)


def role_problems(loaded: LoadedSite, known: AbstractSet[str]) -> Iterator[Problem]:
    """Roles of hosts that there are not.

    Args:
        loaded: the site.
        known: the host roles' names.
    """
    site = loaded.site
    roles = {
        **{("servers", index): server.roles for index, server in enumerate(site.servers)},
        **{("hosts", index): host.roles for index, host in enumerate(site.hosts)},
    }
    for way, names in roles.items():
        for place, role in enumerate(names):
            if role not in known:
                yield loaded.problem(
                    (*way, "roles", place),
                    "reference.unknown",
                    f"there is no host role {shown(role)}",
                    suggest(role, known, "name one of playbooks/baselines/roles"),
                )

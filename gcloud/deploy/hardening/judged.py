"""A site's words about hardening, held against the baselines that lie beside the program.

Reading the baselines takes longer than reading a small site, so it is done only
for a site that names controls.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import gcloud
from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.plan.hardening.role_check import needs_baselines, role_problems

_ROLES: Final = Path(gcloud.__file__).resolve().parents[1] / "playbooks" / "baselines" / "roles"


def hardening_judged(loaded: LoadedSite) -> Iterator[Problem]:
    """All that is wrong with what a site says of host roles, controls and waivers of them.

    Args:
        loaded: a site in which all else is right.
    """
    roles = [*role_problems(loaded, frozenset(file.stem for file in _ROLES.glob("*.yaml")))]
    yield from roles
    if not roles and needs_baselines(loaded.site):
        # As said above: a quarter of a second that most sites need not wait for.
        from gcloud.deploy.hardening.books import baselines  # noqa: PLC0415
        from gcloud.plan.hardening.hosts import estate  # noqa: PLC0415
        from gcloud.plan.hardening.site_check import hardening_problems  # noqa: PLC0415

        yield from hardening_problems(loaded, estate(loaded.site), baselines())

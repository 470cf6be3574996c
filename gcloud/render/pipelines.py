"""CI pipelines as text: for GitLab, Forgejo and GitHub."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from gcloud.render.environment import environment

System = Literal["gitlab", "forgejo", "github"]


@dataclass(frozen=True, slots=True)
class Job:
    """One stack that a pipeline applies.

    Attributes:
        stack: PROJECT/STACK.
        wave: `first`, or `then`: once all of the first are up.
    """

    stack: str
    wave: Literal["first", "then"]


def file_of(system: System) -> str:
    """Where a CI system looks for its pipeline, relative to the repository."""
    return {
        "gitlab": ".gitlab-ci.yml",
        "forgejo": ".forgejo/workflows/govcloud.yml",
        "github": ".github/workflows/govcloud.yml",
    }[system]


def pipeline(system: System, site: str, branch: str) -> str:
    """The pipeline of a site's repository: check, policy, plan as a comment, apply on merge, nightly drift.

    Args:
        system: the CI system.
        site: the site's folder, relative to the repository.
        branch: the branch whose state is applied.
    """
    name = "ci/gitlab.yml.j2" if system == "gitlab" else "ci/actions.yml.j2"
    return environment().get_template(name).render(site=site, branch=branch, kind=system)


def jobs_text(system: System, site: str, jobs: Sequence[Job], max_deletes: int | None) -> str:
    """The jobs of a change: a child pipeline for GitLab, lines of outputs for the others.

    Args:
        system: the CI system.
        site: the site's folder, relative to the repository.
        jobs: the stacks to apply.
        max_deletes: how many resources each may delete; None: the site's own bound.
    """
    if system == "gitlab":
        waves = [wave for wave in ("first", "then") if any(job.wave == wave for job in jobs)]
        template = environment().get_template("ci/gitlab_jobs.yml.j2")
        return template.render(site=site, jobs=jobs, waves=waves or ["nothing"], max_deletes=max_deletes)
    return "".join(
        f"{wave}={json.dumps([job.stack for job in jobs if job.wave == wave])}\n"
        for wave in ("first", "then")
    )

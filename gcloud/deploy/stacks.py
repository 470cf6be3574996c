"""The Pulumi projects of this library, and where their programs are.

A checkout and an installed wheel have the same shape: the package `stacks`
stands beside the package `gcloud`. The programs are found by that, not by the
working directory, so that a command works from anywhere.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import gcloud
from gcloud.deploy.inhabited import inhabited
from gcloud.deploy.location import Backend
from gcloud.errors import GovCloudError
from gcloud.model.load import LoadedSite
from gcloud.plan.build import build
from gcloud.plan.tenants.build import present, shard_plans
from gcloud.plan.tenants.model import ShardPlan
from gcloud.plan.tenants.shards import shard_of, stack_name
from gcloud.plan.tenants.text import to_json as shard_json
from gcloud.plan.text import to_json


@dataclass(frozen=True)
class StackProgram:
    """One Pulumi project.

    Args:
        project: its name, as in Pulumi.yaml; it is part of every URN.
        summary: what it makes, in a few words.
        packages: the provider packages that its program uses.
    """

    project: str
    summary: str
    packages: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """The folder that holds Pulumi.yaml and __main__.py.

        Raises:
            GovCloudError: the installation lacks it.
        """
        folder = Path(gcloud.__file__).resolve().parent.parent / "stacks" / self.project
        if not (folder / "Pulumi.yaml").is_file():
            raise GovCloudError(
                f"The program of the stack {self.project} is not installed ({folder} has no Pulumi.yaml).",
                hint="Install the project again: pip install --force-reinstall govcloud.",
            )
        return folder


DATACENTER = StackProgram(
    project="datacenter",
    summary="zones, edge, policy, catalogue and servers of one site",
    packages=("openstack",),
)

ADOPTED = StackProgram(
    project="adopted",
    summary="objects of a running cloud, taken over as they are",
    packages=("openstack",),
)

TENANTS = StackProgram(
    project="tenants",
    summary="projects, people, quotas and networks of one shard of a site's tenants",
    packages=("openstack",),
)

PROGRAMS: tuple[StackProgram, ...] = (DATACENTER, ADOPTED, TENANTS)
"""Every project; links and platforms join here."""


@dataclass(frozen=True)
class SiteStack:
    """One stack that a site has.

    Args:
        program: the Pulumi project.
        name: the stack's name.
        after: projects whose stacks of this site must be up before it, and be there until it is gone.
        plan: makes what its program gets instead of the site; None: it reads the site.
    """

    program: StackProgram
    name: str
    after: tuple[str, ...] = ()
    plan: Callable[[], str] | None = field(default=None, compare=False)


def stacks_of(loaded: LoadedSite, backend: Backend | None = None) -> tuple[SiteStack, ...]:
    """List the stacks that a site has; links and platforms join here.

    What a site has a section for it has a stack for, if only to destroy what was in it. A
    shard is there while it has tenants, or still has something of tenants that it had.

    Args:
        loaded: the site.
        backend: where its states are; without it nothing is known of what the site had.
    """
    sections = loaded.positions.top.value
    written = set(sections) if isinstance(sections, dict) else set()
    name = loaded.site.name
    found: list[SiteStack] = []
    if "zones" in written:
        found.append(SiteStack(DATACENTER, name, plan=lambda: to_json(build(loaded))))
    if "adopted" in written:
        found.append(SiteStack(ADOPTED, name))
    return (*found, *_shards(loaded, backend, (DATACENTER.project,) if "zones" in written else ()))


def _shards(loaded: LoadedSite, backend: Backend | None, after: tuple[str, ...]) -> Iterator[SiteStack]:
    site = loaded.site
    living = {shard_of(tenant.name, site.tenancy.shards) for tenant in present(site)}
    left = inhabited(backend, TENANTS.project, site.name, living) if backend is not None else frozenset()
    plans = functools.cache(lambda: {plan.shard: plan for plan in shard_plans(loaded)})

    def text(shard: int) -> str:
        nobody = ShardPlan(site=site.name, shard=shard, clouds=(), tenants=())
        return shard_json(plans().get(shard, nobody))

    for shard in sorted(living | left):
        yield SiteStack(TENANTS, stack_name(site.name, shard), after, functools.partial(text, shard))

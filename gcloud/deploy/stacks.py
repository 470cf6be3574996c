"""The Pulumi projects of this library, and where their programs are.

A checkout and an installed wheel have the same shape: the package `stacks`
stands beside the package `gcloud`. The programs are found by that, not by the
working directory, so that a command works from anywhere.
"""

from dataclasses import dataclass
from pathlib import Path

import gcloud
from gcloud.errors import GovCloudError
from gcloud.model.load import LoadedSite


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

PROGRAMS: tuple[StackProgram, ...] = (DATACENTER, ADOPTED)
"""Every project; links, tenants and platforms join here."""


@dataclass(frozen=True)
class SiteStack:
    """One stack that a site has.

    Args:
        program: the Pulumi project.
        name: the stack's name.
        after: projects whose stacks of this site must be up before it, and be there until it is gone.
    """

    program: StackProgram
    name: str
    after: tuple[str, ...] = ()


def stacks_of(loaded: LoadedSite) -> tuple[SiteStack, ...]:
    """List the stacks that a site has; links, tenants and platforms join here.

    What a site has a section for it has a stack for, if only to destroy what was in it.

    Args:
        loaded: the site.
    """
    sections = loaded.positions.top.value
    written = set(sections) if isinstance(sections, dict) else set()
    programs = [
        program for program, section in ((DATACENTER, "zones"), (ADOPTED, "adopted")) if section in written
    ]
    return tuple(SiteStack(program, loaded.site.name) for program in programs)

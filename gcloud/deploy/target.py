"""One stack of one site, with everything that an engine must be told about it.

The stack's configuration has one entry that matters: `PROJECT:site`, the site's
folder. For a site that the program's own folder knows (its `Pulumi.STACK.yaml`
names it) that file is used, so that `govcloud` and a plain `pulumi up` there
read the same. For a site anywhere else the stack file is the one of the site's own
workspace, `SITE/.govcloud/pulumi/Pulumi.STACK.yaml`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from gcloud.deploy.location import LOCAL_FOLDER, Backend, backend
from gcloud.deploy.stacks import DATACENTER, StackProgram
from gcloud.deploy.wish import DEFAULT_PARALLEL
from gcloud.engine.state import stackfile
from gcloud.engine.state.stackfile import StackFile


@dataclass(frozen=True)
class Target:
    """What is to be deployed, from where, to which state.

    Args:
        site: the site's folder, absolute.
        program: the Pulumi project.
        stack: the stack's name: the site's.
        backend: where the state is.
        workspace: the folder that the official CLI may write into; may not exist yet.
        settings: what the stack file says, with `PROJECT:site` filled in.
        parallel: resources in work at once.
    """

    site: Path
    program: StackProgram
    stack: str
    backend: Backend
    workspace: Path
    settings: StackFile
    parallel: int = DEFAULT_PARALLEL


def target(
    site: Path,
    stack: str,
    *,
    state: str | None = None,
    parallel: int = DEFAULT_PARALLEL,
    program: StackProgram = DATACENTER,
    given: Mapping[str, str] = MappingProxyType({}),
    environment: Mapping[str, str] = os.environ,
) -> Target:
    """Put together what an engine needs to know.

    Args:
        site: the site's folder.
        stack: the stack's name.
        state: `--state`, if given.
        parallel: resources in work at once.
        program: the Pulumi project.
        given: what the program's settings say beside the site.
        environment: the process's variables.

    Raises:
        InputError: a stack file or the state's URL can't be used.
    """
    site = site.resolve()
    key = f"{program.project}:site"
    workspace = site / LOCAL_FOLDER / "pulumi"
    own = stackfile.read(stackfile.path_of(workspace, stack), program.project)
    committed = stackfile.read(stackfile.path_of(program.folder, stack), program.project)
    named = committed.config.get(key)
    if isinstance(named, str) and (program.folder / named).resolve() == site:
        settings = StackFile(committed.salt or own.salt, committed.config)
    else:
        settings = StackFile(own.salt, {**own.config, key: str(site)})
    return Target(
        site=site,
        program=program,
        stack=stack,
        backend=backend(site, state, environment),
        workspace=workspace,
        settings=replace(settings, config={**settings.config, **given}),
        parallel=parallel,
    )

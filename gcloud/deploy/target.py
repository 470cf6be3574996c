"""One stack of one site, with everything that an engine must be told about it.

The stack's configuration has one entry that matters: `PROJECT:site`, the site's
folder. For a site that the program's own folder knows (its `Pulumi.STACK.yaml`
names it) that file is used, so that `govcloud` and a plain `pulumi up` there
read the same. For a site anywhere else the stack file is the site's own,
`SITE/.govcloud/Pulumi.STACK.yaml`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from gcloud.deploy.location import LOCAL_FOLDER, Backend, backend, prepare_local
from gcloud.deploy.stacks import DATACENTER, StackProgram
from gcloud.engine.state import stackfile
from gcloud.engine.state.stackfile import StackFile
from gcloud.errors import InputError

DEFAULT_PARALLEL = 16
"""Resources in work at once; more gains nothing against one cloud (docs: figures)."""


@dataclass(frozen=True)
class Target:
    """What is to be deployed, from where, to which state.

    Args:
        site: the site's folder, absolute.
        program: the Pulumi project.
        stack: the stack's name: the site's.
        backend: where the state is.
        stack_file: the stack's configuration file; may not exist yet.
        settings: what that file says, with `PROJECT:site` filled in.
        parallel: resources in work at once.
    """

    site: Path
    program: StackProgram
    stack: str
    backend: Backend
    stack_file: Path
    settings: StackFile
    parallel: int = DEFAULT_PARALLEL


def target(
    site: Path,
    stack: str,
    *,
    state: str | None = None,
    parallel: int = DEFAULT_PARALLEL,
    program: StackProgram = DATACENTER,
    environment: Mapping[str, str] = os.environ,
) -> Target:
    """Put together what an engine needs to know.

    Args:
        site: the site's folder.
        stack: the stack's name.
        state: `--state`, if given.
        parallel: resources in work at once.
        program: the Pulumi project.
        environment: the process's variables.

    Raises:
        InputError: a stack file or the state's URL can't be used.
    """
    site = site.resolve()
    key = f"{program.project}:site"
    file = stackfile.path_of(program.folder, stack)
    content = stackfile.read(file, program.project)
    named = content.config.get(key)
    if not isinstance(named, str) or (program.folder / named).resolve() != site:
        file = stackfile.path_of(site / LOCAL_FOLDER, stack)
        content = stackfile.read(file, program.project)
        named = str(site)
    return Target(
        site=site,
        program=program,
        stack=stack,
        backend=backend(site, state, environment),
        stack_file=file,
        settings=StackFile(content.salt, {**content.config, key: named}),
        parallel=parallel,
    )


def write_stack_file(what: Target) -> Path:
    """Make the stack file say what `what.settings` says, and return it; a file that does is left alone.

    Raises:
        InputError: the site's folder can't be written.
    """
    if stackfile.read(what.stack_file, what.program.project).config == what.settings.config:
        return what.stack_file
    prepare_local(what.site)
    try:
        content = yaml.safe_load(what.stack_file.read_text()) if what.stack_file.exists() else {}
        content["config"] = dict(what.settings.config)
        what.stack_file.write_text(yaml.safe_dump(content, sort_keys=True), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{what.stack_file} can't be written: {error.strerror}.",
            hint="Make the site's folder writable.",
        ) from error
    return what.stack_file

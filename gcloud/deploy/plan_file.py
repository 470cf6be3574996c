"""The file by which a stack's program gets its plan.

`SITE/.govcloud/plans/PROJECT/STACK.json`, rewritten only when the plan is another one:
the program's fingerprint holds the file, so a stack is worked on exactly when what runs
in it has changed, and not when some other file of the site has.
"""

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gcloud.deploy.in_place import put
from gcloud.deploy.location import LOCAL_FOLDER, prepare_local
from gcloud.deploy.stacks import SiteStack
from gcloud.deploy.target import Target, target
from gcloud.deploy.wish import Wish
from gcloud.errors import InputError

FOLDER: Final = "plans"


def given(site: Path, stack: SiteStack) -> Mapping[str, str]:
    """Write what a stack's program gets, and give what its settings say of it; nothing for other stacks.

    Args:
        site: the site's folder.
        stack: the stack.

    Raises:
        SiteInvalid: an address can't be given.
        InputError: the site's folder can't be written.
    """
    if stack.plan is None:
        return {}
    site = site.resolve()
    project = stack.program.project
    file = site / LOCAL_FOLDER / FOLDER / project / f"{stack.name}.json"
    content = stack.plan().encode()
    prepare_local(site)
    try:
        _write(file, content)
    except OSError as error:
        raise InputError(
            f"{file} can't be written: {error.strerror}.", hint="Make the site's folder writable."
        ) from error
    return {f"{project}:plan": str(file), f"{project}:plan-sha256": hashlib.sha256(content).hexdigest()}


def aimed(wish: Wish, stack: SiteStack) -> Target:
    """Put together what an engine needs to know of one of a site's stacks, its program's plan written.

    Args:
        wish: what a command was asked for.
        stack: the stack.

    Raises:
        InputError: a stack file or the state's URL can't be used; the site's folder can't be written.
    """
    return target(
        wish.site,
        stack.name,
        state=wish.state,
        parallel=wish.parallel,
        program=stack.program,
        given=given(wish.site, stack),
    )


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, and only if it holds something else."""
    with contextlib.suppress(FileNotFoundError):
        if file.read_bytes() == content:
            return
    file.parent.mkdir(parents=True, exist_ok=True)
    put(file, content)

"""The site that a program may run.

A plain `pulumi up` has no command of ours before it, so the program itself makes
sure that the site is right and that the stack is the site's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pulumi

from gcloud.errors import GovCloudError
from gcloud.model.load import LoadedSite, load_with_positions
from gcloud.model.site import Site
from stacks.components.refusal import RefusedError


def site_of(folder: Path, *, stack: str) -> Site:
    """Load a site for a stack.

    Args:
        folder: the site's folder.
        stack: the stack's name.

    Raises:
        RunError: the site has problems, or is another stack's.
    """
    with told():
        loaded = load_with_positions(folder)
        require_own(loaded, folder, stack)
    return loaded.site


@contextmanager
def told() -> Iterator[None]:
    """Tell the site's author what goes wrong in the block, without a traceback.

    Raises:
        RunError: an error of ours, in its own words.
    """
    try:
        yield
    except GovCloudError as error:
        raise pulumi.RunError("\n".join(filter(None, (error.message, error.hint)))) from error


def require_own(loaded: LoadedSite, folder: Path, stack: str) -> None:
    """Refuse a site that is another stack's.

    Raises:
        RefusedError: it is.
    """
    if loaded.site.name != stack:
        raise RefusedError(
            f"The site in {folder} is {loaded.site.name}, "
            f"and the stack {stack} would become another site by it.",
            hint=f"Use the stack {loaded.site.name}, or point the stack's `site` to the folder of {stack}.",
        )

"""Which stacks a change of a site's files moves, told from the files alone.

Needed on a fresh runner, where nothing is remembered of earlier runs. Each stack
has a value that everything in it follows from; if that is the same before and
after, so is the stack.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from gcloud.deploy.pipelines.before import site_at
from gcloud.deploy.stacks import SiteStack, stacks_of
from gcloud.errors import GovCloudError
from gcloud.model.load import LoadedSite, examine
from gcloud.plan.build import build


def moved(loaded: LoadedSite, since: str) -> tuple[SiteStack, ...]:
    """The stacks that are not what they were, those that are gone included.

    Args:
        loaded: the site now.
        since: the commit to compare with.

    Raises:
        InputError: git can't tell what was then.
    """
    with site_at(loaded.folder, since) as folder:
        before = examine(folder).loaded if folder is not None else None
        if before is None:
            return stacks_of(loaded)
        now, then = _values(loaded), _values(before)
    return tuple(stack for stack in {**then, **now} if now.get(stack) != then.get(stack))


def _values(loaded: LoadedSite) -> Mapping[SiteStack, object]:
    return {stack: _VALUES[stack.program.project](loaded, stack) for stack in stacks_of(loaded)}


def _data_centre(loaded: LoadedSite, stack: SiteStack) -> object:  # noqa: ARG001 - there is one
    try:
        return build(loaded)
    except GovCloudError as error:  # what can't be planned is something else than any plan
        return error


def _adopted(loaded: LoadedSite, stack: SiteStack) -> object:  # noqa: ARG001 - there is one
    return loaded.site.adopted


_VALUES: Final[Mapping[str, Callable[[LoadedSite, SiteStack], object]]] = MappingProxyType(
    {"datacenter": _data_centre, "adopted": _adopted}
)

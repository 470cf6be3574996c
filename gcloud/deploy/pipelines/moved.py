"""Which stacks a change of a site's files moves, told from the files alone.

Needed on a fresh runner, where nothing is remembered of earlier runs. What a stack's
program gets is all that the stack follows from; if that is the same before and after,
so is the stack.
"""

from collections.abc import Mapping

from gcloud.deploy.pipelines.before import site_at
from gcloud.deploy.stacks import SiteStack, stacks_of
from gcloud.errors import GovCloudError
from gcloud.model.load import LoadedSite, examine


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
    return {stack: _value(loaded, stack) for stack in stacks_of(loaded)}


def _value(loaded: LoadedSite, stack: SiteStack) -> object:
    if stack.plan is None:  # only what was adopted is read from the site itself
        return loaded.site.adopted
    try:
        return stack.plan()
    except GovCloudError:  # what could not be planned then is not what is planned now
        return None

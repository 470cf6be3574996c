"""Which stacks a change of a site's files moves, told from the files alone.

Needed on a fresh runner, where nothing is remembered of earlier runs. Each stack
has a value that everything in it follows from; if that is the same before and
after, so is the stack.
"""

from collections.abc import Callable, Mapping

from gcloud.deploy.pipelines.before import site_at
from gcloud.deploy.stacks import SiteStack, stacks_of
from gcloud.errors import GovCloudError
from gcloud.model.load import LoadedSite, examine
from gcloud.plan.build import build
from gcloud.plan.tenants.build import shard_plans
from gcloud.plan.tenants.shards import stack_name


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
    of_project: Mapping[str, Callable[[LoadedSite], Mapping[str, object]]] = {
        "datacenter": _data_centre,
        "adopted": _adopted,
        "tenants": _shards,
    }
    stacks = stacks_of(loaded)
    projects = {stack.program.project for stack in stacks}
    values = {project: of_project[project](loaded) for project in projects}
    return {stack: values[stack.program.project].get(stack.name) for stack in stacks}


def _data_centre(loaded: LoadedSite) -> Mapping[str, object]:
    try:
        return {loaded.site.name: build(loaded)}
    except GovCloudError:  # what could not be planned then is not what is planned now
        return {}


def _adopted(loaded: LoadedSite) -> Mapping[str, object]:
    return {loaded.site.name: loaded.site.adopted}


def _shards(loaded: LoadedSite) -> Mapping[str, object]:
    try:
        return {stack_name(loaded.site.name, plan.shard): plan for plan in shard_plans(loaded)}
    except GovCloudError:
        return {}

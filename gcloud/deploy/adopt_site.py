"""Which stacks of a site something may be taken into, and whether a cloud is the site's."""

from collections.abc import Mapping

from gcloud.deploy.examine import usable
from gcloud.deploy.passphrase import passphrase_of
from gcloud.deploy.session import require_recorded
from gcloud.deploy.target import Target, target
from gcloud.deploy.wish import Wish
from gcloud.errors import InputError
from gcloud.model.load import LoadedSite
from gcloud.model.near import suggest


def stacks_of(wish: Wish, environment: Mapping[str, str]) -> tuple[tuple[Target, str], ...]:
    """Give a site's stacks, each with the passphrase of its state.

    Args:
        wish: what the command was asked for.
        environment: the process's variables.

    Raises:
        SiteInvalid: the site's files have problems.
        InputError: the official engine was asked for; something has no recorded address; no passphrase.
    """
    if wish.engine == "pulumi":
        raise InputError(
            "Taking over what runs already is the built-in engine's work.",
            hint="Leave --engine out: `pulumi` goes on from the state that it writes.",
        )
    loaded = usable(wish.site)
    require_recorded(loaded)
    what = target(wish.site, loaded.site.name, state=wish.state, parallel=wish.parallel)
    return ((what, passphrase_of(what, environment, wish.ask)),)


def require_cloud(loaded: LoadedSite, cloud: str) -> None:
    """Refuse a cloud that is not the site's.

    Args:
        loaded: the site.
        cloud: its name in clouds.yaml, or the site's own name for it.

    Raises:
        InputError: the site knows no such cloud.
    """
    names = {name for one in loaded.site.clouds for name in (one.name, one.cloud)}
    if cloud not in names:
        raise InputError(
            f"The site {loaded.site.name} has no cloud {cloud}.",
            hint=suggest(cloud, names, "See `clouds:` in its site.yaml.").capitalize(),
        )

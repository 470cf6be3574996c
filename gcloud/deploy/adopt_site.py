"""Which stacks of a site something may be taken into, and whether a cloud is the site's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gcloud.deploy.examine import usable
from gcloud.deploy.location import backend
from gcloud.deploy.passphrase import passphrase_of
from gcloud.deploy.plan_file import aimed
from gcloud.deploy.session import require_recorded
from gcloud.deploy.stacks import ADOPTED, stacks_of
from gcloud.deploy.target import Target
from gcloud.deploy.wish import Wish
from gcloud.engine.state import urn as urns
from gcloud.errors import InputError
from gcloud.model.folder import sources
from gcloud.model.load import LoadedSite
from gcloud.model.near import suggest
from gcloud.model.site import Site

ADOPTED_GROUP: Final = "govcloud:adopted:Adopted"
"""Type of the component that stacks/components/adopted.py makes of each service."""


@dataclass(frozen=True)
class Stacks:
    """A site's stacks.

    Args:
        targets: each of them.
        passphrase: of their states.
    """

    targets: tuple[Target, ...]
    passphrase: str

    @property
    def state(self) -> str:
        """Where their states are."""
        return self.targets[0].backend.url


def reach(wish: Wish, environment: Mapping[str, str]) -> Stacks:
    """Find a site's stacks, and the passphrase of their states.

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
    targets = tuple(aimed(wish, one) for one in stacks_of(loaded, backend(wish.site, wish.state)))
    # The passphrase is the backend's: a person is asked for it once.
    return Stacks(targets, passphrase_of(targets[0], environment, wish.ask))


def adopted_ids(site: Site) -> dict[str, str]:
    """Give the ids that the site's adopted objects are known by, by URN.

    Args:
        site: the site.
    """
    found = {}
    for one in site.adopted:
        cloud = one.cloud or site.clouds[0].name
        service = one.type.split(":")[1].partition("/")[0]
        group = urns.make(site.name, ADOPTED.project, ADOPTED_GROUP, f"{cloud}-{service}")
        if one.id is not None:
            found[urns.make(site.name, ADOPTED.project, one.type, one.name, group)] = one.id
    return found


def has_files(site: Path) -> bool:
    """Tell whether a folder holds a site's files, by what the model would read of it.

    Args:
        site: the folder; it may not exist.
    """
    if not site.is_dir():
        return False
    texts, problems = sources(site)
    return bool(texts) or any(problem.rule != "folder.empty" for problem in problems)


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

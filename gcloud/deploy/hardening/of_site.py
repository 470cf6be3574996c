"""The hosts of a site, as targets of a run."""

from pathlib import Path

from gcloud.deploy.hardening.targets import Targets, chosen
from gcloud.harden.keys.known_hosts import NAME
from gcloud.model.load import LoadedSite
from gcloud.plan.hardening.hosts import Estate
from gcloud.render.hardening.inventory import Access, inventory


def targets_of_site(
    loaded: LoadedSite, hosts: Estate, words: tuple[str, ...], *, key: Path | None = None
) -> Targets:
    """The hosts of a site that words mean.

    Args:
        loaded: the site.
        hosts: its hosts.
        words: names, @groups, patterns or `all`.
        key: the file of the private key to sign in with; None: the agent's, or ssh's own default.

    Raises:
        InputError: a word means none.
    """
    names = chosen(words, hosts.groups)
    document = inventory(loaded.site, hosts, names, access(loaded.folder, key))
    return Targets(loaded.site.name, loaded.folder, document, document["all"]["hosts"])


def access(folder: Path, key: Path | None) -> Access:
    """How a site's hosts are signed in to.

    Args:
        folder: the site's folder.
        key: the file of the private key.
    """
    return Access(str((folder / NAME).resolve()), None if key is None else str(key.resolve()))

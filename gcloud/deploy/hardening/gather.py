"""The hosts of a run, and who of them can be gone to: all that comes before Ansible."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from gcloud.deploy.examine import usable
from gcloud.deploy.hardening.of_inventory import targets_of_inventory
from gcloud.deploy.hardening.of_site import access, targets_of_site
from gcloud.deploy.hardening.targets import Targets
from gcloud.deploy.hardening.trust import Trust, Unvouched
from gcloud.deploy.location import prepare_local
from gcloud.errors import LockedError
from gcloud.harden.keys.known_hosts import NAME, KnownHosts
from gcloud.plan.hardening.hosts import estate
from gcloud.plan.hardening.results import HostProblem


@dataclass(frozen=True, slots=True)
class Gathered:
    """The hosts of a run.

    Attributes:
        targets: all that were selected.
        held: those that can't be gone to, with the reason.
        learnt: hosts whose keys something has vouched for just now, and what.
    """

    targets: Targets
    held: Mapping[str, HostProblem]
    learnt: Mapping[str, str]


def of_site(site: Path, words: tuple[str, ...], *, key: Path | None = None) -> Gathered:
    """Gather the hosts of a site; a key that nobody vouches for holds its host.

    Args:
        site: the site's folder.
        words: names, @groups, patterns or `all`.
        key: the file of the operator's private key.

    Raises:
        SiteInvalid: the site has problems.
        InputError: a word means no host.
        StateWriteError: known_hosts can't be written.
    """
    loaded = usable(site)
    hosts = estate(loaded.site)
    targets = targets_of_site(loaded, hosts, words, key=key)
    known = KnownHosts(site / NAME)
    trust = Trust(loaded.site, hosts, known, access(site, key))
    trust.learn({})
    found = trust.vouch(trust.unknown(targets.hosts))
    held = {name: one.problem for name, one in found.items() if isinstance(one, Unvouched)}
    learnt = {name: one.source for name, one in found.items() if not isinstance(one, Unvouched)}
    jump = hosts.jump
    if jump is not None and jump.name in held:
        way = held[jump.name]
        behind = HostProblem(
            "jump-host", f"It is reached through {jump.name}, and that one can't be: {way.message}", way.hint
        )
        # Whatever was found of those behind it was found without a way to them.
        held = {**held, **{name: behind for name in targets.hosts if name != jump.name}}
    return Gathered(targets, {name: one for name, one in held.items() if name in targets.hosts}, learnt)


def of_inventory(file: Path, words: tuple[str, ...], *, key: Path | None = None) -> Gathered:
    """Gather the hosts of an inventory that somebody wrote; its own ssh options say which keys are known.

    Args:
        file: the inventory.
        words: names, @groups, patterns or `all`.
        key: the file of the operator's private key.

    Raises:
        InputError: it is none, a word means no host, or a host would be trusted blindly.
    """
    targets = targets_of_inventory(file, words)
    if key is not None:
        targets = targets.with_variables({"ansible_ssh_private_key_file": str(key.resolve())})
    return Gathered(targets, {}, {})


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let no second run change a site's hosts for as long as the block lasts.

    Raises:
        LockedError: another one does.
    """
    file = prepare_local(folder) / "hardening.lock"
    try:
        with FileLock(file, timeout=0):
            yield
    except Timeout as error:
        raise LockedError(
            "Another run changes hosts of this site.", hint="Wait for it to end; audits can run beside it."
        ) from error

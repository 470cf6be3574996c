"""Who vouches for hosts that are not known yet: the site's record, or the console of a server of the cloud.

What neither vouches for stays unknown until a person has looked at it
(`govcloud hosts trust`). A host whose key is known is not asked again: ssh itself
refuses another one.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal

from gcloud.cloud.console import console_text, host_keys_in
from gcloud.errors import CloudError
from gcloud.harden.keys.key import HostKey, host_key
from gcloud.harden.keys.known_hosts import KnownHosts
from gcloud.harden.keys.offered import Offered, offered
from gcloud.model.site import Site
from gcloud.plan.hardening.hosts import Estate, Machine
from gcloud.plan.hardening.results import HostProblem
from gcloud.render.hardening.inventory import Access, way_arguments

_AT_ONCE: Final = 16

Source = Literal["site", "console", "approval"]


@dataclass(frozen=True, slots=True)
class Vouched:
    """Keys of a host that something vouches for.

    Attributes:
        keys: the keys.
        source: what vouches.
    """

    keys: tuple[HostKey, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Unvouched:
    """A host that nothing vouches for.

    Attributes:
        offered: what it shows; empty if it was not asked or did not answer.
        problem: why it can't be gone to.
    """

    offered: tuple[HostKey, ...]
    problem: HostProblem


class Trust:
    """What is known of the keys of a site's hosts.

    Args:
        site: the site.
        hosts: its hosts.
        known: the site's known_hosts.
        access: how its hosts are signed in to.
    """

    def __init__(self, site: Site, hosts: Estate, known: KnownHosts, access: Access) -> None:
        self._site = site
        self._hosts = hosts
        self._known = known
        self._access = access

    def unknown(self, names: Iterable[str]) -> tuple[Machine, ...]:
        """The hosts among some, and their jump host, whose keys are not known, or are not those on record."""
        machines = [self._hosts.machines[name] for name in names]
        jump = self._hosts.jump
        ways = [jump] if jump is not None and any(self._hosts.way(one) for one in machines) else []
        every = {one.name: one for one in (*ways, *machines)}
        return tuple(one for one in every.values() if not self._is_known(one))

    def vouch(self, machines: Iterable[Machine]) -> dict[str, Vouched | Unvouched]:
        """Ask what vouches for hosts, and put down what does.

        Args:
            machines: hosts that are not known.

        Raises:
            StateWriteError: known_hosts can't be written.
        """
        found: dict[str, Vouched | Unvouched] = {}
        # The jump host first: the others are asked through it, and it must be the right one.
        first = [
            one for one in machines if self._hosts.jump is not None and one.name == self._hosts.jump.name
        ]
        rest = [one for one in machines if one not in first]
        for group in (first, rest):
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                answers = list(pool.map(self._vouch, group))
            found |= {one.name: answer for one, answer in zip(group, answers, strict=True)}
            self.learn({name: one.keys for name, one in found.items() if isinstance(one, Vouched)})
        return found

    def learn(self, keys: Mapping[str, Iterable[HostKey]]) -> None:
        """Put down keys of hosts, in place of what was known of them."""
        self._known.write(keys, self._site.hardening.host_authorities)

    def offered(self, machine: Machine) -> Offered:
        """What a host shows, on the way of a run."""
        way = way_arguments(self._hosts, machine, self._access)
        return offered(machine.name, machine.address, machine.port, way)

    def _is_known(self, machine: Machine) -> bool:
        keys = self._known.keys(machine.name)
        if machine.fingerprints:
            return any(key.fingerprint in machine.fingerprints for key in keys)
        # Where an authority signs host keys, ssh judges a certificate that the host shows.
        return bool(keys) or bool(self._site.hardening.host_authorities)

    def _vouch(self, machine: Machine) -> Vouched | Unvouched:
        if machine.fingerprints:
            return self._by_record(machine)
        if machine.cloud is not None:
            return self._by_console(machine, machine.cloud)
        return Unvouched((), _unknown(machine, "the site has no fingerprint of it"))

    def _by_record(self, machine: Machine) -> Vouched | Unvouched:
        shown = self.offered(machine)
        right = tuple(key for key in shown.keys if key.fingerprint in machine.fingerprints)
        if right:
            return Vouched(right, "site")
        if not shown.keys:
            return Unvouched((), unreachable(machine, shown.why))
        prints = ", ".join(key.fingerprint for key in shown.keys)
        problem = HostProblem(
            "host-key",
            f"It shows {prints}, and the site has {', '.join(machine.fingerprints)} on record.",
            "Find out at its console which is right; correct host_keys in the site, or keep away from it.",
        )
        return Unvouched(shown.keys, problem)

    def _by_console(self, machine: Machine, name: str) -> Vouched | Unvouched:
        cloud = next(one for one in self._site.clouds if one.name == name)
        # openstacksdk takes half a second to import, which a run on known hosts need not wait for.
        from gcloud.cloud.connect import connect  # noqa: PLC0415

        try:
            connection = connect(cloud.cloud, region=cloud.region)
            told = host_keys_in(console_text(connection, machine.name, cloud.cloud))
        except CloudError as error:
            return Unvouched((), _unknown(machine, f"its console can't be read: {error.message}"))
        keys = tuple(key for kind, blob in told if (key := host_key(kind, blob)) is not None)
        if keys:
            return Vouched(keys, "console")
        return Unvouched((), _unknown(machine, "its console has not told its keys"))


def unreachable(machine: Machine, why: str) -> HostProblem:
    """The problem of a host that shows no key at all."""
    return HostProblem(
        "unreachable",
        f"It can't be reached at {machine.address} port {machine.port}: {why}",
        "Check that it runs, its address, and that a flow lets the jump host reach its SSH.",
    )


def _unknown(machine: Machine, why: str) -> HostProblem:
    return HostProblem(
        "host-key",
        f"Nobody has vouched for its host key yet: {why}.",
        f"`govcloud hosts trust {machine.name}` shows the key and asks.",
    )

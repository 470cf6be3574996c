"""One run of the playbook of patching over some hosts, and what each said."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gcloud.deploy.hardening.books import playbook
from gcloud.deploy.hardening.targets import Targets
from gcloud.errors import CloudError
from gcloud.harden.listener import OnEvent
from gcloud.harden.orders import Orders, Secrets
from gcloud.harden.outcome import HostOutcome
from gcloud.harden.run import run
from gcloud.plan.hardening.patching.choice import Wish
from gcloud.plan.hardening.patching.state import HostState, problem_in, read_state
from gcloud.plan.hardening.results import HostProblem

_MODULE: Final = "govcloud_patch"


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a host.

    Attributes:
        first: what was read of it, and what was brought to it; None if it said nothing that can be read.
        last: how it is at the end, after a reboot if there was one.
        rebooted: it was started anew.
        problem: why it is not done.
        reached: it could be gone to.
    """

    first: HostState | None
    last: HostState | None
    rebooted: bool = False
    problem: HostProblem | None = None
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Manner:
    """How hosts are gone to.

    Attributes:
        targets: the hosts, and their inventory.
        wish: what is to be brought.
        secrets: what Ansible reads by pipes.
        forks: how many hosts at once.
        variables: further variables of the playbook.
        tell: told how it goes on, from another thread.
        cancel: set to stop.
    """

    targets: Targets
    wish: Wish
    secrets: Secrets
    forks: int
    variables: Mapping[str, Any]
    tell: OnEvent
    cancel: threading.Event


def look(manner: Manner, hosts: tuple[str, ...]) -> dict[str, Said]:
    """Say what is open on hosts and what a run would do; nothing is changed on them.

    Args:
        manner: how hosts are gone to.
        hosts: the hosts.

    Raises:
        RunError: Ansible came to no host.
    """
    return _go(manner, hosts, {}, check=True)


def bring(manner: Manner, own: Mapping[str, Mapping[str, Any]]) -> dict[str, Said]:
    """Bring chosen updates to hosts, start anew what needs it, and see that all works that did before.

    Args:
        manner: how hosts are gone to.
        own: host → `packages` to bring, and what to `expect` afterwards.

    Raises:
        RunError: Ansible came to no host.
    """
    return _go(manner, tuple(own), own, check=False)


def _go(
    manner: Manner, hosts: tuple[str, ...], own: Mapping[str, Mapping[str, Any]], *, check: bool
) -> dict[str, Said]:
    if not hosts:
        return {}
    orders = Orders(
        playbook=playbook("patch"),
        inventory=manner.targets.inventory,
        hosts=hosts,
        check=check,
        forks=manner.forks,
        variables={
            **manner.variables,
            "govcloud_serial": "100%",  # which hosts go together is decided before
            "govcloud_max_fail_percentage": 100,
            "govcloud_patch_select": manner.wish.select,
            "govcloud_patch_reboot": manner.wish.reboot,
            "govcloud_patch_hosts": own,
        },
        secrets=manner.secrets,
    )
    outcome = run(orders, manner.tell, manner.cancel)
    return {name: _said(outcome.hosts[name]) for name in hosts}


def _said(outcome: HostOutcome) -> Said:
    raw = [answer for module, answer in outcome.answers if module == _MODULE]
    try:
        states = [read_state(outcome.host, answer) for answer in raw if "updates" in answer]
    except CloudError as error:
        return Said(None, None, problem=HostProblem("crash", error.message, error.hint))
    problem = outcome.problem and ((problem_in(raw[-1]) if raw else None) or outcome.problem)
    if not states and problem is None:
        problem = HostProblem("crash", "The host said nothing of its updates.", "Run it again.")
    if not states:
        return Said(None, None, problem=problem, reached=bool(raw))
    return Said(states[0], states[-1], len(raw) > 1, problem)

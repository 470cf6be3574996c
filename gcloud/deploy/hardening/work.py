"""A run over hosts: who can be gone to, what each must be, and what came of it, host by host.

A host that can't be gone to, or whose wish is wrong, keeps no other from its turn:
its reason stands in the results, and the run can be repeated.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from gcloud import __version__
from gcloud.deploy.hardening.answers import Answers, answers_of
from gcloud.deploy.hardening.books import playbook
from gcloud.deploy.hardening.targets import Targets
from gcloud.errors import InputError
from gcloud.harden.listener import OnEvent
from gcloud.harden.orders import Orders, Secrets
from gcloud.harden.outcome import Outcome
from gcloud.harden.run import run
from gcloud.model.baseline.catalogue import Baselines
from gcloud.model.near import suggest
from gcloud.plan.hardening.compile import Compiler
from gcloud.plan.hardening.compiled import Compiled
from gcloud.plan.hardening.fault import WishInvalid
from gcloud.plan.hardening.gather import gather
from gcloud.plan.hardening.results import HostProblem, HostResult, Results, Run, Score
from gcloud.plan.hardening.variables import wish_of
from gcloud.plan.hardening.verdicts import Visit, host_result
from gcloud.plan.tenants.roster import day_of

FORKS: Final = 20


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run goes.

    Attributes:
        check: nothing is changed, only said.
        diff: say also from what to what.
        forks: how many hosts at once.
        serial: so many hosts, or such a share of them, are finished before others begin: 10 or 20%.
        max_fail: the share of hosts in percent that may fail before no others begin.
        controls: only these controls; empty: all that the host's baseline asks for.
        secrets: what Ansible reads by pipes.
    """

    check: bool = False
    diff: bool = False
    forks: int = FORKS
    serial: str | None = None
    max_fail: int | None = None
    controls: tuple[str, ...] = ()
    secrets: Secrets = field(default_factory=Secrets)

    def variables(self) -> dict[str, Any]:
        """What the playbooks are told of it."""
        found: dict[str, Any] = {}
        if self.serial is not None:
            found["govcloud_serial"] = self.serial if self.serial.endswith("%") else int(self.serial)
        if self.max_fail is not None:
            found["govcloud_max_fail_percentage"] = self.max_fail
        return found


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a run.

    Attributes:
        results: of every host that was selected.
        answers: what each host answered, where it did.
        tasks: how many tasks a host went through, at most.
        seconds: how long the run took.
        interrupted: whether it was stopped.
    """

    results: Results
    answers: Mapping[str, Answers]
    tasks: int
    seconds: float
    interrupted: bool

    @property
    def whole(self) -> bool:
        """Whether all was brought about that was to be, on every host."""
        stuck = any(one.problem is not None or one.undone for one in self.results.hosts)
        return not stuck and not any(said.setbacks for said in self.answers.values())


def work(
    what: Run,
    targets: Targets,
    baselines: Baselines,
    manner: Manner,
    *,
    held: Mapping[str, HostProblem],
    tell: OnEvent,
    cancel: threading.Event,
) -> Done:
    """Go over hosts.

    Args:
        what: audit or harden.
        targets: the hosts.
        baselines: the controls, profiles and roles.
        manner: how.
        held: hosts that can't be gone to, with the reason.
        tell: told how it goes on, from another thread.
        cancel: set to stop.

    Raises:
        InputError: a control is asked for by a name that means none.
        RunError: Ansible came to no host.
    """
    at = datetime.now(UTC)
    _known(manner.controls, baselines)
    wishes = _compiled(targets, Compiler(baselines, day_of(at)), manner.controls)
    compiled = {name: one for name, one in wishes.items() if isinstance(one, Compiled)}
    problems = {name: one for name, one in wishes.items() if isinstance(one, HostProblem)} | dict(held)
    going = tuple(name for name in targets.hosts if name not in problems)
    outcome = Outcome({}, interrupted=False, seconds=0.0)
    if going:
        orders = Orders(
            playbook=playbook(what),
            inventory=targets.inventory,
            hosts=going,
            check=manner.check,
            diff=manner.diff,
            forks=manner.forks,
            variables={**targets.given, **manner.variables()},
            compiled={name: compiled[name].items for name in going},
            secrets=manner.secrets,
        )
        outcome = run(orders, tell, cancel)
    answers = {name: answers_of(one) for name, one in outcome.hosts.items()}
    hosts = []
    for name, variables in targets.hosts.items():
        ran, said = outcome.hosts.get(name), answers.get(name)
        problem = problems.get(name) or (said and said.broken) or (ran and ran.problem) or None
        visit = Visit(name, str(variables.get("ansible_host", name)), ran.at if ran else at, what, problem)
        hosts.append(_result(visit, compiled.get(name), said, variables))
    return Done(
        gather(
            hosts,
            compiled.values(),
            run=what,
            at=at,
            site=targets.name,
            program=f"govcloud {__version__}",
            check=manner.check,
        ),
        answers,
        max((one.tasks for one in outcome.hosts.values()), default=0),
        outcome.seconds,
        outcome.interrupted,
    )


def _known(controls: tuple[str, ...], baselines: Baselines) -> None:
    for name in controls:
        if name not in baselines.controls:
            raise InputError(
                f"There is no control {name}.",
                hint=suggest(
                    name, baselines.controls, "See docs/reference/hardening-controls.md."
                ).capitalize(),
            )


def _compiled(
    targets: Targets, compiler: Compiler, controls: tuple[str, ...]
) -> dict[str, Compiled | HostProblem]:
    """What each host must be, or what is wrong with what is wanted of it."""
    found: dict[str, Compiled | HostProblem] = {}
    for name, variables in targets.hosts.items():
        try:
            whole = compiler.compile(wish_of(name, variables))
        except WishInvalid as error:
            found[name] = HostProblem("input", "; ".join(map(str, error.faults)), error.hint)
            continue
        kept = tuple(one for one in whole.controls if not controls or one.control.id in controls)
        found[name] = replace(whole, controls=kept)
    return found


def _result(
    visit: Visit, compiled: Compiled | None, said: Answers | None, variables: Mapping[str, Any]
) -> HostResult:
    if compiled is not None:
        if said is None:
            return host_result(visit, compiled, None)
        return host_result(visit, compiled, said.state, said.applied, undone=said.undone)
    # Nobody knows what it must be: all that can be said is why.
    return HostResult(
        host=visit.host,
        address=visit.address,
        system=None,
        profile=str(variables.get("govcloud_profile", "")),
        level=0,
        depth=str(variables.get("govcloud_depth", "")),
        roles=(),
        at=visit.at,
        run=visit.run,
        reached=False,
        problem=visit.problem,
        controls=(),
        changes=(),
        undone=(),
        score=Score(None),
    )

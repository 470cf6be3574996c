"""Takes a program's registrations and brings each about.

Every call comes in a thread of its own and returns when the resource is as the
program wants it (or, in a preview, when it is known what would be done). What a
call needs has been registered before it, so no call waits for another one. One
resource that fails fails alone: its registration is answered so, and what
depends on it is not tried.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from gcloud.engine import generator, states
from gcloud.engine.events import Op
from gcloud.engine.executor import StepFailedError, StoppedError
from gcloud.engine.generator import Decision
from gcloud.engine.goal import Goal
from gcloud.engine.interface import Provider
from gcloud.engine.ledger import Ledger
from gcloud.engine.marks import plain, secret_names
from gcloud.engine.pool import ProviderPool
from gcloud.engine.reporter import Reporter, as_known
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import UNKNOWN, Value, contains_unknown, map_tree
from gcloud.errors import GovCloudError, InputError


class UnsupportedTypeError(InputError):
    """A program uses a resource type or a data source that no provider here serves."""


class ProtectedError(InputError):
    """A protected resource would have to be deleted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program is told of its resource.

    Args:
        urn: its URN.
        id: its id; empty if there is none, or none yet.
        outputs: its properties; what a preview can't know is left out.
        ok: False if it failed or was not tried.
    """

    urn: str
    id: str = ""
    outputs: Mapping[str, Value] = field(default_factory=dict)
    ok: bool = True


class Performer(Protocol):
    """Who carries decisions out: for real (gcloud.engine.apply) or in a plan (gcloud.engine.planner)."""

    previewing: bool

    def same(self, wanted: ResourceState, old: ResourceState, secrets: frozenset[str]) -> Answer:
        """Take over what needs no change."""
        ...

    def create(self, goal: Goal, wanted: ResourceState, provider: Provider) -> Answer:
        """Make an object."""
        ...

    def update(self, goal: Goal, wanted: ResourceState, old: ResourceState, provider: Provider) -> Answer:
        """Change an object."""
        ...

    def replace(
        self, goal: Goal, wanted: ResourceState, old: ResourceState, provider: Provider, decision: Decision
    ) -> Answer:
        """Make an object in the place of another one."""
        ...

    def settle(self, state: ResourceState, old: ResourceState | None, op: Op) -> Answer:
        """Take the state of a component or a provider, for which nothing is called."""
        ...

    def new_provider_id(self) -> str:
        """Give a new provider resource's id."""
        ...


class Registrar:
    """One program's registrations; safe to use from many threads."""

    def __init__(
        self,
        *,
        project: str,
        stack: str,
        ledger: Ledger,
        pool: ProviderPool,
        reporter: Reporter,
        performer: Performer,
        package_config: Callable[[str], Mapping[str, Value]],
        stopped: Callable[[], bool],
    ) -> None:
        self._project = project
        self._stack = stack
        self._ledger = ledger
        self._pool = pool
        self._reporter = reporter
        self._performer = performer
        self._package_config = package_config
        self._stopped = stopped
        self._defaults_lock = threading.Lock()
        self._defaults: dict[str, str] = {}

    def register(self, goal: Goal) -> Answer:
        """Bring one resource about; what goes wrong is reported and answered, never raised."""
        try:
            self._ledger.claim(goal)
            goal = self._inherit(goal)
            if reason := self._hindrance(goal):
                return self._skip(goal, reason)
            if goal.is_provider:
                return self._provider(goal)
            return self._custom(goal) if goal.custom else self._component(goal)
        except StoppedError as error:
            return self._skip(goal, error.message)
        except StepFailedError as error:
            if error.kept is not None:
                self._ledger.put(error.kept)
                self._ledger.touch()
            return self._failed(goal.urn)
        except Exception as error:  # noqa: BLE001 - a registration answers, it doesn't break the program
            return self.refuse(goal.urn, as_known(error), goal.position)

    def _hindrance(self, goal: Goal) -> str:
        if self._stopped():
            return "the run was stopped"
        if blocked := self._ledger.obstacle(goal):
            return f"{urns.parse(blocked).name}, which it needs, failed"
        if not self._performer.previewing and contains_unknown(goal.inputs):
            return "one of its inputs comes from what failed"
        return ""

    def refuse(self, urn: str, error: GovCloudError, position: str) -> Answer:
        """Answer a registration that can't be served."""
        self._reporter.failed(urn, "same", error, None, position)
        return self._failed(urn)

    def outputs(self, urn: str, outputs: Mapping[str, Value]) -> None:
        """Take a component's outputs."""
        state = self._ledger.known(urn)
        if state is None:
            return
        known = {key: value for key, value in outputs.items() if key != "@isPulumiResource"}
        if not self._performer.previewing:
            # What failed leaves its outputs unknown; the old ones are better than none.
            known = {
                key: state.outputs.get(key) if contains_unknown(value) else value
                for key, value in known.items()
                if not contains_unknown(value) or key in state.outputs
            }
        if known != state.outputs:
            changed = replace(state, outputs=known)
            self._performer.settle(changed, state, "same")

    def read(self, goal: Goal, id_: Value) -> Answer:
        """Read an object that nobody of ours manages.

        Raises:
            GovCloudError: it isn't there, or can't be read.
        """
        self._ledger.claim(goal)
        goal = self._inherit(goal)
        reference, provider = self._provider_of(goal)
        self._served(goal.type, provider)
        if id_ is UNKNOWN or contains_unknown(goal.inputs):
            return Answer(goal.urn, "", {}, ok=self._performer.previewing)
        found = provider.read(goal.type, goal.urn, str(id_), plain(goal.inputs) or None, None)
        if found is None:
            raise InputError(
                f"{goal.type} with the id {id_} is not there", hint=f"Correct the id given for {goal.name}."
            )
        self._reporter.planned(goal.urn, "read", parent=goal.parent, id_=found.id)
        old = self._ledger.old(goal)
        wanted = states.wanted(goal, found.inputs, reference, old)
        secrets = states.secret_outputs(wanted, provider)
        state = replace(
            states.unchanged(wanted, replace(wanted, id=found.id, outputs=found.outputs), secrets),
            external=True,
        )
        return self._performer.settle(state, old, "read")

    def invoke(
        self, token: str, args: Mapping[str, Value], reference: str, version: str
    ) -> Mapping[str, Value]:
        """Answer a data source.

        Raises:
            GovCloudError: it is not served, or the cloud refuses.
        """
        package = token.partition(":")[0]
        if not reference:
            reference = self._default_provider(package, version)
        provider = self._pool.get(reference, self._ledger.known)
        self._served(token, provider)
        return provider.invoke(token, plain(args))

    def _inherit(self, goal: Goal) -> Goal:
        """Give a goal with what it takes over from its parent, and note it so for its own children."""
        above = self._ledger.goal(goal.parent) if goal.parent else None
        if above is None:
            return goal
        provider = goal.provider or above.providers.get(goal.package, "")
        if not provider and above.provider:
            type_ = urns.parse(above.provider).type
            if type_.removeprefix(urns.PROVIDER_PREFIX) == goal.package:
                provider = above.provider
        whole = replace(
            goal,
            provider=provider if goal.custom and not goal.is_provider else goal.provider,
            providers=goal.providers if goal.custom else {**above.providers, **goal.providers},
            protect=above.protect if goal.protect is None else goal.protect,
            retain_on_delete=above.retain_on_delete
            if goal.retain_on_delete is None
            else goal.retain_on_delete,
            deleted_with=goal.deleted_with or above.deleted_with,
        )
        self._ledger.complete(whole)
        return whole

    def _provider_of(self, goal: Goal) -> tuple[str, Provider]:
        reference = goal.provider or self._default_provider(goal.package, goal.version)
        return reference, self._pool.get(reference, self._ledger.known)

    def _served(self, what: str, provider: Provider) -> None:
        if sentence := provider.unsupported(what):
            raise UnsupportedTypeError(
                sentence,
                hint="Use a type that is supported, or --engine pulumi with the official CLI.",
                data={"type": what},
            )

    def _custom(self, goal: Goal) -> Answer:
        reference, provider = self._provider_of(goal)
        self._served(goal.type, provider)
        old = self._ledger.old(goal)
        decision = generator.decide(goal, old, provider, gone=self._ledger.gone(goal.urn))
        wanted = states.wanted(goal, decision.inputs, reference, old)
        secrets = states.secret_outputs(wanted, provider)
        masked = secrets | secret_names(decision.inputs) | (secret_names(old.inputs) if old else frozenset())
        self._reporter.planned(
            goal.urn,
            decision.verdict,
            changes=decision.changes,
            secrets=masked,
            parent=goal.parent,
            id_=old.id if old else "",
            delete_before_replace=decision.delete_before_replace,
            reason=decision.reason,
        )
        if old is None or decision.verdict == "create":
            return self._performer.create(goal, wanted, provider)
        if decision.verdict == "update":
            return self._performer.update(goal, wanted, old, provider)
        if decision.verdict == "replace":
            if old.protect and goal.protect:
                raise ProtectedError(
                    f"{goal.name} must be replaced ({_why(decision)}), but it is protected",
                    hint="Take back the change, or remove `protect` from it in the program first.",
                )
            return self._performer.replace(goal, wanted, old, provider, decision)
        return self._performer.same(wanted, old, secrets)

    def _component(self, goal: Goal) -> Answer:
        old = self._ledger.old(goal)
        decision = generator.decide_component(goal, old)
        self._reporter.planned(
            goal.urn,
            decision.verdict,
            changes=decision.changes,
            secrets=secret_names(goal.inputs) | (secret_names(old.inputs) if old else frozenset()),
            parent=goal.parent,
        )
        wanted = states.wanted(goal, decision.inputs, "", old)
        state = replace(wanted, outputs=old.outputs if old else {})
        if old is None:
            moment = states.now()
            state = replace(state, created=moment, modified=moment)
        elif decision.verdict == "update":
            state = replace(state, modified=states.now())
        answer = self._performer.settle(state, old, decision.verdict)
        # A component's outputs may name what is not registered yet, so they are not given back.
        return replace(answer, outputs={})

    def _provider(self, goal: Goal) -> Answer:
        old = self._ledger.old(goal)
        decision = generator.decide_provider(goal, old)
        self._reporter.planned(
            goal.urn,
            decision.verdict,
            changes=decision.changes,
            secrets=secret_names(decision.inputs) | frozenset(goal.additional_secret_outputs),
            parent=goal.parent,
            id_=old.id if old else "",
        )
        if old is not None and decision.verdict == "update":
            self._reporter.note(
                "warning",
                f"provider {goal.name} is configured anew; the resources that it has made are looked for "
                "where it points now",
                goal.urn,
            )
        wanted = states.wanted(goal, decision.inputs, "", old)
        outputs = {key: value for key, value in decision.inputs.items() if key != "__internal"}
        id_ = old.id if old else self._performer.new_provider_id()
        if old is None:
            state = states.created(wanted, id_, outputs, goal.additional_secret_outputs)
        else:
            state = states.unchanged(wanted, replace(old, outputs=outputs), goal.additional_secret_outputs)
            if decision.verdict == "update":
                state = replace(state, modified=states.now())
        self._pool.add(urns.provider_reference(goal.urn, id_), goal.package, state.inputs)
        return self._performer.settle(state, old, decision.verdict)

    def _default_provider(self, package: str, version: str) -> str:
        """Give the reference of a package's default provider, which is made at its first use."""
        key = f"{package}@{version}"
        with self._defaults_lock:
            if key in self._defaults:
                return _usable(package, self._defaults[key])
            name = "default" + (
                "_" + version.replace(".", "_").replace("-", "_").replace("+", "_") if version else ""
            )
            type_ = f"{urns.PROVIDER_PREFIX}{package}"
            goal = Goal(
                urn=urns.make(self._stack, self._project, type_, name),
                type=type_,
                name=name,
                custom=True,
                inputs=dict(self._package_config(package)),
                version=version,
            )
            answer = self.register(goal)
            self._defaults[key] = urns.provider_reference(goal.urn, answer.id) if answer.ok else ""
            return _usable(package, self._defaults[key])

    def _skip(self, goal: Goal, reason: str) -> Answer:
        op: Op = "update" if self._ledger.known(goal.urn) else "create"
        self._reporter.skipped_step(goal.urn, op, reason)
        return self._failed(goal.urn)

    def _failed(self, urn: str) -> Answer:
        self._ledger.trouble(urn, "failed")
        return Answer(urn, ok=False)


def known_part(inputs: Mapping[str, Value]) -> dict[str, Value]:
    """Give inputs as outputs of an object that isn't there yet: without the list of defaults."""

    def without_defaults(value: Value) -> Value:
        if isinstance(value, Mapping):
            return {key: without_defaults(item) for key, item in value.items() if key != "__defaults"}
        if isinstance(value, list):
            return [without_defaults(item) for item in value]
        return value

    result: dict[str, Value] = without_defaults(map_tree(inputs, lambda leaf: leaf))
    return result


def _usable(package: str, reference: str) -> str:
    if not reference:
        # Why is told where it failed; here it is only what others must know.
        raise StepFailedError(InputError(f"the default provider of the package {package} can't be used"))
    return reference


def _why(decision: Decision) -> str:
    paths_ = [change.path for change in decision.changes if change.replaces]
    return decision.reason or "because of " + ", ".join(paths_)

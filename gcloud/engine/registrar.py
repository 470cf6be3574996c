"""Takes a program's registrations and brings each about.

Every call comes in a thread of its own and returns when the resource is as the
program wants it (or, in a preview, when it is known what would be done). What a
call needs has been registered before it, so no call waits for another one. One
resource that fails fails alone: its registration is answered so, and what
depends on it is not tried.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from gcloud.engine import generator, importing, local, reading, states
from gcloud.engine.bystanders import Bystanders
from gcloud.engine.defaults import DefaultProviders
from gcloud.engine.demands import demand
from gcloud.engine.events import Op
from gcloud.engine.failures import NotTriedError, StepFailedError
from gcloud.engine.generator import Decision
from gcloud.engine.goal import Goal, inherited
from gcloud.engine.interface import Provider
from gcloud.engine.marks import plain, secret_names
from gcloud.engine.performer import Answer, Performer
from gcloud.engine.protection import refuse_protected
from gcloud.engine.questions import ask
from gcloud.engine.refusals import refuse_unserved
from gcloud.engine.reporter import as_known
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import UNKNOWN, Value, contains_unknown
from gcloud.engine.work import Work
from gcloud.errors import GovCloudError


class Registrar:
    """One program's registrations; safe to use from many threads."""

    def __init__(
        self,
        *,
        project: str,
        stack: str,
        work: Work,
        performer: Performer,
        package_config: Callable[[str], Mapping[str, Value]],
        stopped: Callable[[], bool],
    ) -> None:
        self._work = work
        self._ledger = work.ledger
        self._pool = work.pool
        self._reporter = work.reporter
        self._performer = performer
        self._bystanders = Bystanders(work.aim, work.ledger, performer, work.reporter)
        self._stopped = stopped
        self._defaults = DefaultProviders(project, stack, package_config, self.register)

    def register(self, goal: Goal) -> Answer:
        """Bring one resource about; what goes wrong is reported and answered, never raised."""
        self._reporter.hide([goal.inputs])
        try:
            self._ledger.claim(goal)
            goal = self._inherit(goal)
            return self._bystanders.answer(goal) or self._bring_about(goal)
        except NotTriedError as error:
            return self._skip(goal, error.message)
        except StepFailedError as error:
            if error.kept is not None:
                self._ledger.put(error.kept)
                self._ledger.touch()
            if error.gone is not None:
                self._ledger.drop(error.gone)
            return self._failed(goal.urn)
        except Exception as error:  # noqa: BLE001 - a registration answers, it doesn't break the program
            return self.refuse(goal.urn, as_known(error), goal.position)

    def _bring_about(self, goal: Goal) -> Answer:
        if reason := self._hindrance(goal):
            return self._skip(goal, reason)
        if goal.is_provider:
            return self._provider(goal)
        return self._custom(goal) if goal.custom else self._component(goal)

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
        if state is None or self._work.aim.spares(urn):
            return
        changed = local.with_outputs(state, outputs, previewing=self._performer.previewing)
        if changed != state:
            self._performer.settle(changed, state, "same")

    def read(self, goal: Goal, id_: Value) -> Answer:
        """Read an object that nobody of ours manages.

        Raises:
            StoppedError: the run is stopped.
            GovCloudError: it isn't there, or can't be read.
        """
        self._ledger.claim(goal)
        goal = self._inherit(goal)
        if (answer := self._bystanders.answer(goal)) is not None:
            return answer
        reference, provider = self._provider_of(goal)
        refuse_unserved(goal.type, provider)
        if id_ is UNKNOWN or contains_unknown(goal.inputs):
            return Answer(goal.urn, "", {}, ok=self._performer.previewing)
        old = self._ledger.old(goal)
        state = ask(lambda: reading.read(goal, str(id_), reference, provider, old), self._stopped)
        # What the state protects stays so, though the program does not manage it any more.
        return self._give_way(replace(goal, protect=True), state, old, "read")

    def invoke(
        self, token: str, args: Mapping[str, Value], reference: str, version: str
    ) -> Mapping[str, Value]:
        """Answer a data source.

        Raises:
            StoppedError: the run is stopped.
            GovCloudError: it is not served, or the cloud refuses.
        """
        package = token.partition(":")[0]
        if not reference:
            reference = self._defaults.reference(package, version)
        provider = self._pool.get(reference, self._ledger.known)
        refuse_unserved(token, provider)
        return ask(lambda: provider.invoke(token, plain(args)), self._stopped)

    def _inherit(self, goal: Goal) -> Goal:
        """Give a goal with what it takes over from its parent, and note it so for its own children."""
        above = self._ledger.goal(goal.parent) if goal.parent else None
        if above is None:
            return goal
        whole = inherited(goal, above)
        self._ledger.complete(whole)
        return whole

    def _provider_of(self, goal: Goal) -> tuple[str, Provider]:
        reference = goal.provider or self._defaults.reference(goal.package, goal.version)
        return reference, self._pool.get(reference, self._ledger.known)

    def _custom(self, goal: Goal) -> Answer:
        reference, provider = self._provider_of(goal)
        refuse_unserved(goal.type, provider)
        old = self._ledger.old(goal)
        if importing.is_wanted(goal, old):
            state = importing.take_over(goal, goal.import_id, reference, provider, old)
            return self._give_way(goal, state, old, "import")
        decision = generator.decide(
            goal,
            old,
            provider,
            believed=None if old is None else self._ledger.believed(old),
            demand=demand(goal, old, reference, provider, self._work),
            gone=self._ledger.gone(goal.urn),
        )
        importing.refuse_replacement(goal, decision)
        wanted = states.wanted(goal, decision.inputs, reference, old)
        secrets = states.secret_outputs(wanted, provider)
        self._announce(goal, old, decision, secrets | secret_names(decision.inputs))
        if old is None or decision.verdict == "create":
            return self._performer.create(goal, wanted, provider)
        if decision.verdict == "update":
            return self._performer.update(goal, wanted, old, provider)
        if decision.verdict == "replace":
            refuse_protected(goal, old, decision.why)
            self._ledger.note_replaced(goal.urn)
            return self._performer.replace(goal, wanted, old, provider, decision)
        return self._performer.same(wanted, old, secrets)

    def _give_way(self, goal: Goal, state: ResourceState, old: ResourceState | None, op: Op) -> Answer:
        """Take an object that was there, be it in the place of another one."""
        before = importing.predecessor(state, old, gone=self._ledger.gone(goal.urn) != "")
        if before is None:
            self._reporter.planned(goal.urn, op, parent=goal.parent, id_=state.id)
            if op == "import":
                return self._performer.take_over(state, None)
            return self._performer.settle(state, old, op)
        refuse_protected(goal, before, "another object takes its place")
        self._ledger.note_replaced(goal.urn)
        reason = f"the object {state.id} takes its place"
        self._reporter.planned(goal.urn, "replace", parent=goal.parent, id_=before.id, reason=reason)
        return self._performer.take_over(state, before)

    def _component(self, goal: Goal) -> Answer:
        old = self._ledger.old(goal)
        decision, state = local.component(goal, old)
        self._announce(goal, old, decision, secret_names(goal.inputs))
        # A component's outputs may name what is not registered yet, so they are not given back.
        return replace(self._performer.settle(state, old, decision.verdict), outputs={})

    def _provider(self, goal: Goal) -> Answer:
        old = self._ledger.old(goal)
        decision, state = local.provider(goal, old, self._performer.new_provider_id())
        secrets = secret_names(decision.inputs) | frozenset(goal.additional_secret_outputs)
        self._announce(goal, old, decision, secrets)
        if any(change.path not in generator.PROVIDER_INTERNAL for change in decision.changes):
            self._reporter.note(
                "warning",
                f"provider {goal.name} is configured anew; the resources that it has made are looked for "
                "where it points now",
                goal.urn,
            )
        self._pool.add(urns.provider_reference(goal.urn, state.id), goal.package, state.inputs)
        return self._performer.settle(state, old, decision.verdict)

    def _announce(
        self, goal: Goal, old: ResourceState | None, decision: Decision, secrets: frozenset[str]
    ) -> None:
        self._reporter.planned(
            goal.urn,
            decision.verdict,
            changes=decision.changes,
            secrets=secrets | (secret_names(old.inputs) if old else frozenset()),
            parent=goal.parent,
            id_=old.id if old else "",
            delete_before_replace=decision.delete_before_replace,
            reason=decision.reason,
        )

    def _skip(self, goal: Goal, reason: str) -> Answer:
        op: Op = "update" if self._ledger.known(goal.urn) else "create"
        self._reporter.skipped_step(goal.urn, op, reason)
        return self._failed(goal.urn)

    def _failed(self, urn: str) -> Answer:
        self._ledger.trouble(urn, "failed")
        return Answer(urn, ok=False)

"""Takes what runs already into the state, changing nothing in the cloud.

The program runs as in a preview. Each resource that the state doesn't have is
looked for by its natural key, with the real ids of what was found before it,
or taken by the id that the user gave. Like the planner, this performer has
neither an executor nor a journal: it can't create, update or delete.
"""

import threading
import uuid
from dataclasses import replace

from gcloud.engine import generator
from gcloud.engine.adoption import Ambiguous, Missing, Unseen
from gcloud.engine.events import Op
from gcloud.engine.found import found
from gcloud.engine.generator import Decision
from gcloud.engine.goal import Goal
from gcloud.engine.interface import Provider
from gcloud.engine.marks import plain, secret_names
from gcloud.engine.performer import Answer
from gcloud.engine.planner import known_part
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.states import marked, secret_outputs
from gcloud.engine.values import contains_unknown
from gcloud.engine.wishes import Claims, WishError, Wishes, short_name
from gcloud.engine.work import Work
from gcloud.errors import CloudError


class Adopter:
    """The performer that looks for what a program wants among what is there.

    Args:
        work: the run.
        wishes: ids that the user gave.
        claims: which objects belong to whom.
        only_named: look for nothing but what the user named.
        parallel: how many objects to look for at once.
    """

    previewing = True

    def __init__(
        self, work: Work, wishes: Wishes, claims: Claims, *, only_named: bool, parallel: int
    ) -> None:
        self._work = work
        self._wishes = wishes
        self._claims = claims
        self._only_named = only_named
        self._slots = threading.BoundedSemaphore(parallel)
        self.adopted: dict[str, ResourceState] = {}
        self.missing: list[Missing] = []
        self.ambiguous: list[Ambiguous] = []
        self.unseen: list[Unseen] = []

    def same(self, wanted: ResourceState, old: ResourceState, secrets: frozenset[str]) -> Answer:  # noqa: ARG002
        """Leave what the state has."""
        return self._kept(wanted.urn, old)

    def update(self, goal: Goal, wanted: ResourceState, old: ResourceState, provider: Provider) -> Answer:  # noqa: ARG002
        """Leave what the state has."""
        return self._kept(goal.urn, old)

    def replace(
        self,
        goal: Goal,
        wanted: ResourceState,  # noqa: ARG002 - the protocol's arguments
        old: ResourceState,
        provider: Provider,  # noqa: ARG002
        decision: Decision,  # noqa: ARG002
    ) -> Answer:
        """Leave what the state has."""
        return self._kept(goal.urn, old)

    def create(self, goal: Goal, wanted: ResourceState, provider: Provider) -> Answer:
        """Look for the object."""
        asked = self._wishes.of(goal.urn)
        state = None
        if asked is not None or not self._only_named:
            with self._slots:
                state = self._found(goal, wanted, provider, asked)
        if state is None:
            outputs = marked(known_part(wanted.inputs), wanted, secret_outputs(wanted, provider))
            return Answer(goal.urn, "", outputs)
        self._work.ledger.put(state)
        self.adopted[goal.urn] = state
        self._tell_next(goal, state, provider)
        return Answer(goal.urn, state.id, state.outputs)

    def take_over(self, state: ResourceState, old: ResourceState | None) -> Answer:
        """Take what the program itself names by its id; what would take another's place is left to a run."""
        asked = self._wishes.of(state.urn)
        if old is not None:
            return Answer(old.urn, old.id, old.outputs)
        if asked is not None or not self._only_named:
            self._claims.claim(state.type, state.id, state.urn)
            self._work.ledger.put(state)
            self.adopted[state.urn] = state
            self._work.reporter.planned(state.urn, "same", parent=state.parent, id_=state.id)
        return Answer(state.urn, state.id, state.outputs)

    def settle(self, state: ResourceState, old: ResourceState | None, op: Op) -> Answer:  # noqa: ARG002
        """Take the state of what no provider is asked for, as far as it is known."""
        outputs = {key: value for key, value in state.outputs.items() if not contains_unknown(value)}
        inputs = {key: value for key, value in state.inputs.items() if not contains_unknown(value)}
        self._work.ledger.put(replace(state, inputs=inputs, outputs=outputs))
        return Answer(state.urn, state.id, state.outputs)

    def new_provider_id(self) -> str:
        """Give a new provider resource's id."""
        return str(uuid.uuid4())

    def _kept(self, urn: str, old: ResourceState) -> Answer:
        asked = self._wishes.of(urn)
        if asked is not None and (self._only_named or asked != old.id):
            raise WishError(
                f"{short_name(urn)} is in the state already (its id is {old.id})",
                hint="Leave it out, or take it out of the state first.",
            )
        return Answer(urn, old.id, old.outputs)

    def _found(
        self, goal: Goal, wanted: ResourceState, provider: Provider, asked: str | None
    ) -> ResourceState | None:
        what = (goal.urn, goal.type, goal.name)
        since = self._work.reporter.started(goal.urn, "read")
        try:
            id_ = asked or self._looked_up(goal, wanted, provider)
            state = None if id_ is None else found(wanted, id_, provider)
        except CloudError as error:
            self.unseen.append(Unseen(*what, error))
            self._work.reporter.finished(goal.urn, "read", since, "")
            return None
        self._work.reporter.finished(goal.urn, "read", since, state.id if state else "")
        if state is not None:
            self._claims.claim(goal.type, state.id, goal.urn)
        elif asked is not None and self._only_named:
            raise WishError(
                f"there is no {goal.type} with the id {asked}", hint=f"Correct the id of {goal.name}."
            )
        elif id_ is not None:
            self.missing.append(Missing(*what, f"there is none with the id {id_}"))
        return state

    def _looked_up(self, goal: Goal, wanted: ResourceState, provider: Provider) -> str | None:
        ids = self._claims.free(goal.type, provider.candidates(goal.type, plain(wanted.inputs)))
        if len(ids) == 1:
            return ids[0]
        what = (goal.urn, goal.type, goal.name)
        if ids:
            self.ambiguous.append(Ambiguous(*what, tuple(ids)))
        else:
            self.missing.append(Missing(*what, self._why_missing(goal)))
        return None

    def _why_missing(self, goal: Goal) -> str:
        absent = [urn for urn in sorted(goal.needs()) if self._work.ledger.known(urn) is None]
        if absent:
            return f"{short_name(absent[0])}, which it needs, was not found"
        return "nothing like it is there"

    def _tell_next(self, goal: Goal, state: ResourceState, provider: Provider) -> None:
        """Tell what the next run would do to it."""
        decision = generator.decide(goal, state, provider)
        self._work.reporter.planned(
            goal.urn,
            decision.verdict,
            changes=decision.changes,
            secrets=secret_outputs(state, provider) | secret_names(state.inputs),
            parent=goal.parent,
            id_=state.id,
            delete_before_replace=decision.delete_before_replace,
            reason=decision.reason,
        )

"""Carries decisions out in a plan: nothing is called, nothing is written.

It has no way to create, update or delete: it is given neither an executor nor a
journal. What only the real run can know is left out of the answers, which makes
it unknown to the program.
"""

from collections.abc import Mapping
from dataclasses import replace

from gcloud.engine.condemned import Condemned
from gcloud.engine.events import Op
from gcloud.engine.generator import Decision
from gcloud.engine.goal import Goal
from gcloud.engine.interface import Provider
from gcloud.engine.ledger import Ledger
from gcloud.engine.performer import Answer
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.states import marked, secret_outputs, unchanged
from gcloud.engine.values import Value
from gcloud.engine.wire import UNKNOWN_ID


class Planner:
    """The performer of a preview."""

    previewing = True

    def __init__(self, ledger: Ledger, condemned: Condemned) -> None:
        self._ledger = ledger
        self._condemned = condemned

    def same(self, wanted: ResourceState, old: ResourceState, secrets: frozenset[str]) -> Answer:
        """Take over what needs no change."""
        return self.settle(unchanged(wanted, old, secrets), old, "same")

    def create(self, goal: Goal, wanted: ResourceState, provider: Provider) -> Answer:
        """Plan a creation; the id and what the cloud decides are unknown."""
        outputs = marked(known_part(wanted.inputs), wanted, secret_outputs(wanted, provider))
        state = replace(wanted, outputs=outputs)
        self._ledger.put(state)
        self._ledger.touch()
        return Answer(goal.urn, "", outputs)

    def update(self, goal: Goal, wanted: ResourceState, old: ResourceState, provider: Provider) -> Answer:
        """Plan a change in place; what the change doesn't name is taken to stay."""
        outputs = {
            **old.outputs,
            **marked(known_part(wanted.inputs), wanted, secret_outputs(wanted, provider)),
        }
        self._ledger.put(replace(wanted, id=old.id, outputs=outputs))
        self._ledger.touch()
        return Answer(goal.urn, old.id, outputs)

    def replace(
        self, goal: Goal, wanted: ResourceState, old: ResourceState, provider: Provider, decision: Decision
    ) -> Answer:
        """Plan a replacement, and what must go before it."""
        if decision.delete_before_replace and not self._ledger.gone(goal.urn):
            self._condemned.with_dependents(old)
        return self.create(goal, wanted, provider)

    def take_over(self, state: ResourceState, old: ResourceState | None) -> Answer:
        """Take the state of an object that is there; what gives way is deleted by the real run."""
        return self.settle(state, old, "import")

    def settle(self, state: ResourceState, old: ResourceState | None, op: Op) -> Answer:  # noqa: ARG002
        """Take the state of what no provider is asked for."""
        if state != old:
            self._ledger.touch()
        self._ledger.put(state)
        return Answer(state.urn, state.id, state.outputs)

    def new_provider_id(self) -> str:
        """Give the id of a provider that will be made."""
        return UNKNOWN_ID


def known_part(inputs: Mapping[str, Value]) -> dict[str, Value]:
    """Give inputs as outputs of an object that isn't there yet: without the lists of defaults."""
    return {key: _without_defaults(value) for key, value in inputs.items() if key != "__defaults"}


def _without_defaults(value: Value) -> Value:
    if isinstance(value, Mapping):
        return known_part(value)
    return [_without_defaults(item) for item in value] if isinstance(value, list) else value

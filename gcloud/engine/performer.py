"""Who carries decisions out: for real (gcloud.engine.apply) or in a plan (gcloud.engine.planner)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from gcloud.engine.events import Op
from gcloud.engine.generator import Decision
from gcloud.engine.goal import Goal
from gcloud.engine.interface import Provider
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import Value


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program is told of its resource.

    Args:
        urn: its URN.
        id: its id; empty if there is none, or none yet.
        outputs: its properties; what a preview can't know is left out.
        ok: False if it failed or was not tried.
        unknown: it is left out of the run and doesn't exist, so nothing is known of it.
    """

    urn: str
    id: str = ""
    outputs: Mapping[str, Value] = field(default_factory=dict)
    ok: bool = True
    unknown: bool = False


class Performer(Protocol):
    """Carries decisions out."""

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

    def take_over(self, state: ResourceState, old: ResourceState | None) -> Answer:
        """Take the state of an object that was there; the old one, if any, gives way to it."""
        ...

    def settle(self, state: ResourceState, old: ResourceState | None, op: Op) -> Answer:
        """Take the state of a component or a provider, for which nothing is called."""
        ...

    def new_provider_id(self) -> str:
        """Give a new provider resource's id."""
        ...

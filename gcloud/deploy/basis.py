"""What an engine's last preview has found, for whoever saves it as a plan."""

from dataclasses import dataclass

from gcloud.engine.result import Changes
from gcloud.engine.scope import Scope
from gcloud.engine.state.resource import ResourceState


@dataclass(frozen=True, slots=True)
class Basis:
    """What a preview has found of one stack.

    Args:
        before: what the state held.
        changes: what the preview found; its base is what was seen of the cloud.
    """

    before: tuple[ResourceState, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Planned:
    """What a preview has found, of what, and in one word.

    Args:
        changes: what was found.
        scope: what of the stack it was about.
        hash: the plan's (gcloud.deploy.plan_hash).
    """

    changes: Changes
    scope: Scope
    hash: str

"""What an engine's last preview has found, for whoever saves it as a plan."""

from dataclasses import dataclass, replace

from gcloud.engine.result import Changes
from gcloud.engine.scope import Scope
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Basis:
    """What a preview has found of one stack.

    Args:
        before: what the state held.
        changes: what the preview found; its base is what was seen of the cloud.
    """

    before: tuple[ResourceState, ...]
    changes: Changes


class Planned:
    """What a preview has found, of what, and in one word.

    Args:
        changes: what was found.
        scope: what of the stack it was about.
        hash_: the plan's (gcloud.deploy.plan_hash).

    Attributes:
        scope: as given.
        hash: as given.
    """

    def __init__(self, changes: Changes, scope: Scope, hash_: str) -> None:
        self._rest = replace(changes, base=(), wanted=(), believed={}, before=())
        self._states = Shelf((changes.base, changes.wanted, changes.believed, changes.before))
        self.scope = scope
        self.hash = hash_

    @property
    def changes(self) -> Changes:
        """What was found."""
        base, wanted, believed, before = self._states.value
        return replace(self._rest, base=base, wanted=wanted, believed=believed, before=before)

    def rest(self) -> None:
        """Take little memory until the changes are asked for."""
        self._states.put_away()

"""Takes what runs already into the states of a site: after a state was lost, or for single objects.

It is the embedded engine's work, whichever engine runs the stacks otherwise: the
state that it writes is the official one.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from gcloud.deploy.adopt_site import Stacks
from gcloud.deploy.embedded import EmbeddedEngine
from gcloud.deploy.outcome import Listener
from gcloud.deploy.target import Target
from gcloud.engine.adoption import Adopted, Adoption, Ambiguous, Missing, Unseen
from gcloud.engine.reporter import Failure
from gcloud.engine.takeover import Request
from gcloud.engine.wishes import UnknownNameError


@dataclass(frozen=True)
class Finding:
    """What was found for each of a site's stacks; nothing is written yet.

    Args:
        parts: by stack.
    """

    parts: tuple[tuple[Target, Adoption], ...]

    @property
    def adopted(self) -> tuple[Adopted, ...]:
        """What was found."""
        return tuple(one for _, part in self.parts for one in part.adopted)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is not there."""
        return tuple(one for _, part in self.parts for one in part.missing)

    @property
    def ambiguous(self) -> tuple[Ambiguous, ...]:
        """What the user must settle."""
        return tuple(one for _, part in self.parts for one in part.ambiguous)

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """What could not be looked for."""
        return tuple(one for _, part in self.parts for one in part.unseen)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What was wrong; a name that only another stack has is not."""
        unknown = [
            {one.error.name for one in part.failures if isinstance(one.error, UnknownNameError)}
            for _, part in self.parts
        ]
        nowhere = set.intersection(*unknown) if unknown else set()
        told: dict[str, Failure] = {}
        for _, part in self.parts:
            for one in part.failures:
                if not isinstance(one.error, UnknownNameError) or one.error.name in nowhere:
                    told.setdefault(one.error.message, one)
        return tuple(told.values())

    @property
    def kept(self) -> int:
        """How many resources the states had already."""
        return sum(1 for _, part in self.parts for one in part.base if one.custom and one.provider)

    @property
    def whole(self) -> bool:
        """Whether it may be written: nothing failed, nothing is open, everything was seen."""
        return not (self.failures or self.ambiguous or self.unseen)


class Takeover:
    """The stacks of a site, locked, to be looked for and written.

    Args:
        engines: each stack's target and open engine.
    """

    def __init__(self, engines: tuple[tuple[Target, EmbeddedEngine], ...]) -> None:
        self._engines = engines

    def look(
        self,
        ids: Mapping[str, str],
        listener: Listener,
        cancel: threading.Event,
        *,
        only_named: bool = False,
    ) -> Finding:
        """Look for what runs already; nothing is written, nothing in the cloud is changed.

        Args:
            ids: object ids by URN, by `Type::name`, or by a logical name that is one resource's.
            listener: told of everything that is looked for.
            cancel: once set, no more is looked for.
            only_named: take nothing but what `ids` names.
        """
        taken: dict[tuple[str, str], str] = {}
        for _, engine in self._engines:
            taken |= {(one.type, one.id): one.urn for one in engine.resources() if one.custom and one.id}
        parts = []
        for target, engine in self._engines:
            part = engine.look(Request(ids, only_named, taken), listener, cancel)
            taken |= {(one.type, one.id): one.urn for one in part.adopted}
            parts.append((target, part))
        return Finding(tuple(parts))

    def keep(self, found: Finding) -> None:
        """Write what was found into the states.

        Raises:
            StateError: a state can't be written.
        """
        for (_, engine), (_, part) in zip(self._engines, found.parts, strict=True):
            if part.adopted:
                engine.adopt(part)


@contextmanager
def takeover(stacks: Stacks) -> Iterator[Takeover]:
    """Lock the stacks of a site for taking over what runs.

    Args:
        stacks: the stacks.

    Raises:
        LockedError: another run holds one.
        StateError: a state can't be used.
    """
    with ExitStack() as held:
        engines = tuple(
            (target, held.enter_context(EmbeddedEngine(target, stacks.passphrase, changes=True)))
            for target in stacks.targets
        )
        yield Takeover(engines)

"""Which stacks of a site can be left alone, found out in a fraction of a second.

For that nothing is loaded that reads a site, talks to a cloud or derives a key:
what is remembered is held against what is there.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from gcloud.deploy import roster
from gcloud.deploy.location import backend
from gcloud.deploy.looks import Looker
from gcloud.deploy.memory import Doubt, Due, Memory
from gcloud.deploy.others import Others
from gcloud.deploy.surroundings import Surroundings
from gcloud.deploy.wish import Wish, choose, named
from gcloud.engine.scope import WHOLE


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A stack that is as its last successful `up` left it.

    Args:
        project: its project.
        stack: its name.
        since: when that was, RFC 3339, UTC.
        resources: how many things in the cloud it has.
    """

    project: str
    stack: str
    since: str
    resources: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is remembered of one stack, held against what is there.

    Args:
        unchanged: it can be left alone.
        due: why its next `up` has to look at the cloud; empty if it need not.
        differs: what is not as it was, if that is why it can't be left alone.
    """

    unchanged: Unchanged | None = None
    due: str = ""
    differs: str = ""


class Watch:
    """Tells of the stacks of a site, one after the other, how they stand.

    Args:
        wish: what the command was asked for.
        environment: the process's variables.
    """

    def __init__(self, wish: Wish, environment: Mapping[str, str]) -> None:
        self.memory = Memory(wish.site.resolve())
        self.backend = backend(wish.site, wish.state, environment)
        self._engine = choose(wish.engine)
        key = self.memory.key()
        self._eyes: tuple[Surroundings, Looker, Others] | None = None
        if key:
            looker = Looker(key)
            self._eyes = (Surroundings(key, environment), looker, Others(self.backend.url, looker))

    def standing(self, project: str, stack: str) -> Standing:
        """Tell how a stack stands."""
        kept = self.memory.recall(project, stack)
        if isinstance(kept, Due):
            return Standing(due=kept.why)
        if isinstance(kept, Doubt):
            return Standing(differs=kept.why)
        if kept is None or self._eyes is None:
            return Standing()
        if (kept.engine, kept.backend) != (self._engine, self.backend.url):
            return Standing(differs="the engine or the state's place")
        differs = next(kept.differences(*self._eyes), "")
        if differs:
            return Standing(differs=differs)
        return Standing(Unchanged(project, stack, kept.made, kept.resources))


def all_unchanged(wish: Wish, environment: Mapping[str, str] = os.environ) -> tuple[Unchanged, ...] | None:
    """Give all that a command was asked about, if it can all be left alone; None if there is any doubt.

    Args:
        wish: what the command was asked for.
        environment: the process's variables.
    """
    if wish.scope != WHOLE or choose(wish.engine) != "embedded":
        return None
    watch = Watch(wish, environment)
    found: list[Unchanged] = []
    for project, stack in roster.recall(watch.memory, wish.site):
        if not named(project, stack, wish.stacks):
            continue
        standing = watch.standing(project, stack)
        if standing.unchanged is None:
            return None
        found.append(standing.unchanged)
    return tuple(found) or None

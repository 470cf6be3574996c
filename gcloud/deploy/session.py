"""From a site's folder to an engine that is open on its stacks.

The order matters: what costs nothing and needs nobody is asked first (the
site's files, the record of addresses), then the states (passphrase, locks), then
the cloud. Whatever fails, nothing has been touched.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from gcloud import __version__
from gcloud.cloud.gate import Gate
from gcloud.deploy import roster
from gcloud.deploy.beside import made_by
from gcloud.deploy.engine import Engine
from gcloud.deploy.engines import opened
from gcloud.deploy.examine import usable
from gcloud.deploy.fleet import Fleet, Member
from gcloud.deploy.memory import Memory
from gcloud.deploy.passphrase import passphrase_of
from gcloud.deploy.stacks import SiteStack, stacks_of
from gcloud.deploy.target import Target, target
from gcloud.deploy.unchanged import Unchanged, Watch
from gcloud.deploy.wish import Wish, choose, named
from gcloud.engine.scope import WHOLE, Scope
from gcloud.errors import InputError
from gcloud.model.load import LoadedSite
from gcloud.plan.build import build


@dataclass(frozen=True)
class Session:
    """An open engine, what it is open on, and what of that the command is about.

    Args:
        loaded: the site.
        targets: the stacks that the command is about, in the order in which the site needs them.
        engine: open on those that are worked on.
        scope: what of them the command is about.
        idle: none of them is worked on, for nothing has changed.
    """

    loaded: LoadedSite
    targets: tuple[Target, ...]
    engine: Engine
    scope: Scope
    idle: bool = False

    @property
    def target(self) -> Target:
        """The first of the stacks, after which the site's other stacks are named."""
        return self.targets[0]

    @property
    def packages(self) -> tuple[str, ...]:
        """The provider packages that the stacks use."""
        return tuple(dict.fromkeys(name for what in self.targets for name in what.program.packages))

    def about(self) -> dict[str, Any]:
        """Return who and where, for every JSON document (docs/schema/output.schema.json)."""
        return {
            "site": str(self.target.site),
            "stack": self.target.stack,
            "project": self.target.program.project,
            "stacks": [{"project": what.program.project, "stack": what.stack} for what in self.targets],
            "engine": self.engine.name,
            "engine_version": self.engine.version,
            "state": self.target.backend.url,
        }


@contextmanager
def session(wish: Wish, *, changes: bool, recorded: bool, sparing: bool = False) -> Iterator[Session]:
    """Check a site and open an engine on its stacks.

    Args:
        wish: what the command was asked for.
        changes: the stacks will be changed, so they are locked.
        recorded: refuse a site that has addresses to allot first.
        sparing: leave stacks alone of which nothing has changed.

    Raises:
        SiteInvalid: the site's files have problems.
        InputError: something has no recorded address; no passphrase; a state that can't be used.
        LockedError: another run holds a stack.
    """
    marks = roster.site_marks(wish.site)
    loaded = usable(wish.site)
    if recorded:
        require_recorded(loaded)
    every = stacks_of(loaded)
    if changes and recorded:
        names = [(one.program.project, one.name) for one in every]
        roster.keep(Memory(wish.site.resolve()), marks, names)
    chosen = _chosen(every, wish)
    targets = tuple(
        target(wish.site, one.name, state=wish.state, parallel=wish.parallel, program=one.program)
        for one in chosen
    )
    unchanged = _unchanged(targets, wish) if sparing and wish.scope == WHOLE else {}
    engine = _engine(every, chosen, targets, unchanged, wish, changes=changes)
    with engine:
        yield Session(loaded, targets, engine, wish.scope, idle=len(unchanged) == len(targets))


def _chosen(every: Sequence[SiteStack], wish: Wish) -> list[SiteStack]:
    chosen = [one for one in every if named(one.program.project, one.name, wish.stacks)]
    missing = [
        name
        for name in wish.stacks
        if not any(named(one.program.project, one.name, (name,)) for one in every)
    ]
    if missing:
        there = ", ".join(f"{one.program.project}/{one.name}" for one in every)
        raise InputError(
            f"The site has no stack {missing[0]!r}.", hint=f"It has: {there}.", data={"stack": missing[0]}
        )
    return chosen


def _unchanged(targets: Sequence[Target], wish: Wish) -> dict[int, Unchanged]:
    """Find those of the stacks that can be left alone, by their place."""
    watch = Watch(wish, os.environ)
    standings = [watch.standing(what.program.project, what.stack) for what in targets]
    return {place: one.unchanged for place, one in enumerate(standings) if one.unchanged is not None}


def _engine(
    every: Sequence[SiteStack],
    chosen: Sequence[SiteStack],
    targets: Sequence[Target],
    unchanged: dict[int, Unchanged],
    wish: Wish,
    *,
    changes: bool,
) -> Engine:
    name, gate = choose(wish.engine), Gate(wish.parallel)
    at_work = [place for place in range(len(targets)) if place not in unchanged]
    # The passphrase is the backend's: a person is asked for it once.
    secret = passphrase_of(targets[at_work[0]], os.environ, wish.ask) if at_work else ""
    members = [
        Member(
            targets[place].program.project,
            targets[place].stack,
            opened(name, targets[place], secret, gate, changes=changes),
            chosen[place].after,
        )
        for place in at_work
    ]
    if len(members) == len(every) == 1:
        return members[0].engine
    worked_on = {(member.project, member.stack) for member in members}
    others = [
        (one.program.project, one.name) for one in every if (one.program.project, one.name) not in worked_on
    ]
    return Fleet(
        members,
        unchanged=tuple(unchanged.values()),
        beside=lambda: made_by(targets[0].backend, others),
        name=name,
        version=members[0].engine.version if members else __version__,
    )


def require_recorded(loaded: LoadedSite) -> None:
    """Refuse a site in which something has no recorded address: the next run might give it another.

    Raises:
        InputError: names what has none.
    """
    missing = build(loaded).unrecorded
    if missing:
        names = ", ".join(line.owner for line in missing[:5]) + (" …" if len(missing) > 5 else "")  # noqa: PLR2004 - enough to recognise
        raise InputError(
            f"{len(missing)} addresses are not recorded yet ({names}).",
            hint=f"Run `govcloud allot {loaded.folder}`, look at addresses.yaml, and commit it.",
            data={"unrecorded": [line.owner for line in missing]},
        )

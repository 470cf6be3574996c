"""Which stacks of a site a command is about, which of them can be left alone, and the engine on the rest."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gcloud import __version__
from gcloud.cloud.gate import Gate
from gcloud.deploy.beside import made_by
from gcloud.deploy.engine import Engine
from gcloud.deploy.engines import opened
from gcloud.deploy.fleet import Fleet
from gcloud.deploy.location import backend
from gcloud.deploy.members import Member
from gcloud.deploy.passphrase import passphrase_of, salt_of
from gcloud.deploy.plan_file import aimed
from gcloud.deploy.resting import Resting
from gcloud.deploy.stacks import SiteStack, stacks_of
from gcloud.deploy.target import Target
from gcloud.deploy.unchanged import Unchanged, Watch
from gcloud.deploy.wish import Wish, choose, named
from gcloud.engine.process import Child, Start
from gcloud.engine.scope import WHOLE
from gcloud.engine.state.secrets import new_salt
from gcloud.errors import InputError
from gcloud.model.load import LoadedSite


@dataclass(frozen=True)
class Muster:
    """The stacks of a site, for one command.

    Args:
        every: all that the site has.
        chosen: those that the command is about, in the order of `every`.
        targets: the same, with all that an engine must be told.
        unchanged: those of them that can be left alone, by their place.
        resting: those that can be left alone unless what they need comes to tell them something else.
    """

    every: tuple[SiteStack, ...]
    chosen: tuple[SiteStack, ...]
    targets: tuple[Target, ...]
    unchanged: Mapping[int, Unchanged]
    resting: Mapping[int, Unchanged] = field(default_factory=dict)

    @property
    def at_work(self) -> tuple[Target, ...]:
        """Those that can't be left alone."""
        return tuple(what for place, what in enumerate(self.targets) if place not in self.unchanged)

    @property
    def idle(self) -> bool:
        """Whether all can be left alone."""
        return len(self.unchanged) == len(self.targets)


def muster(loaded: LoadedSite, wish: Wish, *, sparing: bool) -> Muster:
    """Find the stacks that a command is about.

    Args:
        loaded: the site.
        wish: what the command was asked for.
        sparing: leave stacks alone of which nothing has changed.

    Raises:
        InputError: the site has no stack of a name that was given, or none at all.
    """
    every = stacks_of(loaded, backend(wish.site, wish.state))
    if not every:
        raise InputError(
            f"The site {loaded.site.name} describes nothing that could be deployed.",
            hint="Describe its zones, as in examples/ha-tinh.",
        )
    chosen = _chosen(every, wish.stacks)
    targets = tuple(aimed(wish, one) for one in chosen)
    if not sparing or wish.scope != WHOLE:
        return Muster(every, chosen, targets, {})
    return Muster(every, chosen, targets, *_at_rest(chosen, targets, wish))


def engine_on(stacks: Muster, wish: Wish, gate: Gate, start: Start = Child, *, changes: bool) -> Engine:
    """Make the engine, not opened yet, on the stacks that can't be left alone.

    Args:
        stacks: the stacks.
        wish: what the command was asked for.
        gate: what all API calls of the run go through.
        start: starts the programs' processes.
        changes: the stacks will be changed, so they are locked.

    Raises:
        InputError: no passphrase, no CLI, or a state that can't be used.
    """
    name = choose(wish.engine)
    at_work = [place for place in range(len(stacks.targets)) if place not in stacks.unchanged]
    # The passphrase is the backend's: a person is asked for it once.
    secret = passphrase_of(stacks.targets[at_work[0]], os.environ, wish.ask) if at_work else ""
    # The official CLI has a limit for each stack and none over all; ours are held back by the gate.
    share = wish.parallel if name == "embedded" else max(1, wish.parallel // max(1, len(at_work)))
    salt = _salt(stacks.targets, secret) if changes and name == "embedded" and len(at_work) > 1 else None

    def member(place: int) -> Member:
        one = stacks.chosen[place]
        what = _with(stacks.targets[place], share, salt)
        engine = opened(name, what, secret, gate, start, changes=changes)
        return Member(one.program.project, one.name, engine, one.after)

    members = [member(place) for place in at_work if place not in stacks.resting]
    if len(members) == len(stacks.every) == 1:
        return members[0].engine
    worked_on = {(member.project, member.stack) for member in members}
    others = {(one.program.project, one.name) for one in stacks.every} - worked_on
    return Fleet(
        members,
        unchanged=tuple(stacks.unchanged.values()),
        resting=Resting(
            {member(place): found for place, found in stacks.resting.items()},
            lambda: Watch(wish, os.environ).standing,
        ),
        beside=lambda: made_by(stacks.targets[0].backend, sorted(others)),
        name=name,
        version=members[0].engine.version if members else __version__,
    )


def _salt(targets: Iterable[Target], passphrase: str) -> str:
    """Give the salt for stacks that have none: one for all, for a key takes long to derive."""
    return next(filter(None, map(salt_of, targets)), None) or new_salt(passphrase)[0]


def _with(what: Target, parallel: int, salt: str | None) -> Target:
    settings = what.settings if what.settings.salt else replace(what.settings, salt=salt)
    return replace(what, parallel=parallel, settings=settings)


def _chosen(every: tuple[SiteStack, ...], wanted: Sequence[str]) -> tuple[SiteStack, ...]:
    for name in wanted:
        if not any(named(one.program.project, one.name, (name,)) for one in every):
            there = ", ".join(f"{one.program.project}/{one.name}" for one in every)
            raise InputError(
                f"The site has no stack {name!r}.", hint=f"It has: {there}.", data={"stack": name}
            )
    return tuple(one for one in every if named(one.program.project, one.name, tuple(wanted)))


def _at_rest(
    chosen: Sequence[SiteStack], targets: Sequence[Target], wish: Wish
) -> tuple[Mapping[int, Unchanged], Mapping[int, Unchanged]]:
    """Find those of the stacks of which nothing has changed, by their place.

    Returns:
        Those that need nothing that is worked on, and those that do: to them it may tell something new.
    """
    watch = Watch(wish, os.environ)
    standings = [watch.standing(what.program.project, what.stack) for what in targets]
    alone = {place: one.unchanged for place, one in enumerate(standings) if one.unchanged is not None}
    resting: dict[int, Unchanged] = {}
    while True:
        moving = {one.program.project for place, one in enumerate(chosen) if place not in alone}
        news = [place for place in alone if moving & set(chosen[place].after)]
        if not news:
            return alone, dict(sorted(resting.items()))
        resting |= {place: alone.pop(place) for place in news}

"""From a site's folder to an engine that is open on its stacks.

The order matters: what costs nothing and needs nobody is asked first (the
site's files, the record of addresses), then the states (passphrase, locks), then
the cloud. Whatever fails, nothing has been touched.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from gcloud.cloud.gate import Gate
from gcloud.deploy import roster
from gcloud.deploy.engine import Engine
from gcloud.deploy.examine import usable
from gcloud.deploy.memory import Memory
from gcloud.deploy.muster import engine_on, muster
from gcloud.deploy.target import Target
from gcloud.deploy.tenants.applied import require_fresh
from gcloud.deploy.wish import Wish
from gcloud.engine.process import Child, Start
from gcloud.engine.scope import Scope
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
        gate: what all API calls of the run go through.
    """

    loaded: LoadedSite
    targets: tuple[Target, ...]
    engine: Engine
    scope: Scope
    idle: bool = False
    gate: Gate | None = None

    @property
    def target(self) -> Target:
        """The first of the stacks, after which the site's other stacks are named."""
        return self.targets[0]

    @property
    def packages(self) -> tuple[str, ...]:
        """The provider packages that the stacks use."""
        return tuple(dict.fromkeys(name for what in self.targets for name in what.program.packages))

    @property
    def calls(self) -> int | None:
        """How many API calls were made by now; None of the official CLI, which doesn't tell."""
        return self.gate.passed if self.gate is not None and self.engine.name == "embedded" else None

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
def session(
    wish: Wish, *, changes: bool, recorded: bool, sparing: bool = False, start: Start = Child
) -> Iterator[Session]:
    """Check a site and open an engine on its stacks.

    Args:
        wish: what the command was asked for.
        changes: the stacks will be changed, so they are locked.
        recorded: refuse a site that has addresses to allot first.
        sparing: leave stacks alone of which nothing has changed.
        start: starts the programs' processes.

    Raises:
        SiteInvalid: the site's files have problems; an approval is carried out for the first time by a key
            that counts no more.
        InputError: something has no recorded address; no passphrase; a state that can't be used.
        LockedError: another run holds a stack.
    """
    marks = roster.site_marks(wish.site)
    loaded = usable(wish.site)
    if recorded:
        require_recorded(loaded)
    stacks = muster(loaded, wish, sparing=sparing)
    if sparing:
        require_fresh(loaded, stacks.at_work)
    if changes and recorded:
        names = [(one.program.project, one.name) for one in stacks.every]
        roster.keep(Memory(wish.site.resolve()), marks, names)
    gate = Gate(wish.parallel)
    with engine_on(stacks, wish, gate, start, changes=changes) as engine:
        yield Session(loaded, stacks.targets, engine, wish.scope, stacks.idle, gate)


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

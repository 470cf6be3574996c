"""From a site's folder to an engine that is open on its stack.

The order matters: what costs nothing and needs nobody is asked first (the
site's files, the record of addresses), then the state (passphrase, lock), then
the cloud. Whatever fails, nothing has been touched.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gcloud.deploy.engine import Engine
from gcloud.deploy.engines import Choice, choose, opened
from gcloud.deploy.examine import usable
from gcloud.deploy.passphrase import Ask
from gcloud.deploy.target import DEFAULT_PARALLEL, Target, target
from gcloud.engine.scope import WHOLE, Scope
from gcloud.errors import InputError
from gcloud.model.load import LoadedSite
from gcloud.plan.build import build


@dataclass(frozen=True)
class Wish:
    """What a command was asked for.

    Args:
        site: the site's folder.
        engine: `--engine`.
        state: `--state`, if given.
        parallel: `--parallel`.
        ask: asks a person for the passphrase; None where there is nobody.
        scope: `--target`, `--replace` and `--verify`.
    """

    site: Path
    engine: Choice = "auto"
    state: str | None = None
    parallel: int = DEFAULT_PARALLEL
    ask: Ask | None = None
    scope: Scope = WHOLE


@dataclass(frozen=True)
class Session:
    """An open engine, what it is open on, and what of that the command is about."""

    loaded: LoadedSite
    target: Target
    engine: Engine
    scope: Scope

    def about(self) -> dict[str, str]:
        """Return who and where, for every JSON document (docs/schema/output.schema.json)."""
        return {
            "site": str(self.target.site),
            "stack": self.target.stack,
            "project": self.target.program.project,
            "engine": self.engine.name,
            "engine_version": self.engine.version,
            "state": self.target.backend.url,
        }


@contextmanager
def session(wish: Wish, *, changes: bool, recorded: bool) -> Iterator[Session]:
    """Check a site and open an engine on its stack.

    Args:
        wish: what the command was asked for.
        changes: the stack will be changed, so it is locked.
        recorded: refuse a site that has addresses to allot first.

    Raises:
        SiteInvalid: the site's files have problems.
        InputError: something has no recorded address; no passphrase; a state that can't be used.
        LockedError: another run holds the stack.
    """
    loaded = usable(wish.site)
    if recorded:
        require_recorded(loaded)
    what = target(wish.site, loaded.site.name, state=wish.state, parallel=wish.parallel)
    with opened(choose(wish.engine), what, os.environ, changes=changes, ask=wish.ask) as engine:
        yield Session(loaded, what, engine, wish.scope)


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

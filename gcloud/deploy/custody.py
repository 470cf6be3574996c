"""A stack's state in the hands of a person: found, read, changed under its lock, and put on record.

What is done to a state itself needs neither the site's description to be right
nor a cloud: only the stack's name, which `--stack` gives where the files can't
be read.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gcloud.deploy.location import LOCAL_FOLDER, prepare_local
from gcloud.deploy.passphrase import passphrase_of
from gcloud.deploy.recording import recorded
from gcloud.deploy.stacks import DATACENTER, PROGRAMS, SiteStack, StackProgram, stacks_of
from gcloud.deploy.target import Target, target
from gcloud.deploy.wish import Ask
from gcloud.engine.scope import WHOLE
from gcloud.engine.state.errors import PassphraseError
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.secrets import Crypter, missing, unlock
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import StackView, read_stack
from gcloud.errors import InputError
from gcloud.model.load import load_with_positions
from gcloud.model.near import suggest

ENGINE = "embedded"
UNBOUNDED_BY_SITE = 10
"""The bound where the site can't be read: the one of a site that sets none."""


@dataclass(frozen=True)
class Custody:
    """One stack's state.

    Args:
        target: the stack, and where its state is.
        max_deletes: how many resources one command may take out of it.
        environment: the process's variables, for the passphrase.
        ask: asks a person for the passphrase.
    """

    target: Target
    max_deletes: int
    environment: Mapping[str, str]
    ask: Ask | None = None

    @property
    def paths(self) -> StackFiles:
        """Where the state's files are.

        Raises:
            InputError: its backend is no folder.
        """
        return StackFiles.locate(self.target.backend.local(), self.target.program.project, self.target.stack)

    @cached_property
    def passphrase(self) -> str:
        """The passphrase of its secrets.

        Raises:
            PassphraseError: nobody knows it.
        """
        return passphrase_of(self.target, self.environment, self.ask)

    def sealer(self, salt: str | None) -> Sealer:
        """Give what decrypts the secrets under a salt; the passphrase is looked for at the first of them."""
        found: list[Crypter] = []

        def key() -> Crypter:
            if salt is None:
                raise missing()
            if not found:
                found.append(unlock(self.passphrase, salt))
            return found[0]

        return Sealer(key)

    def view(self) -> StackView:
        """Read the state; one without secrets needs no passphrase.

        Raises:
            StateError: it can't be used.
        """
        try:
            secret: str | None = passphrase_of(self.target, self.environment)
        except PassphraseError:
            secret = None
        place = (self.target.backend.local(), self.target.program.project, self.target.stack)
        try:
            return read_stack(*place, secret)
        except PassphraseError:
            if secret is not None or self.ask is None:
                raise
            return read_stack(*place, self.passphrase)

    @contextmanager
    def held(self) -> Iterator[StackStore]:
        """Open the state under its lock, to change it.

        Raises:
            StackLockedError: a run holds it.
            StateError: it can't be used.
        """
        what = self.target
        folder = what.backend.local()
        if folder.is_relative_to(what.site / LOCAL_FOLDER):
            prepare_local(what.site)
        with StackStore.open(
            folder, what.program.project, what.stack, self.passphrase, salt=what.settings.salt
        ) as store:
            yield store

    def save(
        self, store: StackStore, resources: tuple[ResourceState, ...], kind: str, message: str, changed: int
    ) -> None:
        """Write an edited snapshot, and the edit into the history.

        Args:
            store: the state, held.
            resources: what it is to hold.
            kind: the history's word for it.
            message: what was done, in one sentence.
            changed: how many resources it concerns.

        Raises:
            StateError: the snapshot is not sound, or can't be written.
        """
        with recorded(store.record, self.target, kind, ENGINE, WHOLE, message=message) as ending:
            store.save(resources)
            ending.result, ending.changes = "succeeded", {kind: changed}


def custody(
    site: Path,
    *,
    state: str | None,
    stack: str | None,
    environment: Mapping[str, str],
    ask: Ask | None = None,
) -> Custody:
    """Find a stack's state.

    Args:
        site: the site's folder.
        state: `--state`, if given.
        stack: `--stack`, if given: NAME or PROJECT/NAME, and then the site's files are not read, or
            PROJECT; without it the first of the site's stacks.
        environment: the process's variables.
        ask: asks a person for the passphrase.

    Raises:
        SiteInvalid: the site's files can't be read, and no stack was named.
        InputError: there is no such stack.
    """
    program, name, bound = _stack(site, stack)
    found = target(site, name, state=state, program=program, environment=environment)
    return Custody(found, bound, environment, ask)


def _stack(site: Path, stack: str | None) -> tuple[StackProgram, str, int]:
    """Give a stack's project and name, and its site's bound."""
    project, separator, name = (stack or "").rpartition("/")
    programs = {program.project: program for program in PROGRAMS}
    if separator:
        if project not in programs:
            raise InputError(
                f"There is no project {project!r}.",
                hint=suggest(project, programs, "See `govcloud up --help`."),
            )
        return programs[project], name, UNBOUNDED_BY_SITE
    if name and name not in programs:
        return DATACENTER, name, UNBOUNDED_BY_SITE
    loaded = load_with_positions(site)
    every: dict[str, SiteStack] = {}
    for one in stacks_of(loaded):
        every.setdefault(one.program.project, one)
    chosen = every.get(name) if name else next(iter(every.values()), None)
    if chosen is None:
        raise InputError(
            f"The site has no stack {name}." if name else "The site has no stack.",
            hint=f"It has: {', '.join(every) or 'none'}. Name another as PROJECT/NAME.",
        )
    return chosen.program, chosen.name, loaded.site.max_deletes

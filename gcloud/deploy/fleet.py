"""Several stacks of one site, worked on as one.

Previews and looks at the cloud run side by side; changes too, as far as no stack
needs another one to be there. Locks are taken in a fixed order, all or none, so
two runs never wait for each other. What is told is one plan and one outcome.
"""

import gc
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from gcloud.deploy.basis import Basis
from gcloud.deploy.engine import Engine
from gcloud.deploy.members import Found, Member, crowded, needed, require_named, side_by_side, waves
from gcloud.deploy.merge import merged, merged_drift
from gcloud.deploy.outcome import Listener, Outcome
from gcloud.deploy.resting import Resting
from gcloud.deploy.setbacks import as_step, later, worse
from gcloud.deploy.unchanged import Unchanged
from gcloud.deploy.wish import Name
from gcloud.engine.drift import Drift
from gcloud.engine.events import Diagnostic, Event
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.targets import TargetError
from gcloud.errors import GovCloudError, InputError


class Fleet:
    """The stacks of a site as one engine; open it with `with`.

    Args:
        members: what is worked on.
        unchanged: what need not be; it is told, and not touched.
        resting: what need not be either, unless what it needs comes to tell it something else;
            only then it is opened, planned and changed.
        beside: type and id of what stacks of the site have made that are no members.
        name: which engine works.
        version: its version.
    """

    def __init__(
        self,
        members: Sequence[Member],
        *,
        unchanged: tuple[Unchanged, ...] = (),
        resting: Resting | None = None,
        beside: Callable[[], Iterable[tuple[str, str]]] = tuple,
        name: Name,
        version: str,
    ) -> None:
        self.name = name
        self.version = version
        self._members = tuple(members)
        self._unchanged = unchanged
        self._resting = resting or Resting()
        self._beside = beside
        self._held = ExitStack()
        self._planned: dict[Member, Outcome] = {}

    def __enter__(self) -> Self:
        """Open every stack; if one can't be had, none is held.

        Raises:
            LockedError: another run holds one of them.
            StateError: a state can't be used.
        """
        many = crowded(self._members)
        if many:
            # What the site was read into stays: the garbage of many runs is looked for without it.
            gc.freeze()
        with ExitStack() as held:
            for member in sorted(self._members, key=lambda one: (one.project, one.stack)):
                held.enter_context(member.engine)
                if many:
                    member.engine.rest()
            self._held = held.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every stack, also if closing one of them fails."""
        self._held.__exit__(kind, error, trace)

    def preview(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Find out what `up` would do, changing nothing; see Engine."""
        tell = _one_at_a_time(listener)
        found = self._each(lambda member: member.engine.preview(tell, cancel, scope), scope)
        moving = {member.project for member, outcome in found.items() if not outcome.nothing_to_do}
        self._planned = {
            member: later(member, outcome) if outcome.failed and moving & set(member.after) else outcome
            for member, outcome in found.items()
        }
        return merged(self._planned.values(), (*self._unchanged, *self._resting.unchanged))

    def up(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Make the cloud what the programs say, a stack as soon as those are up that it needs; see Engine."""
        tell, stop = _one_at_a_time(listener), cancel or threading.Event()
        planned, self._planned = self._planned, {}
        changed: set[str] = set()

        def bring_up(member: Member) -> Outcome:
            shown = planned.get(member)
            if member in self._resting:
                if self._resting.still(member, changed):
                    return self._resting.as_it_was(member)
                self._held.enter_context(member.engine)
                shown = Outcome()
            if shown is not None and changed & set(member.after):
                # What it needs has changed since it was planned: what will be done now must not be worse.
                again = member.engine.preview(None, stop, scope)
                if again.failed:
                    return again
                if again.destructive > shown.destructive:
                    raise worse(member, again.destructive - shown.destructive)
                shown = again
            if shown is not None and shown.nothing_to_do:
                return shown
            outcome = member.engine.up(tell, stop, scope)
            changed.add(member.project)
            return outcome

        every = (*self._members, *self._resting)
        return merged(self._in_order(every, bring_up, stop, tell, scope), self._unchanged)

    def destroy(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Delete everything that the states know, what needs another stack before that one; see Engine."""
        tell, stop = _one_at_a_time(listener), cancel or threading.Event()

        def bring_down(member: Member) -> Outcome:
            return member.engine.destroy(tell, stop, scope)

        return merged(self._in_order(self._members, bring_down, stop, tell, scope, backwards=True))

    def refresh(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Make the states what the cloud is; see Engine."""
        tell = _one_at_a_time(listener)
        return merged(self._each(lambda member: member.engine.refresh(tell, cancel, scope), scope).values())

    def drift(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Drift:
        """Find out where the cloud is not what the states say; see Engine.

        What one stack has made is foreign to none of the others.
        """
        tell = _one_at_a_time(listener)
        found = self._each(lambda member: member.engine.drift(tell, cancel, scope), scope)
        ours = {(state.type, state.id) for state in self.resources()}
        return merged_drift(found.values(), ours | set(self._beside()))

    def basis(self) -> Basis:
        """Tell what the last preview has found of the one stack there is; see Engine.

        Raises:
            InputError: there are several.
        """
        return self._only().basis()

    def bind(self) -> None:
        """Let the next `up` do exactly what the last preview has found; see Engine."""
        self._only().bind()

    def rest(self) -> None:
        """Take little memory until it is worked on again; see Engine."""
        for member in self._members:
            member.engine.rest()

    def resources(self) -> tuple[ResourceState, ...]:
        """Return what the states hold, stack after stack."""
        return tuple(state for member in self._members for state in member.engine.resources())

    def _only(self) -> Engine:
        if len(self._members) != 1:
            names = ", ".join(f"{member.project}/{member.stack}" for member in self._members)
            raise InputError(
                f"A plan is saved of one stack, and this is about {names}.", hint="Name one: --stack NAME."
            )
        return self._members[0].engine

    def _each(self, work: Callable[[Member], Found], scope: Scope) -> dict[Member, Found]:
        """Do something with every stack, side by side; one that the scope names nothing of is left out."""
        found, missed = side_by_side(self._members, work)
        require_named(bool(found), missed, scope)
        return found

    def _in_order(
        self,
        members: Sequence[Member],
        work: Callable[[Member], Outcome],
        cancel: threading.Event,
        tell: Listener,
        scope: Scope,
        *,
        backwards: bool = False,
    ) -> list[Outcome]:
        """Do something with every stack, in waves; what needs a stack that failed is not begun."""
        outcomes: dict[Member, Outcome] = {}
        missed: list[TargetError] = []
        failed: set[str] = set()

        def careful(member: Member) -> Outcome:
            try:
                return work(member)
            except TargetError:
                raise
            except GovCloudError as error:
                if len(members) == 1:
                    raise
                return Outcome(failed=(as_step(member, error),))

        for wave in waves(members, backwards=backwards):
            if cancel.is_set():
                break
            ready = [member for member in wave if not failed & needed(member, members, backwards=backwards)]
            for member in wave:
                if member in ready:
                    continue
                if member in self._resting:
                    outcomes[member] = self._resting.as_it_was(member)
                else:
                    text = f"{member.project}/{member.stack} was not tried: what it needs failed"
                    tell(Diagnostic("warning", text))
                    failed.add(member.project)
            done, others = side_by_side(ready, careful)
            outcomes |= done
            missed += others
            failed |= {
                member.project for member, outcome in done.items() if outcome.failed or outcome.skipped
            }
        require_named(bool(outcomes) or cancel.is_set(), missed, scope)
        return list(outcomes.values())


def _one_at_a_time(listener: Listener | None) -> Listener:
    lock = threading.Lock()

    def tell(event: Event) -> None:
        with lock:
            if listener is not None:
                listener(event)

    return tell

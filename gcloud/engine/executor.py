"""Carries out steps: journal, call, journal.

A provider is called only after the journal holds what is about to be done, and
its answer counts only when the journal holds it. Whatever moment a run dies at,
the next one finds in the journal what it has to look for.

What a provider raises says what is known: a refusal means that nothing was
made; a `PartialFailure` that something was; an unanswered call that nobody
knows. In the last case the operation stays open, and it is looked up
(gcloud.engine.recovery) when everything else has come to rest.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from gcloud.engine import states
from gcloud.engine.events import Op
from gcloud.engine.failures import NotTriedError, StepFailedError, is_unanswered
from gcloud.engine.interface import PartialFailure, Provider
from gcloud.engine.marks import plain
from gcloud.engine.reporter import Reporter, as_known
from gcloud.engine.sight import is_gone
from gcloud.engine.state.journal import Journal
from gcloud.engine.state.replay import Unanswered
from gcloud.engine.state.resource import Key, ResourceState
from gcloud.errors import GovCloudError


class Executor:
    """Runs steps against providers, at most `parallel` at a time; safe to use from many threads."""

    def __init__(
        self, journal: Journal, reporter: Reporter, parallel: int, stopped: Callable[[], bool]
    ) -> None:
        self._journal = journal
        self._reporter = reporter
        self._slots = threading.BoundedSemaphore(parallel)
        self._stopped = stopped
        self._lock = threading.Lock()
        self._unanswered: list[Unanswered] = []

    @property
    def unanswered(self) -> tuple[Unanswered, ...]:
        """Operations that were sent in this run and not answered."""
        with self._lock:
            return tuple(self._unanswered)

    def create(
        self,
        wanted: ResourceState,
        provider: Provider,
        *,
        op: Op = "create",
        retired: ResourceState | None = None,
        former: str = "",
        position: str = "",
    ) -> ResourceState:
        """Make an object.

        Args:
            wanted: what to make.
            provider: who makes it.
            op: "create" or "create-replacement".
            retired: the replaced object's state, marked for deletion; noted together with the new one.
            former: URN of the state whose place this one takes; it goes if it is another one.
            position: where in the program it is asked for.

        Raises:
            StepFailedError: it could not be made, or not completely.
            NotTriedError: the run is being stopped.
        """
        secrets = states.secret_outputs(wanted, provider)
        beside = [] if retired is None else [retired]
        left = [Key(former)] if former not in {"", wanted.urn} else []
        with self._step(wanted, op, position) as done:
            inputs = plain(wanted.inputs)
            existing = provider.existing(wanted.type, inputs)
            number = self._journal.begin("create", wanted, existing)
            try:
                made = provider.create(wanted.type, wanted.urn, inputs, wanted.custom_timeouts.get("create"))
            except PartialFailure as error:
                kept = states.created(wanted, error.id, error.outputs, secrets, (error.reason,))
                kept = replace(kept, taint=error.replace)
                self._journal.fail(number, error.reason, put=[kept, *beside], remove=left)
                raise StepFailedError(error, kept) from error
            except Exception as error:
                self._note_failure(number, "create", wanted, existing, error)
                raise
            state = states.created(wanted, made.id, made.outputs, secrets)
            self._journal.end(number, put=[state, *beside], remove=left)
            done(state)
            return state

    def update(
        self, wanted: ResourceState, old: ResourceState, provider: Provider, *, position: str = ""
    ) -> ResourceState:
        """Change an object in place.

        Raises:
            StepFailedError: it could not be changed, or not completely.
            NotTriedError: the run is being stopped.
        """
        secrets = states.secret_outputs(wanted, provider)
        with self._step(wanted, "update", position) as done:
            sent = states.unchanged(wanted, old, secrets)
            number = self._journal.begin("update", sent)
            try:
                outputs = provider.update(
                    wanted.type,
                    wanted.urn,
                    old.id,
                    plain(old.inputs),
                    plain(old.outputs),
                    plain(wanted.inputs),
                    wanted.custom_timeouts.get("update"),
                )
            except PartialFailure as error:
                kept = states.updated(wanted, error.id, error.outputs, secrets, (error.reason,))
                kept = replace(kept, taint=error.replace)
                self._journal.fail(number, error.reason, put=[kept])
                raise StepFailedError(error, kept) from error
            except Exception as error:
                if not is_unanswered(error) and is_gone(old, provider):
                    # Nothing can be changed that is not there; the next run makes it anew.
                    self._journal.end(number, remove=[old.key])
                    raise StepFailedError(as_known(error), gone=old) from error
                self._note_failure(number, "update", sent, frozenset(), error)
                raise
            state = states.updated(wanted, old.id, outputs, secrets)
            gone = [old.key] if old.urn != state.urn else []
            self._journal.end(number, put=[state], remove=gone)
            done(state)
            return state

    def delete(
        self,
        state: ResourceState,
        provider: Provider,
        *,
        op: Op = "delete",
        along: Sequence[ResourceState] = (),
    ) -> None:
        """Delete an object.

        Args:
            state: its state.
            provider: who deletes it.
            op: how the deletion is named in events.
            along: states whose objects go with it; they leave the state at the same moment, so that
                a run that ends here leaves none that is gone.

        Raises:
            StepFailedError: it could not be deleted.
            NotTriedError: the run is being stopped.
        """
        with self._step(state, op, "") as done:
            number = self._delete(state, state, provider)
            self._journal.end(number, remove=[state.key, *(rider.key for rider in along)])
            done(state)
            for rider in along:
                since = self._reporter.started(rider.urn, op)
                self._reporter.finished(rider.urn, op, since, rider.id)

    def vacate(self, state: ResourceState, provider: Provider | None) -> ResourceState:
        """Delete an object that is made anew next; gives its state, which stays until then.

        What a creation has to know of its predecessor (the values of ignored changes) outlives
        so a run that ends between the two.

        Args:
            state: its state.
            provider: who deletes it; None if it has gone with another one.

        Raises:
            StepFailedError: it could not be deleted.
            NotTriedError: the run is being stopped.
        """
        vacated = replace(state, pending_replacement=True)
        with self._step(state, "delete-replaced", "") as done:
            if provider is None or state.retain_on_delete:
                self._journal.put(vacated)
            else:
                number = self._delete(state, vacated, provider)
                self._journal.end(number, put=[vacated])
            done(state)
        return vacated

    def _delete(self, state: ResourceState, noted: ResourceState, provider: Provider) -> int:
        number = self._journal.begin("delete", noted)
        try:
            provider.delete(
                state.type,
                state.urn,
                state.id,
                plain(state.inputs),
                plain(state.outputs),
                state.custom_timeouts.get("delete"),
            )
        except Exception as error:
            self._note_failure(number, "delete", noted, frozenset(), error)
            raise
        return number

    def forget(self, state: ResourceState, *, op: Op = "delete") -> None:
        """Take a state away for which no provider is to be asked."""
        with self._step(state, op, "") as done:
            self._journal.remove(state.key)
            done(state)

    def note(self, state: ResourceState, old: ResourceState | None = None) -> None:
        """Note a state that needed no provider; the old one goes if it had another name."""
        self._journal.put(state)
        if old is not None and old.urn != state.urn:
            self._journal.remove(old.key)

    def exchange(self, state: ResourceState, retired: ResourceState) -> None:
        """Note a state that needed no provider and takes the place of one that waits to be deleted."""
        self._journal.put(state, retired)
        if retired.urn != state.urn:
            self._journal.remove(replace(retired, delete=False).key)

    def _note_failure(
        self, number: int, operation: str, state: ResourceState, existing: frozenset[str], error: Exception
    ) -> None:
        if is_unanswered(error):
            with self._lock:
                self._unanswered.append(Unanswered(number, operation, state, existing))
        else:
            self._journal.fail(number, str(error))

    @contextmanager
    def _step(self, state: ResourceState, op: Op, position: str) -> Iterator[Callable[[ResourceState], None]]:
        with self._slots:
            if self._stopped():
                raise NotTriedError("the run was stopped")
            since = self._reporter.started(state.urn, op)
            try:
                yield lambda made: self._reporter.finished(state.urn, op, since, made.id)
            except StepFailedError as error:
                cause = error.__cause__
                known = cause if isinstance(cause, GovCloudError) else error
                self._reporter.failed(state.urn, op, known, since, position)
                raise
            except Exception as error:
                known = as_known(error)
                self._reporter.failed(state.urn, op, known, since, position)
                raise StepFailedError(known) from error

"""Answers for the resources of a program that a run is not about.

One that exists is answered, and kept, as the state has it; whatever the program
says of it now, a later run brings about. One that doesn't exist is left out: it
is unknown to the program, and what the run is about can't need it.

Source: pkg/resource/deploy/step_generator.go, skipped creates and untargeted sames.
"""

import threading
from dataclasses import replace

from gcloud.engine.aim import Aim
from gcloud.engine.goal import Goal
from gcloud.engine.ledger import Ledger
from gcloud.engine.performer import Answer, Performer
from gcloud.engine.reporter import Reporter
from gcloud.engine.state import urn as urns
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.targets import TargetError


class Bystanders:
    """The resources that one run is not about; safe to use from many threads."""

    def __init__(self, aim: Aim, ledger: Ledger, performer: Performer, reporter: Reporter) -> None:
        self._aim = aim
        self._ledger = ledger
        self._performer = performer
        self._reporter = reporter
        self._lock = threading.Lock()
        self._left_out: set[str] = set()

    def answer(self, goal: Goal) -> Answer | None:
        """Answer for a resource that the run is not about; None if it is about it.

        Raises:
            TargetError: the run is about it, and it needs what is left out.
        """
        if self._aim.whole:
            return None
        if not self._aim.spares(goal.urn):
            self._require_all(goal)
            return None
        old = self._ledger.old(goal)
        return self._leave_out(goal) if old is None else self._keep(goal, old)

    def _require_all(self, goal: Goal) -> None:
        with self._lock:
            missing = sorted(self._left_out & goal.needs())
        if missing:
            names = [urns.parse(urn).name for urn in missing]
            raise TargetError(
                f"{goal.name} needs {' and '.join(names)}, which is not there yet and not among the targets",
                hint=f"Add it: {' '.join(f'--target {name}' for name in names)}.",
                data={"missing": missing},
            )

    def _leave_out(self, goal: Goal) -> Answer:
        with self._lock:
            self._left_out.add(goal.urn)
        return Answer(goal.urn, unknown=True)

    def _keep(self, goal: Goal, old: ResourceState) -> Answer:
        # Whatever is made now refers to it by the name that the program gives it.
        state = old if old.urn == goal.urn else replace(old, urn=goal.urn, aliases=(old.urn,))
        self._reporter.planned(goal.urn, "same", parent=old.parent, id_=old.id)
        answer = self._performer.settle(state, old, "same")
        # A component's outputs may name what is not registered yet, so they are not given back.
        return answer if goal.custom else replace(answer, outputs={})

"""A plan, and at the same time: are the clouds there?

Both take a second or two and neither needs the other, so they run side by
side. What is wrong with a cloud is told first and alone: a program that could
not look up a network says nothing that the cloud's own answer does not.
"""

import threading

from gcloud.cloud.gate import Gate
from gcloud.deploy.engine import Engine
from gcloud.deploy.outcome import Listener, Outcome
from gcloud.deploy.strangers import require_no_strangers
from gcloud.engine.events import Diagnostic, Event, StepFailed
from gcloud.engine.scope import WHOLE, Scope
from gcloud.model.site import Site

_LOOK = 0.1


def planned(
    engine: Engine,
    site: Site,
    listener: Listener,
    cancel: threading.Event,
    scope: Scope = WHOLE,
    *,
    gate: Gate | None = None,
) -> Outcome:
    """Preview a stack while its clouds are asked whether they are ready.

    Args:
        engine: opened on the stack.
        site: whose clouds are asked.
        listener: called with the preview's events once the clouds are known to be there.
        cancel: once set, the preview ends early.
        scope: what of the stack is planned.
        gate: what all API calls of the run go through.

    Raises:
        CloudError: a cloud is unreachable, refuses, or lacks something.
        StrangerError: somebody else's project has a tenant's name.
        GovCloudError: what the preview raises.
    """
    problems: list[Exception] = []
    events: list[Event] = []

    def ask() -> None:
        try:
            # openstacksdk takes half a second to import: time in which the program's process starts.
            from gcloud.deploy.readiness import ready  # noqa: PLC0415

            ready(site, gate)
        except Exception as error:  # noqa: BLE001 - handed to the thread that waits
            problems.append(error)
            cancel.set()

    # A daemon: whoever presses Ctrl-C does not wait for a cloud that does not answer.
    asking = threading.Thread(target=ask, name="clouds", daemon=True)
    asking.start()
    try:
        outcome = engine.preview(events.append, cancel, scope)
    finally:
        while asking.is_alive() and not (cancel.is_set() and not problems):
            asking.join(_LOOK)
        if problems:
            raise problems[0]
    require_no_strangers(outcome, site, gate)
    for event in events:
        # A failure is told by whoever reads the outcome, with its hint; once is enough.
        if not isinstance(event, StepFailed) and not (
            isinstance(event, Diagnostic) and event.severity == "error"
        ):
            listener(event)
    return outcome

from dataclasses import replace

from gcloud.deploy.outcome import Outcome
from gcloud.deploy.plan_hash import plan_hash
from gcloud.engine.events import Change, StepPlanned

NET = StepPlanned("urn:net", "t:Net", "net", "update", (Change("mtu", 1400, 1442),), id="1")
PORT = StepPlanned("urn:port", "t:Port", "port", "create", parent="urn:net")


def of(*steps):
    return plan_hash(Outcome(planned=steps))


def test_the_same_steps_in_any_order_at_any_time_are_the_same_plan():
    assert of(NET, PORT) == plan_hash(Outcome(planned=(PORT, NET), elapsed=3.0, finished=7))


def test_whatever_is_done_differently_is_another_plan():
    others = [
        of(NET),
        of(PORT),
        of(),
        of(NET, replace(PORT, op="delete")),
        of(NET, replace(PORT, urn="urn:other")),
        of(replace(NET, changes=(Change("mtu", 1400, 1500),)), PORT),
        of(replace(NET, changes=(Change("mtu", 1442, 1442),)), PORT),
        of(replace(NET, changes=(Change("mtu", 1400, 1442, replaces=True),)), PORT),
        of(replace(NET, id="2"), PORT),
    ]
    assert len({of(NET, PORT), *others}) == 1 + len(others)

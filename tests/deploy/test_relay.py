"""What a run tells, and what the processes print that it has started: to one listener."""

from gcloud.deploy.relay import Relay
from gcloud.engine.events import Diagnostic
from gcloud.engine.values import Secret


def test_lines_and_events_come_to_who_listens_now_without_the_configurations_secrets():
    relay = Relay({"p:key": Secret("planted"), "p:open": "plain"})
    relay.say("info", "nobody listens yet")
    first, second = [], []
    tell = relay.listen(first.append)
    tell(Diagnostic("warning", "an event"))
    relay.say("info", "the key is planted, the rest plain")
    relay.listen(second.append)
    relay.say("error", "later")
    assert [(one.severity, one.text) for one in first] == [
        ("warning", "an event"),
        ("info", "the key is (secret), the rest plain"),
    ]
    assert [one.text for one in second] == ["later"]

"""Replacements whose predecessors go first, many at once."""

import threading

from gcloud.engine.events import StepSkipped
from gcloud.errors import CloudError
from tests.engine.memory import nothing
from tests.engine.script import Program


def nets(cidr, *, ports=True):
    """Four nets that are replaced at the same time, and ports that each hang on one of them."""

    def run(p: Program):
        made = {}

        def net(name):
            made[name] = p.resource("Net", name, name=name, cidr=cidr, opt_delete_before_replace=True)

        threads = [threading.Thread(target=net, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        for name in "abcd" if ports else "":
            p.resource("Port", f"p{name}", name=f"p{name}", net=made[name].id)

    return run


def test_replacements_at_once_each_take_what_hangs_on_them(stack):
    stack.script(nets("10.1.0.0/24")).up()
    assert stack.script(nets("10.2.0.0/24")).up().failures == ()
    assert stack.cloud.names() == ["a", "b", "c", "d", "pa", "pb", "pc", "pd"]
    assert {item["cidr"] for item in stack.cloud.objects.values() if "cidr" in item} == {"10.2.0.0/24"}
    assert len([state for state in stack.states if "mem:index" in state.type]) == 8


def test_what_could_not_be_deleted_is_not_made_twice(stack):
    """The port does not hang on its net any more; its deletion for the net's sake fails."""

    def before(p):
        net = p.resource("Net", "net", name="net", cidr="10.1.0.0/24", opt_delete_before_replace=True)
        p.resource("Net", "spare", name="spare")
        p.resource("Port", "port", name="port", net=net.id)

    def after(p):
        p.resource("Net", "net", name="net", cidr="10.2.0.0/24", opt_delete_before_replace=True)
        spare = p.resource("Net", "spare", name="spare")
        p.resource("Port", "port", name="port", net=spare.id)

    def refuse(verb, type_, _inputs):
        if verb == "delete" and type_ == "mem:index:Port":
            raise CloudError("in use")

    stack.script(before).up()
    stack.cloud.before = refuse
    result = stack.script(after).up()
    assert [failure.error.message for failure in result.failures] == ["in use"]
    assert {event.name: event.reason for event in stack.told(StepSkipped)} == dict.fromkeys(
        ("net", "port"), "port, which had to be deleted first, could not be"
    )
    assert stack.cloud.names() == ["net", "port", "spare"]
    stack.cloud.before = nothing
    assert stack.up().failures == ()
    assert stack.cloud.names() == ["net", "port", "spare"]
    assert {state.id for state in stack.states if "mem:index" in state.type} == set(stack.cloud.objects)

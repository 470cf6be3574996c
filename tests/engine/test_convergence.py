"""Whatever programs follow each other and whatever fails: the next run that is let alone puts it right."""

import os
import random
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcloud.engine.interface import PartialFailure
from gcloud.engine.state import secrets
from gcloud.errors import CloudError, UnansweredError
from tests.engine.memory import nothing
from tests.engine.stack import Stack

NETS = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries(
        {"cidr": st.sampled_from(["10.1.0.0/24", "10.2.0.0/24"]), "label": st.sampled_from("xy")}
    ),
)


@st.composite
def programs(draw):
    """Nets, ports on them, keys; options that decide in what order they are replaced."""
    nets = draw(NETS)
    ports = {
        name: {"net": draw(st.sampled_from(sorted(nets))), "size": draw(st.integers(1, 2))}
        for name in (draw(st.sets(st.sampled_from("pqr"))) if nets else ())
    }
    keys = draw(st.dictionaries(st.sampled_from("kl"), st.sampled_from(["one", "two"])))
    first = draw(st.sets(st.sampled_from("abcd")))
    return nets, ports, keys, first


def script(description):
    nets, ports, keys, first = description

    def run(p):
        made = {}
        for name, inputs in nets.items():
            options = {"opt_delete_before_replace": True} if name in first else {}
            made[name] = p.resource("Net", name, name=name, **inputs, **options)
        for name, inputs in ports.items():
            p.resource("Port", name, name=name, net=made[inputs["net"]].id, size=inputs["size"])
        for name, value in keys.items():
            p.resource("Key", name, name=name, value=value)

    return run


def wanted(description):
    nets, ports, keys, _ = description
    return Counter(
        [f"{name} {inputs['cidr']} {inputs['label']}" for name, inputs in nets.items()]
        + [f"{name} on {inputs['net']} {inputs['size']}" for name, inputs in ports.items()]
        + [f"{name} {value}" for name, value in keys.items()]
    )


def there(cloud):
    objects = cloud.objects

    def words(item):
        if "cidr" in item:
            return f"{item['name']} {item['cidr']} {item['label']}"
        if "net" in item:
            return f"{item['name']} on {objects[item['net']]['name']} {item['size']}"
        return f"{item['name']} {item['value']}"

    return Counter(words(item) for item in objects.values())


def bad_weather(cloud, chance):
    """Let calls fail now and then, before or after the cloud has done what it is asked."""

    def before(*_):
        roll = chance.random()
        if roll < 0.15:
            raise CloudError("refused")
        if roll < 0.25:
            raise UnansweredError("lost on the way")

    def after(verb, _type, inputs):
        roll = chance.random()
        if roll < 0.15:
            raise UnansweredError("answer lost")
        if roll < 0.25 and verb == "create":
            id_ = next(key for key, item in reversed(cloud.objects.items()) if item["name"] == inputs["name"])
            raise PartialFailure(id_, {"id": id_}, "half", replace=roll < 0.2)

    cloud.before, cloud.after = before, after


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(programs(), min_size=1, max_size=3), st.integers(0, 2**32))
def test_a_run_in_good_weather_puts_everything_right(sequence, seed):
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    with tempfile.TemporaryDirectory() as folder, cheap_state():
        stack = Stack(Path(folder))
        for description in sequence:
            stack.script(script(description))
            bad_weather(stack.cloud, chance)
            stack.up()
            stack.up()
            stack.cloud.before = stack.cloud.after = nothing
            result = stack.up()
            assert result.failures == ()
            assert there(stack.cloud) == wanted(description)
            assert {state.id for state in stack.states if state.type.startswith("mem:")} == set(
                stack.cloud.objects
            )
            stack.cloud.calls.clear()
            assert stack.up().ok
            assert stack.cloud.calls == []
        bad_weather(stack.cloud, chance)
        stack.destroy()
        stack.cloud.before = stack.cloud.after = nothing
        assert stack.destroy().failures == ()
        assert stack.cloud.objects == {}
        assert stack.states == ()


class cheap_state:  # noqa: N801 - used like a function
    """Spare the price of the passphrase and of the disk, which are tested elsewhere."""

    def __enter__(self):
        self.kept = secrets.ITERATIONS, os.fsync, os.fdatasync
        secrets.ITERATIONS, os.fsync, os.fdatasync = 1, nothing, nothing

    def __exit__(self, *_):
        secrets.ITERATIONS, os.fsync, os.fdatasync = self.kept

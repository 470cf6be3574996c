"""A shard's plan goes to its program as text, and comes back as it was."""

import json

import pytest

from gcloud.errors import InputError
from gcloud.plan.tenants.build import shard_plans
from gcloud.plan.tenants.text import from_json, to_json
from tests.plan.tenants.conftest import tenant


@pytest.fixture
def plan(with_tenants):
    (shard,) = shard_plans(with_tenants(tenant("documents", services=["outside"])))
    return shard


def test_what_is_written_is_read_again(plan):
    assert from_json(to_json(plan)) == plan
    assert to_json(from_json(to_json(plan))) == to_json(plan)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda data: data.update(form=2), "its form is 2"),
        (lambda data: data.update(shard="one"), "'one' is no int"),
        (lambda data: data.update(more=1), "ShardPlan has no more"),
        (lambda data: data.pop("site"), "site"),
        (lambda data: data["tenants"][0].update(networks=None), "None is no list"),
        (lambda data: data["tenants"][0]["accounts"][0].update(kind="robot"), "'robot' is none of"),
    ],
)
def test_a_text_of_something_else_is_refused_and_says_why(plan, spoil, told):
    data = json.loads(to_json(plan))
    spoil(data)
    with pytest.raises(InputError, match="can't be read") as caught:
        from_json(json.dumps(data))
    assert told in caught.value.message


@pytest.mark.parametrize("text", ["", "[]", "null", "{"])
def test_what_is_no_plan_is_refused(text):
    with pytest.raises(InputError, match="can't be read"):
        from_json(text)

"""A condition says the same whether it is given all facts or only those that it names."""

import pytest

from gcloud.plan.policies.condition import Condition, ConditionError

FACTS = {"tenant": {"level": 3, "tags": ["a", "b"], "system": {"level": 3, "name": "tenant"}, "all": 1}}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("tenant.level == 3", True),
        ("tenant.system.level == tenant.level && tenant.system.name == 'tenant'", True),
        ("size(tenant) == 4", True),
        ("tenant['level'] == 3", True),
        ("tenant.all(key, key != 'owner')", True),
        ("tenant.exists(key, key == 'system')", True),
        ("tenant.tags.all(tag, tag in ['a', 'b'])", True),
        ("has(tenant.level) && !has(tenant.owner)", True),
        ("'tags' in tenant", True),
        ("[tenant].exists(one, one.system.level == 3)", True),
        ("tenant.level > 3", False),
    ],
)
def test_a_condition_sees_every_fact_that_it_may_ask_for(text, holds):
    assert Condition(text).holds(FACTS) is holds


@pytest.mark.parametrize(
    "text", ["tenant.owner == 'x'", "system.level == 3", "tenant.level", "tenant.level =="]
)
def test_what_can_not_be_asked_is_said(text):
    with pytest.raises(ConditionError):
        Condition(text).holds(FACTS)

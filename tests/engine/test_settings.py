"""The engine's own settings in a stack's configuration."""

import pytest

from gcloud.engine.settings import disabled_defaults
from gcloud.errors import InputError


@pytest.mark.parametrize("key", ["pulumi:autonaming", "pulumi:something-new"])
def test_a_setting_that_is_not_served_is_refused_by_name_before_the_program_runs(stack, key):
    stack.config = {key: "{}", "pulumi:tags": "{}", "pulumi:disable-default-providers": "[]"}
    (failure,) = stack.script(lambda p: p.resource("Net", "a")).up().failures
    assert key in failure.error.message
    assert "tags" not in failure.error.message
    assert stack.cloud.calls == []


@pytest.mark.parametrize("packages", ['["mem"]', '["aws", "*"]'])
def test_a_package_whose_default_provider_is_disabled_needs_one_of_its_own(stack, packages):
    stack.config = {"pulumi:disable-default-providers": packages}

    def program(p):
        own = p.resource("pulumi:providers:mem", "own")
        p.resource("Net", "a", name="a", opt_provider=f"{own.urn}::{own.id.value}")
        p.resource("Net", "b", name="b")

    (failure,) = stack.script(program).up().failures
    assert failure.urn.endswith("::b")
    assert "is disabled by the stack's configuration" in failure.error.message
    assert stack.cloud.calls == []
    stack.config = {"pulumi:disable-default-providers": '["aws"]'}
    assert stack.up().ok


@pytest.mark.parametrize("text", ["openstack", "{}", "[1]", ""])
def test_what_is_no_list_of_packages(text):
    with pytest.raises(InputError, match="no list of packages"):
        disabled_defaults({"disable-default-providers": text})

"""Which sites a program refuses to run, because no command of ours may have run before it."""

import shutil
from pathlib import Path

import pulumi
import pytest

from stacks.components.refusal import RefusedError
from stacks.planned import planned
from stacks.planned_tenants import planned_shard

EXAMPLE = Path(__file__).parents[2] / "examples" / "ha-tinh"


@pytest.fixture
def site(tmp_path):
    """A copy of the example to spoil."""
    return shutil.copytree(EXAMPLE, tmp_path / "ha-tinh", ignore=shutil.ignore_patterns(".govcloud"))


def test_a_site_of_this_stack_is_planned():
    assert planned(EXAMPLE, stack="ha-tinh", preview=False).site == "ha-tinh"


def test_another_stack_s_site_is_refused():
    with pytest.raises(pulumi.RunError, match="would become another site") as caught:
        planned(EXAMPLE, stack="son-la", preview=True)
    assert "Use the stack ha-tinh" in str(caught.value)


def test_a_site_with_faults_is_refused_with_their_places(site):
    flows = site / "flows.yaml"
    flows.write_text(flows.read_text().replace("to: [edge]", "to: [database]"))
    with pytest.raises(pulumi.RunError, match=r"flows\.yaml:\d+:\d+: the Internet would reach database"):
        planned(site, stack="ha-tinh", preview=True)


def test_addresses_that_are_not_on_record_are_never_used(site):
    (site / "addresses.yaml").unlink()
    with pytest.raises(pulumi.RunError, match="not on record yet: zone/database") as caught:
        planned(site, stack="ha-tinh", preview=False)
    assert "govcloud allot" in str(caught.value)


def test_addresses_that_are_not_on_record_can_be_previewed(site, capsys):
    (site / "addresses.yaml").unlink()
    assert planned(site, stack="ha-tinh", preview=True).unrecorded
    assert "govcloud allot" in capsys.readouterr().err


def test_a_shard_without_tenants_has_an_empty_plan_so_that_what_was_there_goes():
    plan = planned_shard(EXAMPLE, stack="ha-tinh-t07", preview=True)
    assert (plan.site, plan.shard, plan.tenants) == ("ha-tinh", 7, ())


@pytest.mark.parametrize("stack", ["son-la-t07", "ha-tinh-t99", "ha-tinh"])
def test_a_stack_that_is_no_shard_of_the_site_is_refused(stack):
    with pytest.raises(RefusedError, match="is no shard of the site") as caught:
        planned_shard(EXAMPLE, stack=stack, preview=True)
    assert caught.value.hint == "Its shards are ha-tinh-t00 to ha-tinh-t63."

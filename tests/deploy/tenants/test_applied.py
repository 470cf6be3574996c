"""What was carried out is told by the states, and counts against approvals of the past."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from gcloud.deploy.stacks import DATACENTER, TENANTS
from gcloud.deploy.target import target
from gcloud.deploy.tenants.applied import requests_of, require_fresh
from gcloud.deploy.tenants.granting import granting
from gcloud.model.base import plain
from gcloud.model.errors import SiteInvalid
from gcloud.model.load import load_with_positions
from gcloud.plan.tenants.model import ShardPlan
from gcloud.plan.tenants.shards import shard_of, stack_name
from gcloud.plan.tenants.text import to_json
from tests import tenants
from tests.approvals import Signer, approve_all
from tests.plan.tenants.granted import granted as tenant_plan

BASE = Path(__file__).parents[2] / "model" / "base"
NAMES = ("records", "archive")


@pytest.fixture
def site(tmp_path):
    """Two tenants in two shards, by approvals of a key that was revoked since."""
    wishes = [tenants.tenant(name=name, agency="askers") for name in NAMES]
    wishes = [
        one.model_copy(
            update={"system": one.system.model_copy(update={"owner": "askers", "operator": "askers"})}
        )
        for one in wishes
    ]
    requests = [plain(tenants.request(one, name=f"r-{one.name}")) for one in wishes]
    signer = Signer()
    data = approve_all({"site": {"name": "test"}, "requests": requests}, signer)
    data["people"][-1]["keys"] = [signer.key(revoked_on="2026-11-10")]
    data["tenants"] = [{**plain(one), "request": f"r-{one.name}"} for one in wishes]
    data["quota_classes"] = [{"name": "small", "label": "Small"}]
    del data["site"]
    folder = Path(shutil.copytree(BASE, tmp_path / "site"))
    (folder / "tenants.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return load_with_positions(folder)


@pytest.fixture
def shard(site, tmp_path):
    def of(name):
        stack = stack_name("test", shard_of(name, site.site.tenancy.shards))
        return target(site.folder, stack, state=f"file://{tmp_path}", program=TENANTS)

    return of


def carried_out(what, **requests):
    file = what.backend.folder / ".pulumi" / "stacks" / "tenants" / f"{what.stack}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    root = {"type": "pulumi:pulumi:Stack", "outputs": {"tenants": requests}}
    file.write_text(json.dumps({"version": 3, "checkpoint": {"latest": {"resources": [root]}}}))


def test_a_state_tells_which_requests_were_carried_out(shard):
    records = shard("records")
    assert requests_of(records.backend, records.stack) == {}
    carried_out(records, records={"request": "r-records", "project": "1"}, old={"project": "2"})
    assert requests_of(records.backend, records.stack) == {"records": "r-records"}


def test_a_cloud_that_is_built_anew_takes_every_approval(site, shard):
    require_fresh(site, [shard("records"), shard("archive")])


def test_beside_what_lives_an_approval_by_an_ended_key_is_refused(site, shard):
    carried_out(shard("records"), records={"request": "r-records"})
    require_fresh(site, [shard("records")])
    with pytest.raises(SiteInvalid, match="r-archive was never carried out") as caught:
        require_fresh(site, [shard("records"), shard("archive")])
    (problem,) = caught.value.problems
    assert problem.file.endswith("tenants.yaml")
    assert problem.line


def test_a_run_s_record_names_the_requests_of_its_shard(shard, tmp_path):
    file = tmp_path / "plan.json"
    granted = tenant_plan("records")
    file.write_text(to_json(ShardPlan(site="test", shard=1, clouds=(), tenants=(granted,))))
    records = shard("records")
    known = replace(records, settings=replace(records.settings, config={"tenants:plan": str(file)}))
    assert granting(known) == {"govcloud.requests": "records=r-2026-0001"}
    assert granting(records) == {}
    assert granting(replace(known, program=DATACENTER)) == {}

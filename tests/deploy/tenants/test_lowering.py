"""Which steps of a plan lower a tenant's quota; a run that lowers none asks no cloud."""

from pathlib import Path

import pytest

from gcloud.deploy.outcome import Outcome
from gcloud.deploy.tenants.lowering import below_usage
from gcloud.engine.events import Change, StepPlanned
from gcloud.model.load import load

EXAMPLE = Path(__file__).parents[3] / "examples" / "ha-tinh"

NETWORK = "openstack:networking/quotaV2:QuotaV2"


def step(*changes, project="tenants", type_=NETWORK, op="update"):
    return StepPlanned(f"urn:pulumi:s::{project}::{type_}::t", type_, "t", op, changes=changes, id="p/R")


@pytest.mark.parametrize(
    "planned",
    [
        step(Change("network", 2, 4)),
        step(Change("network", 4, -1)),
        step(Change("network", 4, 1), project="datacenter"),
        step(Change("network", 4, 1), op="create"),
        step(Change("name", "b", "a"), type_="openstack:networking/network:Network"),
    ],
    ids=["raised", "lifted", "not a tenant's", "new", "no quota"],
)
def test_what_lowers_no_quota_of_a_tenant_asks_nobody(planned, monkeypatch):
    monkeypatch.delenv("OS_CLIENT_CONFIG_FILE", raising=False)
    assert below_usage(load(EXAMPLE), Outcome(planned=(planned,))) is None

"""A run that lowers quotas looks first what the tenants concerned use."""

from pathlib import Path

import pytest

from gcloud.deploy.outcome import Outcome
from gcloud.deploy.tenants.lowering import BelowUsageError, below_usage
from gcloud.engine.events import Change, StepPlanned
from gcloud.model.load import load
from gcloud.model.tenants.approval import Approval
from tests import tenants

EXAMPLE = Path(__file__).parents[3] / "examples" / "ha-tinh"

pytestmark = pytest.mark.lab


@pytest.fixture
def lower(lab, agencies, monkeypatch, tmp_path):
    """Plan to lower a tenant's quotas on the lab; the tenant has two networks and a volume of 2 GiB."""
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(lab.clouds_file))
    agency = agencies()
    for name in ("a", "b"):
        agency.cloud.network.create_network(name=name)
    agency.cloud.block_storage.create_volume(name="v", size=2)

    def planned(module, *changes, override=None):
        approval = Approval.model_construct(request="r-2026-0001", decision="approve", override=override)
        site = load(EXAMPLE).model_copy(
            update={"tenants": (tenants.granted(name=agency.name),), "approvals": (approval,)}
        )
        type_ = f"openstack:{module}"
        urn = f"urn:pulumi:ha-tinh-t07::tenants::{type_}::{agency.name}"
        step = StepPlanned(
            urn, type_, agency.name, "update", changes=changes, id=f"{agency.project}/RegionOne"
        )
        return below_usage(site, Outcome(planned=(step,)))

    return planned


def test_a_limit_below_what_is_used_is_refused_with_the_figures(lower):
    quota = "networking/quotaV2:QuotaV2"
    assert lower(quota, Change("network", 4, 2)) is None
    error = lower(quota, Change("network", 4, 1), Change("port", 10, 0))
    assert isinstance(error, BelowUsageError)
    assert [(one["key"], one["old"], one["new"], one["used"]) for one in error.data["below"]] == [
        ("network", 4, 1, 2)
    ]
    assert lower(quota, Change("network", 4, 1), override="Moves out") is None

    volumes = "blockstorage/quoteSetV3:QuoteSetV3"
    change = Change('volumeTypeQuota["gigabytes___DEFAULT__"]', "10", "1")
    error = lower(volumes, change, Change("perVolumeGigabytes", -1, 1))
    assert isinstance(error, BelowUsageError)
    assert {(one["key"], one["used"]) for one in error.data["below"]} == {
        ("gigabytes___DEFAULT__", 2),
        ("per_volume_gigabytes", 2),
    }

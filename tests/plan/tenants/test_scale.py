"""Work that grows with the number of tenants and no faster; calls are counted, a clock judges the machine."""

import sys
from copy import deepcopy
from pathlib import Path

import pytest

from gcloud.model.load import LoadedSite
from gcloud.model.node import Node
from gcloud.model.positions import Positions
from gcloud.model.record import AddressEntry
from gcloud.model.site import Site
from gcloud.plan.addresses import addresses
from gcloud.plan.tenants.build import shard_plans
from gcloud.plan.tenants.check import tenant_problems, tenant_remarks
from tests.plan.tenants.conftest import tenant

FEW, MANY = 250, 1000
POOL = {
    "name": "general",
    "levels": [1, 2, 3, 4],
    "hypervisors": [{"name": f"host-{number}", "vcpus": 4096, "ram_mb": 10**9} for number in range(4)],
    "storage": [{"volume_type": "plain", "gigabytes": 10**7}],
    "floating_ips": 10**5,
}


@pytest.fixture
def of_size(province):
    """A site with so many tenants in agencies of ten each, recorded or not."""

    def site(number: int, *, recorded: bool = True) -> LoadedSite:
        data = deepcopy(province)
        data["ranges"][-1]["cidr"] = "10.64.0.0/12"
        data["capacity"] = [POOL]
        agencies = [f"commune-{one}" for one in range(-(-number // 10))]
        data["organisations"] += [{"name": name, "label": name, "kind": "commune"} for name in agencies]
        tenants = [tenant(f"t-{one}", agency=agencies[one // 10]) for one in range(number)]
        data["tenants"] = [{**one, "request": f"r-{index}"} for index, one in enumerate(tenants)]
        whole = Site.model_validate(data)
        if recorded:
            lines = (
                AddressEntry(owner=line.owner, range=line.pool, block=line.block)
                for line in addresses(whole).record
            )
            whole = whole.model_copy(update={"addresses": tuple(lines)})
        return LoadedSite(whole, Positions(Node(("site.yaml", 0, 0), {})), Path())

    return site


def calls(work, *arguments) -> int:
    """How many functions a piece of work calls, Python's own and C's."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        result = work(*arguments)
        list(result) if hasattr(result, "__next__") else None
    finally:
        sys.setprofile(None)
    return counted


WORK = {
    "addresses": lambda loaded: addresses(loaded.site),
    "new addresses": lambda loaded: addresses(loaded.site),
    "check": tenant_problems,
    "remarks": tenant_remarks,
    "plans": shard_plans,
}


@pytest.mark.parametrize("work", WORK)
def test_four_times_the_tenants_are_four_times_the_work(of_size, work):
    few, many = (of_size(number, recorded=work != "new addresses") for number in (FEW, MANY))
    assert len(many.site.tenants) == MANY
    WORK[work](few)  # what is read once is read before
    assert calls(WORK[work], many) <= 1.1 * MANY / FEW * calls(WORK[work], few)

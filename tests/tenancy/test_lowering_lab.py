"""Quotas that go down, by the commands: held against what is used, refused, overridden, recorded."""

import pytest

from tests.tenancy.province import CU

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

FINDINGS = 6
USED = 2
"""Networks that the tenant has, of the 4 that its class grants."""
WHY = "It moves to another system within the month"


@pytest.fixture
def change(province, archive, tag):
    """Ask for other figures of the tenant, and approve that."""

    def changed(figures, *words):
        set_ = [word for figure in figures.split() for word in ("--set", f"quota.{figure}")]
        request = province.ask("change", f"{tag}-archive", *set_, requester=CU)
        province.approve(request, *words)
        return request

    return changed


def limits(province):
    project = province.cloud.identity.find_project(f"{province.prefix}archive").id
    cores = province.cloud.compute.get_quota_set(project).cores
    return province.cloud.network.get_quota(project).networks, cores


def quota_history(province):
    changes = province.command(
        "tenant", "history", str(province.site), f"{province.prefix}archive", "--field", "quota"
    )["changes"]
    return [(one["request"], one["override"], one["fields"]) for one in changes]


def test_a_quota_goes_down_plainly_to_what_is_used_and_further_only_with_a_reason(province, archive, change):
    archive.network.create_network(name="own")

    # Down to what is used: nobody minds.
    plain = change(f"network.network={USED} compute.cores=1")
    province.up()
    assert limits(province) == (USED, 1)

    # Below: plan and up refuse it, with the figures, and nothing is changed.
    change("network.network=1 compute.cores=0")
    tenant = f"{province.prefix}archive"
    below = [
        {"tenant": tenant, "service": "compute", "key": "cores", "old": 1, "new": 0, "used": 1},
        {"tenant": tenant, "service": "network", "key": "network", "old": USED, "new": 1, "used": USED},
    ]
    site = ("--stack", "tenants", "--engine", "embedded")
    for words in (("plan",), ("up", "--yes")):
        ran = province.failing(words[0], str(province.site), *words[1:], *site)
        assert ran["exit_code"] == FINDINGS
        assert ran["error"]["data"]["below"] == below
    assert limits(province) == (USED, 1)

    # With an approver's reason it goes through, and the reason stays on record.
    overridden = change("network.router=1", "--override", WHY)
    province.up()
    assert limits(province) == (1, 0)
    told = quota_history(province)
    assert [(request, why) for request, why, _ in told if request in {plain, overridden}] == [
        (plain, None),
        (overridden, WHY),
    ]
    assert told[1][2] == [
        {"path": "quota.compute.cores", "old": None, "new": "1"},
        {"path": "quota.network.network", "old": None, "new": str(USED)},
    ]

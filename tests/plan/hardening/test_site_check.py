"""What a site says of hardening, held against the baselines that are shipped."""

from pathlib import Path

import pytest
import yaml

from gcloud.model.baseline.load import load_baselines
from gcloud.plan.hardening.hosts import estate
from gcloud.plan.hardening.role_check import needs_baselines, role_problems
from gcloud.plan.hardening.site_check import hardening_problems

CASES = yaml.safe_load((Path(__file__).parent / "data" / "sites.yaml").read_text())


@pytest.fixture(scope="module")
def shipped():
    return load_baselines(Path(__file__).parents[3] / "playbooks" / "baselines")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_wrong_is_told_with_its_place(case, base, load_site, shipped):
    base["people"] = [
        {
            "name": who,
            "label": who,
            "organisation": "province",
            "email": f"{who}@hatinh.example",
            "roles": [role],
        }
        for who, role in (("an", "approver"), ("binh", "requester"))
    ]
    base["systems"].append({**base["systems"][0], "name": "small", "level": 2})
    base["hosts"] = [
        {"name": "big", "address": "10.99.0.5", "system": "lgsp", "roles": case.get("roles", [])},
        {"name": "little", "address": "10.99.0.6", "system": "small"},
    ]
    base["hardening"] = {"parameters": case.get("parameters", [])}
    measure = {"reason": "Old", "approver": "an", "expires_on": "2027-01-01", "measure": "Watched"}
    base["waivers"] = [{**measure, **waiver} for waiver in case.get("waivers", [])]
    loaded = load_site(base)
    found = [*role_problems(loaded, shipped.roles.keys())]
    if not found and needs_baselines(loaded.site):
        found = [*hardening_problems(loaded, estate(loaded.site), shipped)]
    assert [f"{'.'.join(map(str, one.path))}: {one.what}; {one.instead}" for one in found] == case["problems"]
    assert all(one.line > 0 for one in found)

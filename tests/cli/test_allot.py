import shutil

import pytest

from gcloud.deploy.tenants.files import request_file, tenant_file, write
from tests import tenants


@pytest.fixture
def unrecorded(site):
    (site / "addresses.yaml").unlink(missing_ok=True)
    return site


def test_addresses_are_allotted_told_and_written_once(govcloud, unrecorded):
    first = govcloud("allot", unrecorded)
    assert first.code == 0
    assert "zone/dmz" in first.out
    assert (unrecorded / "addresses.yaml").exists()
    again = govcloud("allot", unrecorded)
    assert again.code == 0
    assert "Nothing to do" in again.out


def test_check_writes_nothing_and_tells_by_its_exit_code(govcloud, unrecorded):
    ran = govcloud("allot", unrecorded, "--check")
    assert ran.code == 3
    assert not (unrecorded / "addresses.yaml").exists()
    govcloud("allot", unrecorded)
    assert govcloud("allot", unrecorded, "--check").code == 0


def test_json(govcloud, unrecorded):
    document = govcloud("allot", unrecorded, "--output", "json").document
    assert document["result"]["written"] is True
    assert {"owner": "zone/dmz", "range": document["result"]["allotted"][0]["range"]}.items() <= next(
        line.items() for line in document["result"]["allotted"] if line["owner"] == "zone/dmz"
    )


def test_nobody_is_renumbered_when_a_server_goes(govcloud, unrecorded):
    govcloud("allot", unrecorded)
    before = (unrecorded / "addresses.yaml").read_text().splitlines()
    servers = unrecorded / "servers.yaml"
    parts = servers.read_text().split("\n  - ")
    servers.write_text("\n  - ".join([parts[0], *parts[2:]]))
    ran = govcloud("allot", unrecorded)
    assert ran.code == 0
    assert "held back for a year" in ran.out
    after = (unrecorded / "addresses.yaml").read_text().splitlines()
    gone = [line for line in before if line not in after]
    assert gone
    assert all(any(line[:-1] in new and "released_on" in new for new in after) for line in gone)


def test_site_with_problems_is_not_touched(govcloud, broken):
    before = sorted(path.name for path in broken.iterdir())
    ran = govcloud("allot", broken)
    assert ran.code == 2
    assert "kind cannot be" in ran.err
    assert sorted(path.name for path in broken.iterdir()) == before


def test_a_tenant_that_is_granted_gets_addresses_from_its_agency_s_slice(govcloud, site):
    for folder in ("requests", "tenants"):
        shutil.rmtree(site / folder, ignore_errors=True)
    record = site / "addresses.yaml"
    kept = [line for line in record.read_text(encoding="utf-8").splitlines() if "owner: agency/" not in line]
    record.write_text(
        "\n".join(line for line in kept if "owner: tenant/" not in line) + "\n", encoding="utf-8"
    )
    write(site, [request_file(tenants.request()), tenant_file(tenants.granted())])
    ran = govcloud("allot", site)
    assert "agency/interior-department" in ran.out
    lines = (site / "addresses.yaml").read_text(encoding="utf-8").splitlines()
    assert "  - {owner: agency/interior-department, range: agencies, block: 10.42.64.0/25}" in lines
    network = (
        "  - {owner: tenant/interior-documents/app, range: agency/interior-department, block: 10.42.64.0/27}"
    )
    assert network in lines
    assert "Nothing to do" in govcloud("allot", site).out

    # Another department takes it over: it keeps its addresses, and the slice stays.
    write(site, [tenant_file(tenants.granted(agency="science-department"))])
    assert "Nothing to do" in govcloud("allot", site).out

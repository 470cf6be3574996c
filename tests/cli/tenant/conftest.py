"""A site with two tenants, one request that waits, and the roster that goes with them."""

import pytest

from gcloud.deploy.tenants.files import request_file, tenant_file, write
from gcloud.model.tenants.request import RequestKind
from tests import tenants

ROSTER = """\
tenancy:
  dns_zone: cloud.hatinh.example.
people:
  - name: tran-thi-binh
    label: Trần Thị Bình
    organisation: interior-department
    email: binh@hatinh.example
    roles: [requester]
  - name: nguyen-van-an
    label: Nguyễn Văn An
    organisation: science-department
    email: an@hatinh.example
    roles: [approver]
  - name: le-thi-dung
    label: Lê Thị Dung
    organisation: peoples-committee
    email: dung@hatinh.example
    roles: [requester]
  - name: pham-van-cu
    label: Phạm Văn Cư
    organisation: thanh-sen
    email: cu@hatinh.example
    roles: [requester]
    valid_until: 2025-12-31
quota_classes:
  - name: small
    label: Nhỏ
  - name: medium
    label: Vừa
"""


@pytest.fixture
def tenanted(site):
    """The example site with a roster, two tenants, and three requests that wait."""
    tenants.untenanted(site)
    (site / "people.yaml").write_text(ROSTER, encoding="utf-8")
    whole = (site / "site.yaml").read_text(encoding="utf-8")
    (site / "site.yaml").write_text(
        whole.replace("    administrator: true", "    administrator: true\n    services: [dns]"),
        encoding="utf-8",
    )
    system = tenants.tenant().system.model_copy(update={"name": "thanh-sen-records"})
    other = tenants.tenant(
        name="thanh-sen-records", agency="thanh-sen", label="Hồ sơ phường Thành Sen", system=system
    )
    write(
        site,
        [
            request_file(tenants.request()),
            request_file(tenants.request(other, name="r-2026-0002")),
            request_file(
                tenants.request(
                    tenants.tenant(budget="2027-CNTT-01"), name="r-2026-0003", kind=RequestKind.CHANGE
                )
            ),
            tenant_file(tenants.granted()),
            tenant_file(tenants.granted("r-2026-0002", **{**dict(other), "name": other.name})),
        ],
    )
    return site

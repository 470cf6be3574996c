"""What is written of requests, approvals, tenants and retirements is read back as the equal value."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcloud.model.reader import read
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.retirement import Retirement
from gcloud.model.tenants.tenant import GrantedTenant
from gcloud.plan.tenants.digest import request_digest, tenant_digest
from gcloud.render.tenant_text import approval_text, request_text, retirement_text, tenant_text
from tests import tenants

FORMS = (
    ("requests", Request, request_text, tenants.requests),
    ("approvals", Approval, approval_text, tenants.approvals),
    ("tenants", GrantedTenant, tenant_text, tenants.grants),
    ("retirements", Retirement, retirement_text, tenants.retirements),
)


def again(section, kind, text):
    top, problems = read(text, "x.yaml")
    assert problems == ()
    [element] = top.plain()[section]
    return kind.model_validate(element, by_alias=True, by_name=False)


@pytest.mark.parametrize(("section", "kind", "write", "values"), FORMS, ids=[form[0] for form in FORMS])
@given(data=st.data())
@settings(max_examples=40)
def test_reading_what_was_written_gives_the_equal_value_and_the_same_text(section, kind, write, values, data):
    value = data.draw(values)
    text = write(value)
    found = again(section, kind, text)
    assert found == value
    assert write(found) == text


@given(value=tenants.requests)
@settings(max_examples=20)
def test_the_hash_is_the_same_before_and_after(value):
    found = again("requests", Request, request_text(value))
    assert request_digest(found) == request_digest(value)
    assert [tenant_digest(one) for one in found.tenants] == [tenant_digest(one) for one in value.tenants]


def test_a_tenant_reads_like_what_people_write():
    assert (
        tenant_text(tenants.granted())
        == """\
# Nội dung đã được duyệt, do `govcloud tenant approve` ghi. Muốn đổi: `govcloud tenant change`.
# What was approved, written by `govcloud tenant approve`. To change it: `govcloud tenant change`.
tenants:
  - name: interior-documents
    label: Quản lý văn bản của Sở Nội vụ
    agency: interior-department
    system:
      name: interior-documents
      label: Quản lý văn bản
      level: 2
      owner: interior-department
      operator: hired-operator
      purpose: Documents of the department and its units
    purpose: Documents of the department and its units
    contact:
      name: Trần Thị Bình
      email: binh@hatinh.example
    quota:
      class: small
    networks:
      - name: app
    budget: "2026-CNTT-07"
    review_on: 2027-06-30
    expires_on: 2028-12-31
    request: r-2026-0001
"""
    )


def test_one_changed_field_is_one_changed_line():
    before = tenant_text(tenants.granted()).splitlines()
    after = tenant_text(tenants.granted(budget="Ngân sách: 2027")).splitlines()
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ('    budget: "2026-CNTT-07"', '    budget: "Ngân sách: 2027"')
    ]

"""Values of tenants' files: examples to begin with, and strategies for property tests."""

import datetime
import shutil
import string

from hypothesis import strategies as st

from gcloud.model.system import System
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.quota import ComputeQuota, NetworkQuota, QuotaWish, VolumeQuota, VolumeTypeQuota
from gcloud.model.tenants.request import Answer, Base, Request, RequestKind
from gcloud.model.tenants.retirement import Done, Retirement, Step
from gcloud.model.tenants.tenant import (
    Contact,
    GrantedTenant,
    Member,
    MemberRole,
    Tenant,
    TenantNetwork,
    TenantService,
)

SECTIONS = ("people", "quota-classes", "tenancy", "capacity", "prices", "backup-policies")
"""Files of the example site that are about tenants, beside those of each."""

WISH = {
    "requester": "tran-thi-binh",
    "reason": "The old server is out of maintenance",
    "tenants": [
        {
            "label": "Hồ sơ địa chính",
            "agency": "interior-department",
            "system": {"level": 3, "operator": "hired-operator"},
            "purpose": "Land records",
            "contact": {"name": "Bình", "email": "binh@hatinh.example"},
            "quota": {"class": "small"},
            "networks": [{"name": "app"}],
            "budget": "2026-CNTT-07",
            "review_on": "2097-06-30",
            "expires_on": "2098-12-31",
        }
    ],
}
"""What somebody asks for, in the words of `govcloud tenant request --from`."""

VIETNAMESE = "ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"


def untenanted(site):
    """Take all that is about tenants out of a copy of the example site."""
    for folder in ("requests", "tenants"):
        shutil.rmtree(site / folder, ignore_errors=True)
    for name in SECTIONS:
        (site / f"{name}.yaml").unlink(missing_ok=True)


def tenant(**changes):
    """A sound tenant of the example site, but for what is given."""
    fields = {
        "name": "interior-documents",
        "label": "Quản lý văn bản của Sở Nội vụ",
        "agency": "interior-department",
        "system": System(
            name="interior-documents",
            label="Quản lý văn bản",
            level=2,
            owner="interior-department",
            operator="hired-operator",
            purpose="Documents of the department and its units",
        ),
        "purpose": "Documents of the department and its units",
        "contact": Contact(name="Trần Thị Bình", email="binh@hatinh.example"),
        "quota": QuotaWish.model_validate({"class": "small"}),
        "networks": (TenantNetwork(name="app"),),
        "budget": "2026-CNTT-07",
        "review_on": datetime.date(2027, 6, 30),
        "expires_on": datetime.date(2028, 12, 31),
    }
    return Tenant(**{**fields, **changes})


def granted(request="r-2026-0001", **changes):
    """A sound tenant as it was granted."""
    return GrantedTenant(**{**dict(tenant(**changes)), "request": request})


def request(*tenants, **changes):
    """A sound request to create a tenant, but for what is given."""
    fields = {
        "name": "r-2026-0001",
        "kind": RequestKind.CREATE,
        "made_on": datetime.date(2026, 11, 2),
        "requester": "tran-thi-binh",
        "reason": "The old server is out of maintenance",
        "tenants": tenants or (tenant(),),
    }
    return Request(**{**fields, **changes})


names = st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
days = st.dates(datetime.date(2020, 1, 1), datetime.date(2099, 12, 31))
instants = st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2099, 1, 1)).map(  # noqa: DTZ001 - aware a line below
    lambda one: one.replace(microsecond=0, tzinfo=datetime.UTC)
)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
_letters = st.sampled_from(
    VIETNAMESE + string.ascii_letters + string.digits + " -_.,:;#'\"\\/@&*!|>%{}[]()~`?=+$^<"
)
_any = st.characters(max_codepoint=0xFFFF).filter(str.isprintable)
texts = (
    st.text(_letters | _any, min_size=1, max_size=60).filter(str.strip)
    | st.sampled_from(
        ["no", "On", "null", "~", "12", "1e3", "0x1F", "- a", "a: b", "a #b", "2026-11-23", "true", "="]
    )
).map(str.strip)
emails = names.map(lambda name: f"{name}@hatinh.example")
limits = st.none() | st.integers(0, 2_000_000_000)
_figures = {
    "compute": st.builds(ComputeQuota, cores=limits, ram=limits, instances=limits),
    "network": st.builds(NetworkQuota, network=limits, floatingip=limits),
    "volume": st.builds(VolumeQuota, volumes=limits, gigabytes=limits),
    "volume_types": st.lists(
        st.builds(VolumeTypeQuota, name=names, gigabytes=st.integers(0, 10**6)), max_size=2
    ).map(tuple),
}
quotas = st.builds(QuotaWish, class_name=names, **_figures)
members = st.builds(
    Member, name=names, label=texts, email=emails, role=st.sampled_from(MemberRole), until=days
)
_tenant_fields = {
    "name": names,
    "label": texts,
    "agency": names,
    "system": st.builds(
        System,
        name=names,
        label=texts,
        level=st.integers(1, 5),
        owner=names,
        operator=names,
        purpose=texts,
        personal_data=st.just("none"),
        data_subjects=st.just(0),
        state_secrets=st.booleans(),
        platform=st.booleans(),
    ),
    "purpose": texts,
    "contact": st.builds(Contact, name=texts, email=emails, phone=st.none() | texts),
    "cloud": st.none() | names,
    "quota": quotas,
    "networks": st.lists(
        st.builds(TenantNetwork, name=names, prefix_length=st.integers(16, 28)), max_size=3
    ).map(tuple),
    "services": st.frozensets(st.sampled_from(TenantService)),
    "bandwidth_mbps": st.integers(1, 100_000),
    "members": st.lists(members, max_size=3).map(tuple),
    "budget": texts,
    "backup": st.none() | names,
    "dedicated": st.booleans(),
    "review_on": st.dates(datetime.date(2020, 1, 1), datetime.date(2050, 1, 1)),
    "expires_on": st.dates(datetime.date(2050, 1, 1), datetime.date(2099, 1, 1)),
    "state": st.sampled_from(["active", "suspended", "retiring", "gone"]),
}
tenants = st.builds(Tenant, **_tenant_fields)
grants = st.builds(GrantedTenant, **_tenant_fields, request=names)
requests = st.builds(
    Request,
    name=names,
    kind=st.sampled_from(RequestKind),
    made_on=days,
    requester=names,
    reason=texts,
    tenants=st.lists(tenants, min_size=1, max_size=2).map(tuple),
    base=st.lists(st.builds(Base, tenant=names, digest=digests), max_size=2).map(tuple),
    answers=st.lists(st.builds(Answer, finding=texts, reason=texts), max_size=2).map(tuple),
)
approvals = st.builds(
    Approval,
    request=names,
    decision=st.sampled_from(["approve", "reject"]),
    by=names,
    on=instants,
    digest=digests,
    reason=st.none() | texts,
    override=st.none() | texts,
    findings=st.lists(texts, max_size=3).map(tuple),
    kind=st.sampled_from(["ssh", "openpgp"]),
    signature=st.sampled_from(["c2lnbmF0dXJl", "YQ==", "ab+/"]),
)
retirements = st.builds(
    Retirement,
    tenant=names,
    request=names,
    project_id=texts,
    hold_until=days,
    steps=st.lists(
        st.builds(Done, step=st.sampled_from(Step), on=instants, evidence=st.none() | texts), max_size=3
    ).map(tuple),
)

"""What means the same has the same hash, and what means something else has not."""

import unicodedata
from pathlib import Path

import pytest
import yaml

from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import Request
from gcloud.model.tenants.tenant import GrantedTenant, Tenant
from gcloud.plan.tenants.digest import request_digest, statement, tenant_digest

ASKED = yaml.safe_load((Path(__file__).parent / "data" / "tenant.yaml").read_text())


def tenant(**other) -> Tenant:
    return Tenant.model_validate({**ASKED, **other})


def test_what_was_granted_has_the_hash_of_what_was_asked_for():
    granted = GrantedTenant.model_validate({**ASKED, "request": "r-2026-0001"})
    assert tenant_digest(granted) == tenant_digest(tenant())


def test_order_and_defaults_written_out_do_not_count():
    again = dict(reversed(ASKED.items())) | {"state": "active", "dedicated": False}
    again["services"] = list(reversed(ASKED["services"]))
    assert tenant_digest(Tenant.model_validate(again)) == tenant_digest(tenant())


def test_text_counts_as_it_is_read_and_not_as_it_is_encoded():
    composed, decomposed = (unicodedata.normalize(form, "Sở Nội vụ") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert tenant_digest(tenant(label=composed)) == tenant_digest(tenant(label=decomposed))


@pytest.mark.parametrize(
    "change",
    [
        {"label": "another"},
        {"quota": {"class": "large"}},
        {"quota": {"class": "small", "compute": {"cores": 17}}},
        {"services": ["dns"]},
        {"members": []},
        {"state": "suspended"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_other_wish_has_another_hash(change):
    assert tenant_digest(tenant(**change)) != tenant_digest(tenant())


def test_a_request_is_hashed_with_its_answers():
    asked = {
        "name": "r-2026-0001",
        "kind": "create",
        "made_on": "2026-11-02",
        "requester": "binh",
        "reason": "why",
        "tenants": [ASKED],
    }
    answered = {**asked, "answers": [{"finding": "challenge.platform/lgsp", "reason": "It is not for paper"}]}
    one, other = Request.model_validate(asked), Request.model_validate(answered)
    assert request_digest(one) != request_digest(other)
    assert request_digest(one) == request_digest(Request.model_validate(asked))


def test_what_is_signed_names_the_site_and_not_the_signature():
    decided = {
        "request": "r-2026-0001",
        "decision": "approve",
        "by": "an",
        "on": "2026-11-03T02:10:00Z",
        "digest": "0" * 64,
        "kind": "ssh",
    }
    one = Approval.model_validate({**decided, "signature": "AAAA"})
    other = Approval.model_validate({**decided, "signature": "BBBB"})
    assert statement("ha-tinh", one) == statement("ha-tinh", other)
    assert statement("ha-tinh", one) != statement("son-la", one)
    assert statement("ha-tinh", one) == (
        b'{"by":"an","decision":"approve","digest":"' + b"0" * 64 + b'","on":"2026-11-03T02:10:00Z",'
        b'"request":"r-2026-0001","site":"ha-tinh","statement":1}'
    )

"""What became of tenants, told from requests and approvals."""

import datetime

from gcloud.model.load import load
from gcloud.model.tenants.approval import Approval
from gcloud.model.tenants.request import RequestKind
from gcloud.plan.tenants.difference import Difference
from gcloud.plan.tenants.history import history
from tests import tenants
from tests.cli.conftest import EXAMPLE


def approval(request, day, decision="approve"):
    return Approval(
        request=request,
        decision=decision,
        by="nguyen-van-an",
        on=datetime.datetime(2026, 11, day, tzinfo=datetime.UTC),
        digest="0" * 64,
        kind="ssh",
        signature="YQ==",
    )


def test_each_approved_change_says_what_it_was_and_what_it_became():
    grown = tenants.tenant(quota={"class": "medium"})
    other = tenants.tenant(name="other")
    site = load(EXAMPLE).model_copy(
        update={
            "requests": (
                tenants.request(),
                tenants.request(grown, other, name="r-2026-0002", kind=RequestKind.CHANGE),
                tenants.request(tenants.tenant(budget="no"), name="r-2026-0003", kind=RequestKind.CHANGE),
                tenants.request(tenants.tenant(budget="waits"), name="r-2026-0004", kind=RequestKind.CHANGE),
            ),
            "approvals": (
                approval("r-2026-0002", 4),
                approval("r-2026-0001", 3),
                approval("r-2026-0003", 5, "reject"),
            ),
        }
    )
    events = history(site, "interior-documents")
    assert [(event.request.name, event.approval.on.day) for event in events] == [
        ("r-2026-0001", 3),
        ("r-2026-0002", 4),
    ]
    assert events[0].changes[0] == Difference("name", None, "interior-documents")
    assert events[1].changes == (Difference("quota.class", "small", "medium"),)
    assert [event.tenant for event in history(site)] == ["interior-documents", "interior-documents", "other"]

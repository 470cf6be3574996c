"""What differs between two descriptions of a tenant."""

import datetime

from hypothesis import given, settings

from gcloud.model.tenants.tenant import Member, MemberRole
from gcloud.plan.tenants.difference import Difference, differences
from gcloud.plan.tenants.digest import tenant_digest
from tests import tenants

BINH = Member(name="binh", label="Bình", email="b@hatinh.example", role=MemberRole.ADMINISTRATOR)
AN = Member(name="an", label="An", email="a@hatinh.example", role=MemberRole.AUDITOR)


def test_a_person_who_is_added_in_front_shifts_nobody():
    changes = differences(tenants.tenant(members=(BINH,)), tenants.tenant(members=(AN, BINH)))
    assert [(one.path, one.old, one.new) for one in changes] == [
        ("members.an.label", None, "An"),
        ("members.an.email", None, "a@hatinh.example"),
        ("members.an.role", None, "auditor"),
    ]


def test_what_goes_has_no_new_value():
    changes = differences(tenants.tenant(backup="daily"), tenants.tenant(services={"dns", "outside"}))
    assert changes == (Difference("services", None, "dns, outside"), Difference("backup", "daily", None))


def test_a_new_tenant_is_all_of_it_and_one_that_goes_too():
    made = differences(None, tenants.tenant())
    gone = differences(tenants.tenant(), None)
    assert {(one.path, one.new) for one in made} == {(one.path, one.old) for one in gone}
    assert Difference("review_on", None, "2027-06-30") in made


def test_what_was_granted_is_what_was_asked_for():
    assert differences(tenants.tenant(), tenants.granted()) == ()


@given(old=tenants.tenants, day=tenants.days)
@settings(max_examples=40)
def test_there_is_no_difference_exactly_where_the_hash_is_the_same(old, day):
    new = old.model_copy(update={"expires_on": max(day, datetime.date(2050, 1, 2))})
    assert (differences(old, new) == ()) == (tenant_digest(old) == tenant_digest(new))

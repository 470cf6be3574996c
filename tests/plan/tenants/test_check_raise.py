"""Who asks for more than there is left is told so, whatever others were let have."""

from gcloud.model.problem import Problem
from gcloud.plan.tenants.check_raise import raise_problems
from tests.plan.tenants.conftest import tenant
from tests.plan.tenants.test_capacity import GENERAL, OVERRIDE


def tell(path, rule, what, instead):
    assert instead
    return Problem("request", 0, 0, what, instead, path, rule)


def raised(with_tenants, now, then, **sections):
    """What is told of the tenants of a request, once the site is as they ask."""
    before, after = (with_tenants(*tenants, capacity=[GENERAL], **sections).site for tenants in (now, then))
    asked = [one for one in after.tenants if one not in before.tenants]
    return [(one.path, one.what) for one in raise_problems(before, after, asked, tell)]


def of(name, cores):
    return tenant(name, quota={"class": "small", "compute": {"cores": cores}, "volume": {"gigabytes": 10}})


def test_what_fits_is_no_problem(with_tenants):
    assert raised(with_tenants, [of("a", 8)], [of("a", 8), of("b", 54)]) == []


def test_who_is_new_is_told_what_is_left(with_tenants):
    assert raised(with_tenants, [of("a", 8)], [of("a", 8), of("b", 55)]) == [
        (
            ("tenants", 0, "quota"),
            "it asks for 55 virtual processors; of the 64 of general 54 are left for it",
        )
    ]


def test_who_grows_is_told_what_is_left_beside_the_others(with_tenants):
    ((_, what),) = raised(with_tenants, [of("a", 8), of("b", 8)], [of("a", 55), of("b", 8)])
    assert what == "it asks for 55 instead of 8 virtual processors; of the 64 of general 54 are left for it"


def test_who_asks_for_less_is_not_told_that_others_have_too_much(with_tenants):
    assert raised(with_tenants, [of("a", 80), of("b", 8)], [of("a", 80), of("b", 4)]) == []


def test_another_s_override_is_no_room(with_tenants):
    now = [of("a", 80)]
    assert len(raised(with_tenants, now, [*now, of("b", 1)], approvals=[OVERRIDE])) == 1


def test_two_at_once_count_together(with_tenants):
    assert raised(with_tenants, [], [of("b", 30)]) == []
    assert [path[1] for path, _ in raised(with_tenants, [], [of("b", 32), of("c", 32)])] == [0, 1]

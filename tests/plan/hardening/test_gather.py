import pytest

from gcloud.plan.hardening.gather import gather, unmet, unseen
from gcloud.plan.hardening.verdicts import Visit, host_result
from tests.plan.hardening.made import AT, control, host


def test_a_run_knows_the_texts_of_the_controls_that_its_hosts_have(compiled):
    what = [compiled({}), compiled({"govcloud_level": 3})]
    hosts = [
        host_result(Visit(name, "192.0.2.1", AT, "audit"), one, None)
        for name, one in zip("ab", what, strict=True)
    ]
    found = gather(hosts[:1], what, run="audit", at=AT, site="ha-tinh", program="govcloud 0.1.0", check=True)
    assert found.check
    assert sorted(found.catalogue) == sorted(one.id for one in hosts[0].controls)
    assert (found.catalogue["lockout"].title.vi, found.catalogue["lockout"].text.en) == ("Khóa", "Lockout.")
    assert found.catalogue["lockout"].cis["debian-12"] == ("5.3.3.1.1",)


@pytest.mark.parametrize(
    ("one", "is_unmet", "is_unseen"),
    [
        (host("a", [control()]), False, False),
        (host("a", [control(verdict="fail")]), True, False),
        (host("a", [control(verdict="waived"), control(verdict="not-applicable")]), False, False),
        (host("a", [control(verdict="not-checked")]), False, True),
        (host("a", [control(verdict="not-checked", procedural=True)]), False, False),
        (host("a", [], reached=False), False, True),
    ],
)
def test_whether_a_run_is_clean(one, is_unmet, is_unseen):
    assert (unmet([one]), unseen([one])) == (is_unmet, is_unseen)

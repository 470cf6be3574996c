from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from gcloud.plan.hardening.answer import read_answer
from gcloud.plan.hardening.gather import expired_waivers, unmet
from gcloud.plan.hardening.results import HostProblem
from gcloud.plan.hardening.verdicts import Visit, host_result

CASES = yaml.safe_load((Path(__file__).parent / "data" / "decided.yaml").read_text())
VISIT = Visit("a", "192.0.2.10", datetime(2026, 11, 23, 8, tzinfo=UTC), "audit")


def waiver(control, day):
    return {
        "control": control,
        "subject": "host/a",
        "reason": "Máy cũ",
        "approver": "tran-thi-binh",
        "expires_on": day,
        "measure": "Đọc nhật ký",
    }


def waived(*tables):
    return {"govcloud_waivers": [waiver(*pair) for table in tables for pair in table.items()]}


def answer(statuses, **fields):
    results = [
        {
            "id": item,
            "status": status,
            "want": f"{item} wanted",
            "have": f"{item} there",
            "evidence": [{"file": f"/etc/{item}", "line": 3, "value": "x"}],
            "why": None if status == "ok" else f"{item} is {status}",
        }
        for item, status in statuses.items()
    ]
    return read_answer("a", {"system": "debian-12", "results": results, **fields})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_verdicts(case, compiled):
    variables = {
        "govcloud_ntp": ["192.0.2.1"],
        **case.get("variables", {}),
        **waived(case.get("waive", {}), case.get("waive_again", {})),
    }
    said = answer(
        case.get("items", {}),
        system=case.get("system", "debian-12"),
        container=case.get("container", False),
    )
    found = {one.id: one for one in host_result(VISIT, compiled(variables), said).controls}
    assert {name: found[name].verdict for name in case["verdicts"]} == case["verdicts"]
    why = case.get("why", {})
    assert {name: found[name].why for name in why} == why


def test_evidence_is_of_the_items_that_decided(compiled):
    said = answer({"clock/1": "ok", "clock/2": "differs"})
    found = host_result(VISIT, compiled({"govcloud_ntp": ["192.0.2.1"]}), said)
    (clock,) = (one for one in found.controls if one.id == "clock")
    assert [seen.file for seen in clock.evidence] == ["/etc/clock/2"]
    assert (clock.want, clock.have, clock.why) == ("clock/2 wanted", "clock/2 there", "clock/2 is differs")


def test_of_a_host_that_was_not_reached_no_control_is_dropped(compiled):
    what = compiled({"govcloud_roles": ["router"], **waived({"lockout": "2027-01-01"})})
    problem = HostProblem("unreachable", "No route to 192.0.2.10.", "Look at its console.")
    found = host_result(Visit("a", "192.0.2.10", VISIT.at, "audit", problem), what, None)
    verdicts = {one.id: one.verdict for one in found.controls}
    assert verdicts == {
        "lockout": "waived",
        "forwarding": "not-applicable",
        "clock": "not-checked",
        "twelve-only": "not-applicable",
        "wiping": "not-checked",
    }
    assert (found.reached, found.system, found.problem) == (False, None, problem)


def test_an_expired_waiver_is_a_finding_whether_its_control_is_met_or_not(compiled):
    what = compiled(waived({"lockout": "2026-01-01", "forwarding": "2026-01-01", "clock": "2027-01-01"}))
    found = host_result(VISIT, what, answer({"lockout/1": "differs", "forwarding/1": "ok"}))
    assert [one.id for one in expired_waivers(found)] == ["lockout", "forwarding"]
    met = host_result(VISIT, compiled(waived({"forwarding": "2026-01-01"})), answer({"forwarding/1": "ok"}))
    assert not any(one.verdict == "fail" for one in met.controls)
    assert unmet([met])


def test_what_could_not_be_brought_about_is_said_where_it_is_missing(compiled):
    applied = answer({}, problems=[{"id": "lockout/1", "why": "no space"}, {"id": "*", "why": "read-only"}])
    found = host_result(VISIT, compiled({}), answer({"lockout/1": "differs"}), [applied])
    assert found.controls[0].why == "lockout/1 is differs; no space"
    assert found.problem == HostProblem("apply", "read-only", "Mend that on the host, then run again.")


def test_changes_and_what_was_undone_are_of_all_batches(compiled):
    undone = {"batch": "ssh", "why": "no new connection", "undone": ["/etc/ssh"], "token": "never shown"}
    batches = [
        answer({}, changes=[{"id": "lockout/1", "what": "deny", "before": 5, "after": 4}]),
        answer({}, undone=undone),
    ]
    found = host_result(VISIT, compiled({}), answer({}), batches)
    assert [change.id for change in found.changes] == ["lockout/1"]
    assert [(one.batch, one.why, one.undone) for one in found.undone] == [
        ("ssh", "no new connection", ("/etc/ssh",))
    ]


def test_a_secret_value_is_in_no_result(compiled):
    what = compiled({"govcloud_depth": "deeper", "govcloud_boot_password": "grub.pbkdf2.SECRET"})
    results = [
        {
            "id": "loader/1",
            "status": "differs",
            "want": {"password": "grub.pbkdf2.SECRET"},
            "have": None,
            "evidence": [{"file": "/etc/grub.d/40_custom", "line": 1, "value": "x grub.pbkdf2.SECRET"}],
            "why": "not grub.pbkdf2.SECRET",
        }
    ]
    found = host_result(VISIT, what, read_answer("a", {"system": "debian-12", "results": results}))
    assert "SECRET" not in repr(found)
    (loader,) = (one for one in found.controls if one.id == "loader")
    assert loader.want == "password = (secret)"

from datetime import date
from xml.etree import ElementTree

from gcloud.plan.hardening.answer import Evidence
from gcloud.plan.hardening.results import HostProblem, WaiverNote
from gcloud.render.hardening.cases import cases
from gcloud.render.junit import junit
from tests.plan.hardening.made import control, host, run

WAIVER = WaiverNote("host/app", "Máy cũ", "tran-thi-binh", date(2027, 3, 31), "Đọc nhật ký")


def test_each_control_of_each_host_is_a_case():
    results = run(
        host(
            "app",
            [
                control("fine"),
                control("bad", "fail", want="no", have="yes", evidence=(Evidence("/etc/x", 3, "yes"),)),
                control("let-pass", "waived", waiver=WAIVER),
                control("elsewhere", "not-applicable", why="no router"),
                control("unseen", "not-checked", why="sshd is broken"),
                control("by-hand", "not-checked", procedural=True, why="a person does"),
            ],
        ),
        host("gone", [], problem=HostProblem("unreachable", "No route.", "Look."), reached=False),
    )
    suite = ElementTree.fromstring(junit("audit", cases(results))).find("testsuite")  # noqa: S314 - our own text
    found = {
        (case.get("classname"), case.get("name")): [(part.tag, part.get("message")) for part in case]
        for case in suite.iter("testcase")
    }
    assert found == {
        ("audit.app", "fine"): [],
        ("audit.app", "bad"): [("failure", "bad is not as TCVN 14423:2026, 3.6.2.4 asks")],
        ("audit.app", "let-pass"): [("skipped", None)],
        ("audit.app", "elsewhere"): [("skipped", "no router")],
        ("audit.app", "unseen"): [("error", "sshd is broken")],
        ("audit.app", "by-hand"): [("skipped", "a person does")],
        ("audit.gone", "unreachable"): [("error", "No route.")],
    }
    details = {case.get("name"): "".join(part.text for part in case) for case in suite.iter("testcase")}
    assert details["bad"] == "TCVN 14423:2026, 3.6.2.4 [S]\nwanted: no\nfound: yes\n/etc/x:3: yes"
    assert "waived until 2027-03-31 by tran-thi-binh: Máy cũ" in details["let-pass"]

from gcloud.plan.hardening.patching.findings import findings
from gcloud.plan.hardening.patching.state import HostState, Reboot, Source, Update
from gcloud.plan.hardening.patching.tracker import Tracker
from gcloud.plan.hardening.results import HostProblem
from gcloud.render.hardening.patching import TITLE, tables
from gcloud.render.table import as_html

FIXED = {"releases": {"bookworm": {"status": "resolved", "fixed_version": "2", "urgency": "high"}}}
OPEN = {"releases": {"bookworm": {"status": "open", "urgency": "low"}}}
TRACKER = Tracker({"openssl": {"CVE-2026-1": FIXED, "CVE-2026-2": OPEN}})


def hosts(tracker):
    update = Update("libssl3", "1", "2", "Debian-Security", True, "openssl", "1")
    other = Update("tzdata", "1", "2", "Debian", False, "tzdata", "1")
    reboot = Reboot(True, ("kernel <new>",))
    state = HostState("debian-12", "bookworm", (update, other), (Source("openssl", "1"),), {}, reboot=reboot)
    gone = HostProblem("unreachable", "It can't be reached.")
    return [findings("web-1", state, None, tracker), findings("web-2", None, gone, tracker)]


def test_the_report_counts_by_severity_names_every_host_and_each_security_update():
    by_severity, by_host, updates = tables(hosts(TRACKER))
    assert by_severity.rows[0] == ("Cao (high)", 1, 0)
    assert by_severity.rows[2] == ("Thấp (low)", 0, 1)
    assert [row[0] for row in by_host.rows] == ["web-1", "web-2"]
    assert by_host.rows[1][-1] == "Không kiểm tra được: It can't be reached."
    assert [(row[1], row[6]) for row in updates.rows] == [("libssl3", "CVE-2026-1")]


def test_without_a_tracker_what_nothing_mends_is_empty_and_not_zero():
    by_severity, *_ = tables(hosts(None))
    assert [row[1:] for row in by_severity.rows] == [(0, None), (0, None), (0, None), (0, None), (1, None)]


def test_the_page_shows_what_hosts_said_as_text():
    assert b"kernel &lt;new&gt;" in as_html(TITLE, tables(hosts(None)))

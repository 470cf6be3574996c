"""Judges judge a fresh host as it deserves, and leave nothing on it."""

import pytest

from gcloud.errors import InputError
from gcloud.harden.judges.sitting import JUDGES, PLACE, judge
from gcloud.harden.judges.target import targets
from gcloud.lab.judges import kit

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(600)]

# What a fresh host gets: of these rules pass, at least, and fail, at least.
FRESH = {"cis-l1": (200, 90), "cis-l2": (210, 110)}


@pytest.fixture(scope="session")
def judges(hosts_lab):
    return kit(hosts_lab)


def sit(host, judges, who=JUDGES, profiles=tuple(FRESH)):
    found = judge(
        targets(host.inventory, [host.name]), judges, judges=who, profiles=profiles, tell=lambda *_: None
    )
    (one,) = found
    return one


@pytest.mark.parametrize("system", ["debian-12", "debian-13"])
def test_a_fresh_host_passes_some_and_fails_some(fresh_hosts, judges, system):
    (host,) = fresh_hosts(1, system)
    found = sit(host, judges, ("openscap", "ssh-audit"))
    assert found.problem == ""
    assert found.system == system
    for report in found.openscap:
        passed, failed = FRESH[report.profile]
        assert len(report.passed) > passed
        assert len(report.failed) > failed
        assert {"package_aide_installed"} <= {finding.id for finding in report.failed}
    assert found.lynis is None
    assert len(found.ssh_audit.failed) >= 4
    assert PLACE not in host.inside("cat", "/proc/mounts")
    assert host.inside("ls", "/run", "/opt").count("judge") == 0


def test_lynis_comes_to_its_end(host, judges):
    found = sit(host, judges, ("lynis",))
    assert found.openscap == ()
    assert 55 < found.lynis.index < 75
    assert found.lynis.suggestions


def test_a_host_that_is_off_is_told_and_the_other_judged(fresh_hosts, judges):
    on, off = fresh_hosts(2)
    off.inside("systemctl", "stop", "ssh")
    found = judge(
        targets(on.inventory, [off.name, on.name]),
        judges,
        judges=["ssh-audit"],
        profiles=(),
        tell=lambda *_: None,
    )
    assert [bool(one.problem) for one in found] == [True, False]


def test_a_host_that_the_inventory_does_not_hold_is_refused(host):
    with pytest.raises(InputError, match="no host or group nobody"):
        targets(host.inventory, ["nobody"])

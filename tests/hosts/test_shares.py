"""Many real hosts: some are finished before others begin, and where too many fail no others begin."""

import pytest
import yaml

from tests.hosts.running import hosts_of, kinds_of, run

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(600)]

QUICK = "banner-before-login,cron-files"
BANNER = "/etc/issue.net"


@pytest.fixture
def six(fresh_hosts, tmp_path):
    """Six hosts of which the second has no sshd; how a run over them in twos goes."""
    hosts = fresh_hosts(6)
    hosts[1].inside("systemctl", "stop", "ssh.socket", "ssh")
    document = yaml.safe_load(hosts[0].inventory.read_text())
    document["all"]["vars"] |= {"govcloud_profile": "tcvn14423-2026", "govcloud_level": 3}
    document["all"]["hosts"] = {host.name: document["all"]["hosts"][host.name] for host in hosts}
    file = tmp_path / "inventory.yml"
    file.write_text(yaml.safe_dump(document))

    def go(*options):
        return run(
            "harden", "all", "--inventory", file, "--controls", QUICK, "--serial", "2", *options, "--yes"
        )

    return hosts, go


def let_in(host):
    """When somebody came in, in seconds: the first and the last time."""
    asked = ("journalctl", "-q", "-t", "sshd", "-g", "Accepted publickey", "-o", "short-unix")
    times = [float(line.split()[0]) for line in host.inside(*asked, check=False).splitlines()]
    return (min(times), max(times)) if times else None


def test_where_too_many_fail_no_others_begin_and_each_that_did_not_is_named(six):
    hosts, go = six
    before = [host.inside("cat", BANNER) for host in hosts]
    met = [let_in(host) for host in hosts]
    done = go("--max-fail", "20%")
    assert done["exit_code"] == 4
    first, broken, *rest = hosts
    assert kinds_of(done) == {
        first.name: None,
        broken.name: "unreachable",
        **{host.name: "not-tried" for host in rest},
    }
    told = hosts_of(done)
    for host in rest:
        assert "--max-fail" in told[host.name]["problem"]["message"]
        assert {one["verdict"] for one in told[host.name]["controls"]} == {"not-checked"}
    assert [host.inside("cat", BANNER) for host in rest] == before[2:]
    assert [let_in(host) for host in rest] == met[2:]  # not even asked
    assert first.inside("cat", BANNER) != before[0]
    assert {one["verdict"] for one in told[first.name]["controls"]} == {"pass"}

    broken.inside("systemctl", "start", "ssh")
    again = go("--max-fail", "20%")
    assert (again["exit_code"], set(kinds_of(again).values())) == (0, {None})
    assert [len(hosts_of(again)[host.name]["changes"]) > 0 for host in hosts] == [False, *[True] * 5]


def test_each_share_is_finished_before_the_next_one_begins_and_few_that_fail_stop_nothing(six):
    hosts, go = six
    done = go("--max-fail", "50%")
    assert done["exit_code"] == 4
    assert [kind for kind in kinds_of(done).values() if kind] == ["unreachable"]
    spans = [let_in(host) for host in hosts]
    assert spans[1] is None
    assert spans[0][1] < min(spans[2][1], spans[3][1])
    assert max(spans[2][1], spans[3][1]) < min(spans[4][1], spans[5][1])

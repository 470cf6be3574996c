"""What a hardened host logs arrives at another host, by each way that the control knows; and is kept."""

import shutil
import time
from pathlib import Path

import pytest

from tests.hosts.logs.certificates import authority, certificate
from tests.hosts.running import run, verdicts_of

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(600)]

RECEIVER = Path(__file__).with_name("receiver.py")
PORTS = {"tls": 6514, "tcp": 6515, "udp": 6516}
RETRY = 45
"""Seconds; rsyslog tries a receiver that was away every 30 s."""
CONTROLS = "log-services,log-forwarding,log-retention"


def put(host, file, place):
    """Put a file on a host; its root folder is here."""
    shutil.copyfile(file, host.lab.home(host.name) / "root" / place.lstrip("/"))


@pytest.fixture(scope="module")
def pair(many_hosts):
    """Who sends, and who receives."""
    return many_hosts(2)


@pytest.fixture
def receive(pair):
    """Starts a receiver, `receive("tls", "/srv/cert.pem")`, and gives the file of what it has taken."""
    _, collector = pair
    put(collector, RECEIVER, "/srv/receiver.py")
    units = []

    def start(way, *more):
        unit = f"receiver-{time.monotonic_ns()}"
        units.append(unit)
        file = f"/srv/{unit}.log"
        command = ("/usr/bin/python3", "/srv/receiver.py", str(PORTS[way]), way, file, *more)
        collector.inside("/usr/bin/systemd-run", "--quiet", f"--unit={unit}", *command)
        return file, unit

    yield start
    for unit in units:
        collector.inside("/usr/bin/systemctl", "stop", unit, check=False)


def arrives(collector, file, word, patience):
    until = time.monotonic() + patience
    # A receiver takes what comes, and what was queued for a way of before is no text for it.
    while not collector.inside("/bin/grep", "--text", word, file, check=False):
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


def harden(sender, inventory, way, forwarder, **parameters):
    own = {
        "govcloud_forwarder": {"port": PORTS[way], "protocol": way, **forwarder},
        "govcloud_parameters": {"log-forwarding": parameters} if parameters else {},
    }
    file = inventory(sender, **{sender.name: own})
    done = run("harden", sender.name, "--inventory", file, "--controls", CONTROLS, "--yes")
    assert done["exit_code"] == 0, done
    assert set(verdicts_of(done, sender).values()) == {"pass"}


def test_logs_wait_for_a_receiver_that_is_away_and_go_to_no_other(pair, receive, inventory, tmp_path):
    sender, collector = pair
    put(sender, authority(tmp_path), "/srv/authority.pem")
    for name in ("soc-collector", "stranger"):
        put(collector, certificate(tmp_path, name), f"/srv/{name}.pem")
    there = {"host": collector.record.address, "name": "soc-collector"}
    strange, unit = receive("tls", "/srv/stranger.pem")
    harden(sender, inventory, "tls", there, authority="/srv/authority.pem")
    sender.inside("/usr/bin/logger", "-p", "auth.warning", "said-before-the-receiver")
    assert not arrives(collector, strange, "said-before", 5)
    journal = sender.inside("/usr/bin/journalctl", "-u", "rsyslog", "--no-pager")
    assert "peer name not authorized" in journal

    collector.inside("/usr/bin/systemctl", "stop", unit)
    kept, _ = receive("tls", "/srv/soc-collector.pem")
    sender.inside("/usr/bin/systemctl", "restart", "rsyslog")  # the queue is on disk
    assert arrives(collector, kept, "said-before-the-receiver", RETRY)
    sender.inside("/usr/bin/logger", "said-after-it")
    assert arrives(collector, kept, "said-after-it", 10)
    assert f" {sender.name} " in collector.inside("/bin/grep", "said-after-it", kept)
    assert "said-before" not in collector.inside("/bin/cat", strange, check=False)


@pytest.mark.parametrize("way", ["tcp", "udp"])
def test_a_site_that_has_no_certificate_yet_sends_in_clear(pair, receive, inventory, way):
    sender, collector = pair
    kept, _ = receive(way)
    harden(sender, inventory, way, {"host": collector.record.address}, protocol=way)
    sender.inside("/usr/bin/logger", f"said-by-{way}")
    assert arrives(collector, kept, f"said-by-{way}", 10)


@pytest.mark.parametrize(("level", "days"), [(2, 31), (5, 366)])
def test_log_files_are_kept_as_long_as_the_level_asks_and_no_longer(pair, inventory, level, days):
    sender, _ = pair
    file = inventory(sender, **{sender.name: {"govcloud_level": level}})
    done = run("harden", sender.name, "--inventory", file, "--controls", "log-retention", "--yes")
    assert verdicts_of(done, sender) == {"log-retention": "pass"}
    older = 'for d in $(seq 1 400); do touch "/var/log/auth.log-$(date -d "-$d days" +%Y%m%d)"; done'
    sender.inside(
        "/bin/sh", "-c", f"rm -f /var/log/*.log-* /var/log/syslog-*; {older}; echo new >> /var/log/auth.log"
    )
    sender.inside("/usr/sbin/logrotate", "--force", "/etc/logrotate.d/rsyslog")
    left = sorted(sender.inside("/bin/sh", "-c", "ls /var/log | grep ^auth.log-").split())
    assert len(left) == days
    oldest = sender.inside("/bin/date", "-d", f"-{days - 1} days", "+%Y%m%d").strip()
    assert left[0].startswith(f"auth.log-{oldest}")

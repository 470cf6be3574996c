"""Ways to real hosts: through a jump host with both keys verified; by certificates of an authority."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from gcloud.lab.hosts.context import OPERATOR
from tests.hosts.running import hosts_of, kinds_of, run

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(600)]

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "ha-tinh"
KEYGEN = "/usr/bin/ssh-keygen"
OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdBStpqd6UsvPaHrqQ4oO5aIrkQfM+WYO1ZCBHdgROy"
LAB = {"name": "lab", "purpose": "peers", "cidr": "10.77.6.0/24", "fictional": True}
QUICK = "banner-before-login,cron-files"
GUARDED = f"{QUICK},ssh-login-tries,firewall-default-deny"


@pytest.fixture
def site(tmp_path):
    """A site whose hosts are the lab's: `site(hosts, **hardening)`; its folder."""
    folder = Path(shutil.copytree(EXAMPLE, tmp_path / "site", ignore=shutil.ignore_patterns(".govcloud")))
    whole = yaml.safe_load((folder / "site.yaml").read_text())
    whole["ranges"].append(LAB)
    (folder / "site.yaml").write_text(yaml.safe_dump(whole, allow_unicode=True))

    def write(hosts, **hardening):
        settings = {"operator": OPERATOR, "management": ["device-management", "lab"], **hardening}
        described = {"hardening": settings, "hosts": [{"system": "soc", **one} for one in hosts]}
        (folder / "hardening.yaml").write_text(yaml.safe_dump(described))
        return folder

    return write


def fingerprint(host):
    line = host.inside("ssh-keygen", "-l", "-f", "/etc/ssh/ssh_host_ed25519_key.pub")
    return next(word for word in line.split() if word.startswith("SHA256:"))


def common(host, folder):
    """How the operator of a site comes in."""
    return ("--site", folder, "--key", host.lab.key_file, "--become-password-file", host.lab.password_file)


def known(folder, **keys):
    (folder / "known_hosts").write_text("".join(f"{name} {key}\n" for name, key in keys.items()))


def shown(host):
    return " ".join(host.inside("cat", "/etc/ssh/ssh_host_ed25519_key.pub").split()[:2])


@pytest.fixture
def behind(fresh_hosts, site):
    """A jump host, a host that only it leads to, and how their site describes them."""
    jump, inner = fresh_hosts(2)
    hosts = [
        {"name": "jump", "address": "127.0.0.1", "port": jump.record.port},
        {"name": "inner", "address": inner.record.address},
    ]

    def write(**vouched):
        described = [
            {**one, "host_keys": [vouched[one["name"]]]} if one["name"] in vouched else one for one in hosts
        ]
        return site(described, jump_host="jump")

    return jump, inner, write


def test_a_host_behind_a_jump_host_is_hardened_under_its_guard(behind):
    jump, inner, write = behind
    folder = write(jump=fingerprint(jump), inner=fingerprint(inner))
    way = common(inner, folder)
    done = run("harden", "inner", *way, "--controls", GUARDED, "--yes")
    assert (done["exit_code"], kinds_of(done)) == (0, {"inner": None})
    changed = {one["id"].partition("/")[0] for one in hosts_of(done)["inner"]["changes"]}
    assert {"ssh-login-tries", "firewall-default-deny"} <= changed
    lines = (folder / "known_hosts").read_text().splitlines()
    assert {line.split()[0] for line in lines if not line.startswith("#")} == {"jump", "inner"}
    came = inner.inside(
        "journalctl", "-q", "-t", "sshd", "-g", f"Accepted publickey for {OPERATOR}", "-o", "cat"
    )
    assert {line.split()[5] for line in came.splitlines()} == {jump.record.address}
    again = run("harden", "inner", *way, "--controls", GUARDED, "--yes")
    assert (again["exit_code"], hosts_of(again)["inner"]["changes"]) == (0, [])
    assert run("audit", "all", *way, "--controls", QUICK)["exit_code"] in (
        6,
        7,
    )  # the example's own hosts too
    assert run("audit", "inner", *way, "--controls", GUARDED)["exit_code"] == 0


@pytest.mark.parametrize(("stranger", "kind"), [("jump", "jump-host"), ("inner", "host-key")])
def test_a_stranger_on_the_way_is_gone_to_by_nobody(behind, stranger, kind):
    jump, inner, write = behind
    folder = write()
    known(folder, **{"jump": shown(jump), "inner": shown(inner), stranger: OTHER})
    told = hosts_of(run("audit", "inner", *common(inner, folder), "--controls", QUICK))["inner"]
    assert told["problem"]["kind"] == kind, told["problem"]
    assert stranger in told["problem"]["hint"]
    assert not told["reached"]
    assert {one["verdict"] for one in told["controls"]} == {"not-checked"}


def test_whom_nobody_vouches_for_keeps_all_behind_it_from_being_gone_to(behind):
    _, inner, write = behind
    folder = write(inner=fingerprint(inner))
    told = hosts_of(run("audit", "inner", *common(inner, folder), "--controls", QUICK))["inner"]
    assert told["problem"]["kind"] == "jump-host"
    assert "hosts trust jump" in told["problem"]["hint"]


@pytest.fixture
def authority(tmp_path):
    """An authority that signs host keys: `authority(host, "name")` gives the host its certificate."""
    file = tmp_path / "authority"
    subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", str(file)], check=True)

    def sign(host, name, signer=file):
        public = tmp_path / "host.pub"
        public.write_text(host.inside("cat", "/etc/ssh/ssh_host_ed25519_key.pub"))
        command = [KEYGEN, "-q", "-s", str(signer), "-I", name, "-h", "-n", name, str(public)]
        subprocess.run(command, check=True)
        certificate = "/etc/ssh/ssh_host_ed25519_key-cert.pub"
        host.inside("tee", certificate, text=(tmp_path / "host-cert.pub").read_text())
        host.inside("tee", "/etc/ssh/sshd_config.d/50-cert.conf", text=f"HostCertificate {certificate}\n")
        host.inside("systemctl", "restart", "ssh")

    sign.public = " ".join(file.with_suffix(".pub").read_text().split()[:2])
    return sign


def test_a_certificate_of_the_sites_authority_vouches_for_a_host_and_no_other_does(
    host, site, authority, tmp_path
):
    folder = site(
        [{"name": "lab-host", "address": "127.0.0.1", "port": host.record.port}],
        host_authorities=[authority.public],
    )
    way = common(host, folder)
    audit = ("audit", "lab-host", *way, "--controls", QUICK)
    assert kinds_of(run(*audit)) == {"lab-host": "host-key"}
    authority(host, "another-host")
    assert kinds_of(run(*audit)) == {"lab-host": "host-key"}
    other = tmp_path / "other"
    subprocess.run([KEYGEN, "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    authority(host, "lab-host", other)
    assert kinds_of(run(*audit)) == {"lab-host": "host-key"}
    authority(host, "lab-host")
    assert kinds_of(run(*audit)) == {"lab-host": None}
    done = run("harden", "lab-host", *way, "--controls", f"{QUICK},ssh-login-tries", "--yes")
    assert (done["exit_code"], kinds_of(done)) == (0, {"lab-host": None})
    lines = [line for line in (folder / "known_hosts").read_text().splitlines() if not line.startswith("#")]
    assert lines == [f"@cert-authority * {authority.public}"]
    assert run(*audit)["exit_code"] == 0

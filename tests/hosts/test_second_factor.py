"""Administrators sign in with their key and a code of their phone; machine accounts without."""

import base64
import hmac
import os
import struct
import subprocess
import time

import pytest

from gcloud.lab.hosts.access import ssh_command
from gcloud.lab.hosts.context import OPERATOR
from tests.hosts.running import as_operator, hosts_of, run, verdicts_of

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(600)]

CONTROLS = "ssh-second-factor"
GROUP = "govcloud-mfa"
MEMBER, STRANGER = "binh", "chi"
ENROL = (
    "google-authenticator --time-based --disallow-reuse --force --quiet --rate-limit=3 --rate-time=30 -w 3"
)


def code(secret, moment):
    """The code of a moment (RFC 6238: SHA-1, 30 s, six digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(moment) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def sign_in(host, tmp_path):
    """Signs in by the lab's key and an answer to what is asked; says whether one got in."""
    asked = tmp_path / "askpass"
    asked.write_text('#!/bin/sh\necho "$1" >>"$0.asked"\nprintf %s "$ANSWER"\n')
    asked.chmod(0o755)

    def try_(user, answer, *options):
        ssh, *rest = ssh_command(host.lab, host.record, user)
        told = {"SSH_ASKPASS": str(asked), "SSH_ASKPASS_REQUIRE": "force", "ANSWER": answer}
        more = ("-o", "NumberOfPasswordPrompts=1", "-o", "ConnectTimeout=10", *options)
        done = subprocess.run(
            [ssh, *more, *rest, "id", "-un"],
            env={**os.environ, **told},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return done.stdout.strip() == user

    return try_


def admit(host, name, password):
    """An administrator's account: a key, a password, and membership of those who need two factors."""
    keys = f"/home/{name}/.ssh"
    made = (
        f"groupadd --force {GROUP}; useradd --create-home --shell /bin/bash --groups sudo,{GROUP} {name}; "
        f"install -d -m 700 -o {name} -g {name} {keys}; "
        f"install -m 600 -o {name} -g {name} /home/{OPERATOR}/.ssh/authorized_keys {keys}/authorized_keys"
    )
    host.inside("/bin/sh", "-ec", made)
    host.inside("/usr/sbin/chpasswd", text=f"{name}:{password}\n")


def test_members_need_their_key_and_the_code_and_the_operator_neither_waits_nor_types(
    host, inventory, sign_in
):
    for name in (MEMBER, STRANGER):
        admit(host, name, "a-Passw0rd-known")
    assert sign_in(MEMBER, "")  # before: the key alone
    file = inventory(host, **{host.name: as_operator(host)})
    done = run("harden", host.name, "--inventory", file, "--controls", CONTROLS, "--yes")
    assert (done["exit_code"], hosts_of(done)[host.name]["undone"]) == (0, []), done
    assert set(verdicts_of(done, host).values()) == {"pass"}
    assert host.reachable(OPERATOR)

    host.inside("/usr/sbin/runuser", "-u", MEMBER, "--", "/bin/sh", "-c", f"{ENROL} </dev/null")
    secret = host.inside("/usr/bin/head", "-n", "1", f"/home/{MEMBER}/.google_authenticator").strip()
    now = time.time()
    right = code(secret, now)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert not sign_in(MEMBER, wrong)
    assert not sign_in(MEMBER, "a-Passw0rd-known")
    assert not sign_in(MEMBER, right, "-o", "PubkeyAuthentication=no")
    assert sign_in(MEMBER, code(secret, time.time()))
    assert not sign_in(MEMBER, code(secret, now))  # what was seen over a shoulder is of no use

    assert not sign_in(STRANGER, "a-Passw0rd-known")
    assert not sign_in(STRANGER, right)
    said = host.inside("/bin/sh", "-c", "journalctl --no-pager | grep google")
    assert f'Failed to read "/home/{STRANGER}/.google_authenticator"' in said, said[-1500:]

    again = run("harden", host.name, "--inventory", file, "--controls", CONTROLS, "--yes")
    assert hosts_of(again)[host.name]["changes"] == []


def test_an_operator_among_those_who_need_a_code_is_not_shut_out_and_it_is_said(host, inventory):
    host.inside("/bin/sh", "-ec", f"groupadd {GROUP}; gpasswd -a {OPERATOR} {GROUP}")
    file = inventory(host, **{host.name: as_operator(host)})
    done = run("harden", host.name, "--inventory", file, "--controls", CONTROLS, "--yes")
    assert done["exit_code"] == 4
    (control,) = hosts_of(done)[host.name]["controls"]
    assert f"would shut out {OPERATOR}, who is in it" in control["why"]
    assert host.reachable(OPERATOR)

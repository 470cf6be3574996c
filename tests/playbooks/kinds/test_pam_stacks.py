"""The stacks, as this machine's own pam-auth-update makes them of our profiles."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from govcloud import run
from govcloud.host import Host

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("pam-auth-update") is None, reason="not Debian"),
]
ITEMS = [
    {"kind": "pam", "faillock": {"deny": 5, "unlock_time": 900}},
    {"kind": "pam", "faillock": {"even_deny_root": True}},
    {"kind": "pam", "quality": {"minlen": 14}},
    {"kind": "pam", "history": {"remember": 24, "enforce_for_root": True}},
    {"kind": "pam", "unix": {"nullok": False, "hash": "yescrypt"}},
]
UNIX = """Name: Unix authentication
Default: yes
Priority: 256
Auth-Type: Primary
Auth:
\t[success=end default=ignore]\tpam_unix.so nullok try_first_pass
Auth-Initial:
\t[success=end default=ignore]\tpam_unix.so nullok
Account-Type: Primary
Account:
\t[success=end new_authtok_reqd=done default=ignore]\tpam_unix.so
Session-Type: Additional
Session:
\trequired\tpam_unix.so
Password-Type: Primary
Password:
\t[success=end default=ignore]\tpam_unix.so obscure use_authtok try_first_pass yescrypt
Password-Initial:
\t[success=end default=ignore]\tpam_unix.so obscure yescrypt
"""
KINDS = ("auth", "account", "password", "session", "session-noninteractive")


@pytest.fixture
def host(make_host) -> Host:
    """A host whose stacks are made of the distribution's profile."""
    files = {
        "/usr/sbin/pam-auth-update": '#!/bin/sh\nexec /usr/sbin/pam-auth-update "$@"\n',
        "/usr/share/pam-configs/unix": UNIX,
        **{f"/etc/pam.d/common-{kind}": Path(f"/usr/share/pam/common-{kind}").read_text() for kind in KINDS},
        **{
            f"/usr/lib/x/security/pam_{name}.so": ""
            for name in ("faillock", "pwquality", "pwhistory", "unix")
        },
    }
    made = make_host(files)
    Path(f"{made.root}/var/lib/pam").mkdir(parents=True)
    debconf = Path(f"{made.root}/usr/debconf.conf")
    debconf.write_text(
        "Config: c\nTemplates: t\n\n"
        f"Name: c\nDriver: File\nFilename: {made.root}/usr/c.dat\n\n"
        f"Name: t\nDriver: File\nFilename: {made.root}/usr/t.dat\n"
    )
    subprocess.run(
        ["/usr/sbin/pam-auth-update", "--root", made.root, "--force", "--enable", "unix"],
        env={"PATH": "/usr/sbin:/usr/bin:/bin", "DEBCONF_SYSTEMRC": str(debconf)}
        | {"DEBIAN_FRONTEND": "noninteractive"},
        capture_output=True,
        check=True,
    )
    return Host(made.root)


def stack(root: str, kind: str) -> list[str]:
    """The modules of a stack with their arguments, in order."""
    lines = Path(f"{root}/etc/pam.d/common-{kind}").read_text().splitlines()
    return [" ".join(line.split()[1:]) for line in lines if line.startswith(kind)]


def test_a_run_makes_the_stacks_that_a_check_shows_and_a_second_run_none(host: Host) -> None:
    items = run.items_of([{"id": f"c/{n}", "batch": "accounts", **item} for n, item in enumerate(ITEMS)])

    would = run.apply(Host(host.root), items, "accounts", check=True)
    did = run.apply(Host(host.root), items, "accounts", check=False)
    again = run.apply(Host(host.root), items, "accounts", check=False)

    assert did.problems == []
    assert (did.changes, did.diff) == (would.changes, would.diff)
    assert again.changes == []
    assert {result.status for result in run.read(Host(host.root), items).values()} == {"ok"}
    assert stack(host.root, "auth")[:5] == [
        "required pam_faillock.so preauth",
        "[success=3 default=ignore] pam_unix.so try_first_pass",
        "[default=die] pam_faillock.so authfail",
        "sufficient pam_faillock.so authsucc",
        "requisite pam_deny.so",
    ]
    assert stack(host.root, "account")[0] == "required pam_faillock.so"
    assert stack(host.root, "password")[:3] == [
        "requisite pam_pwquality.so retry=3",
        "requisite pam_pwhistory.so remember=24 enforce_for_root try_first_pass use_authtok",
        "[success=1 default=ignore] pam_unix.so obscure use_authtok try_first_pass yescrypt",
    ]


def test_stacks_edited_by_hand_are_left_alone_and_the_reason_is_said(host: Host) -> None:
    path = Path(f"{host.root}/etc/pam.d/common-auth")
    edited = path.read_text().replace("auth\t[success", "auth\trequired\tpam_mine.so\nauth\t[success")
    path.write_text(edited)
    items = run.items_of([{"id": "c/1", "batch": "accounts", **ITEMS[0]}])

    did = run.apply(Host(host.root), items, "accounts", check=False)

    assert "edited by hand" in did.problems[0][1]
    assert path.read_text() == edited
    assert did.changes == []

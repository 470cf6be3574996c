import json

import pytest

from gcloud.harden.judges.reading import read_lynis, read_openscap, read_ssh_audit
from gcloud.harden.judges.report import Finding, Lynis, OpenScap, SshAudit

OPENSCAP = """--- Starting Evaluation ---

Title\r\tInstall AIDE
Rule\r\txccdf_org.ssgproject.content_rule_package_aide_installed
Result\r\tfail

Title\r\tSet SSH Client Alive Interval
Rule\r\txccdf_org.ssgproject.content_rule_sshd_set_idle_timeout
Ident\r\tCCE-1
Ident\r\tCCE-2
Result\r\tpass

Title\r\tDisable GDM
Rule\r\txccdf_org.ssgproject.content_rule_gdm
Result\r\tnotapplicable

"""


def test_openscaps_rules_are_sorted_by_their_result():
    assert read_openscap("cis-l1", OPENSCAP) == OpenScap(
        "cis-l1",
        ("sshd_set_idle_timeout",),
        (Finding("package_aide_installed", "Install AIDE"),),
        (("notapplicable", 1),),
    )


def test_lynis_findings_are_told_apart():
    text = (
        "# Lynis Report\nhardening_index=62\nlynis_tests_done=240\n"
        "warning[]=PKGS-7392|Found vulnerable packages|-|text:x|\n"
        "suggestion[]=BOOT-5122|Set a password on GRUB|-|-|\nsuggestion[]=AUTH-9282|When a=b|-|-|\n"
    )
    assert read_lynis(text) == Lynis(
        62,
        240,
        (Finding("PKGS-7392", "Found vulnerable packages"),),
        (Finding("BOOT-5122", "Set a password on GRUB"), Finding("AUTH-9282", "When a=b")),
    )


def test_ssh_audit_counts_each_reason():
    kex = [
        {
            "algorithm": "ecdh-sha2-nistp256",
            "notes": {"fail": ["back door"], "info": ["since 5.7"]},
        },
        {"algorithm": "curve25519-sha256", "notes": {}},
    ]
    key = [{"algorithm": "ssh-rsa", "notes": {"fail": ["broken hash"], "warn": ["small", "old"]}}]
    found = read_ssh_audit(json.dumps({"kex": kex, "key": key, "enc": [], "mac": []}))
    assert found == SshAudit(
        (Finding("kex ecdh-sha2-nistp256", "back door"), Finding("key ssh-rsa", "broken hash")),
        (Finding("key ssh-rsa", "small"), Finding("key ssh-rsa", "old")),
    )


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda text: read_openscap("cis-l1", text), "--- Starting Evaluation ---\n"),
        (read_lynis, "report_version_major=1\n"),
        (read_ssh_audit, "cannot connect"),
    ],
)
def test_a_judge_that_did_not_come_to_its_end_is_an_error(read, text):
    with pytest.raises(ValueError, match=r"."):
        read(text)

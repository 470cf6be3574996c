"""A keeper signs the roster by ssh-keygen; the key stands outside the site."""

import subprocess

import pytest

pytestmark = pytest.mark.process


def run(*words):
    subprocess.run(words, check=True, capture_output=True)


def rules(govcloud, site, kind="problems"):
    found = govcloud("check", site, "--output", "json").document["result"][kind]
    return [one["rule"] for one in found if one["rule"].startswith("roster.")]


def test_a_roster_counts_as_its_keeper_signed_it(govcloud, site, tmp_path, monkeypatch):
    assert rules(govcloud, site, "remarks") == ["roster.trusted"]
    key, trusted, roster = tmp_path / "keeper", tmp_path / "allowed_signers", site / "people.yaml"
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key))
    trusted.write_text(f"dung@hatinh.example {key.with_suffix('.pub').read_text()}")
    monkeypatch.setenv("GOVCLOUD_TRUST", str(trusted))
    assert rules(govcloud, site) == ["roster.unsigned"]
    run("ssh-keygen", "-Y", "sign", "-n", "govcloud-roster", "-f", str(key), str(roster))
    assert rules(govcloud, site) == []
    assert rules(govcloud, site, "remarks") == []
    roster.write_text(roster.read_text().replace("max_level: 4", "max_level: 5"))
    assert rules(govcloud, site) == ["roster.stranger"]


def test_trusted_keys_that_can_t_be_read_stop_everything(govcloud, site, tmp_path, monkeypatch):
    monkeypatch.setenv("GOVCLOUD_TRUST", str(tmp_path / "nowhere"))
    ran = govcloud("check", site)
    assert ran.code == 2
    assert "The trusted keys can't be read" in ran.err

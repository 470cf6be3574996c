"""What Ansible gets of our environment."""

from gcloud.harden.surroundings import CONFIGURATION, cleaned, settings


def test_only_what_is_needed_reaches_ansible(tmp_path):
    given = settings(tmp_path)
    ours = {"HOME": "/root", "SSH_AUTH_SOCK": "/s", "LC_ALL": "C", "OS_PASSWORD": "x", "GOVCLOUD_X": "x"}
    stray = {"PULUMI_CONFIG_PASSPHRASE": "x", "ANSIBLE_BECOME_PASSWORD": "x", "ANSIBLE_LOG_PATH": "/x"}
    found = cleaned({**ours, **stray, **given, "ANSIBLE_STDOUT_CALLBACK": "awx_display"}, given)
    assert found.keys() == {"HOME", "SSH_AUTH_SOCK", "LC_ALL", "PATH", "ANSIBLE_STDOUT_CALLBACK", *given}


def test_host_keys_are_checked_whatever_ansible_runner_would_have():
    assert "host_key_checking = True" in CONFIGURATION

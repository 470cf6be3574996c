"""Host keys from what a server has said on its console."""

import pytest

from gcloud.cloud.console import host_keys_in

ED = "AAAAC3NzaC1lZDI1NTE5AAAAIGdBStpqd6UsvPaHrqQ4oO5aIrkQfM+WYO1ZCBHdgROy"
OLD = "AAAAC3NzaC1lZDI1NTE5AAAAIHI+BJ/29hnatD9XkBnVGUjGICysXeyFMRSTMgfc8MMg"
PLAIN = "-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 {} root@web\n-----END SSH HOST KEY KEYS-----\n"
TIMED = (
    "[   12.1] cloud-init[512]: <14>Nov 23 20:01:02 cloud-init: {}\r\n"
    "[   12.1] cloud-init[512]: ssh-ed25519 {} root@web\r\n{}\r\n"
)


@pytest.mark.parametrize(
    ("console", "keys"),
    [
        (PLAIN.format(ED), (("ssh-ed25519", ED),)),
        (PLAIN.format(OLD) + "reboot\n" + PLAIN.format(ED), (("ssh-ed25519", ED),)),
        (
            TIMED.format("-----BEGIN SSH HOST KEY KEYS-----", ED, "-----END SSH HOST KEY KEYS-----"),
            (("ssh-ed25519", ED),),
        ),
        (f"login: ssh-ed25519 {ED}\n", ()),
        ("", ()),
    ],
    ids=["plain", "the last start counts", "with times", "outside of the block", "nothing"],
)
def test_only_what_cloud_init_told_at_the_last_start_counts(console, keys):
    assert host_keys_in(console) == keys

"""What Nova is asked for: the plainest request that has what the program wants."""

import base64

import pytest

from gcloud.provider.compute.instance_body import creation, encoded

PLAIN = {"name": "s", "networks": [{"port": "p"}], "powerState": "active"}


def test_a_plain_server_needs_the_oldest_version_only():
    body, version = creation(PLAIN, "image", "flavor")
    assert version is None
    assert body == {
        "server": {
            "name": "s",
            "imageRef": "image",
            "flavorRef": "flavor",
            "config_drive": False,
            "networks": [{"port": "p"}],
        }
    }


@pytest.mark.parametrize(
    ("given", "version", "part"),
    [
        ({"tags": ["a"]}, "2.52", {"tags": ["a"]}),
        ({"networks": [], "networkMode": "none"}, "2.37", {"networks": "none"}),
        ({"networks": [], "tags": ["a"]}, "2.52", {"networks": "auto"}),
        ({"hypervisorHostname": "host-1", "tags": ["a"]}, "2.74", {"hypervisor_hostname": "host-1"}),
        ({"metadata": {"level": "3"}}, None, {"metadata": {"level": "3"}}),
        ({"securityGroups": ["web"]}, None, {"security_groups": [{"name": "web"}]}),
        ({"keyPair": "ops", "adminPass": "x"}, None, {"key_name": "ops", "adminPass": "x"}),
        ({"availabilityZone": "nova"}, None, {"availability_zone": "nova"}),
        ({"availabilityZoneHints": "nova"}, None, {"availability_zone": "nova"}),
        (
            {"networks": [{"port": "p", "uuid": "n", "fixedIpV4": "10.0.0.1"},
                          {"uuid": "m", "fixedIpV4": "10.0.0.2"}]},
            None,
            {"networks": [{"port": "p"}, {"uuid": "m", "fixed_ip": "10.0.0.2"}]},
        ),
        (
            {"blockDevices": [{"sourceType": "image", "uuid": "i", "destinationType": "volume",
                               "volumeSize": 2}]},
            None,
            {
                "block_device_mapping_v2": [
                    {
                        "source_type": "image",
                        "uuid": "i",
                        "destination_type": "volume",
                        "volume_size": 2,
                        "boot_index": 0,
                        "delete_on_termination": False,
                    }
                ]
            },
        ),
        ({"blockDevices": [{"sourceType": "blank", "volumeType": "fast"}]}, "2.67", {}),
        ({"blockDevices": [{"sourceType": "volume", "multiattach": True}]}, "2.60", {}),
        (
            {"personalities": [{"file": "/etc/motd", "content": "hello!"}]},
            None,
            {"personality": [{"path": "/etc/motd", "contents": "aGVsbG8h"}]},
        ),
    ],
)  # fmt: skip
def test_each_wish_is_sent_in_the_oldest_version_that_has_it(given, version, part):
    body, needed = creation({**PLAIN, **given}, "image", "flavor")
    assert needed == version
    assert part.items() <= body["server"].items()


def test_hints_are_for_the_scheduler_not_for_the_server():
    hints = [{"group": "g", "differentHosts": ["a"], "additionalProperties": {"reservation": "r"}}]
    body, _ = creation({**PLAIN, "schedulerHints": hints}, "image", "flavor")
    assert body["os:scheduler_hints"] == {"group": "g", "different_host": ["a"], "reservation": "r"}
    assert "schedulerHints" not in body["server"]


def test_user_data_is_encoded_unless_it_already_is():
    text = "#cloud-config\nhostname: s\n"
    once = encoded(text)
    assert base64.b64decode(once).decode() == text
    assert encoded(once) == once

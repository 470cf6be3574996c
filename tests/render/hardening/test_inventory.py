"""An inventory that Ansible reads, that trusts no unknown host, and that holds no secret."""

import shlex
import shutil
from pathlib import Path

import yaml

from gcloud.model.load import load
from gcloud.plan.hardening.hosts import estate
from gcloud.render.hardening.inventory import Access, inventory, inventory_text

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "ha-tinh"
MORE = """
  parameters:
    - {control: ssh-tries, parameter: tries, value: 3}
    - {control: ssh-tries, parameter: tries, value: 2, hosts: ["@zone/dmz"]}
    - {control: ssh-ciphers, parameter: list, value: [a, b], hosts: ["hypervisor-*"]}
waivers:
  - {rule: ssh-tries, subject: host/soc-jump, REST}
  - {rule: no-suid, subject: group/dmz, REST}
""".replace("REST", "reason: R, approver: nguyen-van-an, expires_on: 2027-01-01, measure: M")


def made(access, *names, folder=EXAMPLE):
    site = load(folder)
    hosts = estate(site)
    return inventory(site, hosts, names or hosts.machines, access)


def options(document, host):
    words = shlex.split(document["all"]["hosts"][host]["ansible_ssh_common_args"])
    return dict(word.split("=", 1) for word in words[1::2])


def test_only_what_is_known_is_trusted_on_the_whole_way():
    document = made(Access("/site/known hosts", key="/home/an/key%1"), "one-stop-db")
    there = options(document, "one-stop-db")
    assert there["StrictHostKeyChecking"] == "yes"
    assert there["UserKnownHostsFile"] == '"/site/known hosts"'
    assert there["HostKeyAlias"] == "one-stop-db"
    way = shlex.split(there["ProxyCommand"])
    assert way[-1] == "10.42.5.8"
    assert {
        "StrictHostKeyChecking=yes",
        "HostKeyAlias=soc-jump",
        'UserKnownHostsFile="/site/known hosts"',
    } <= {*way}
    assert way[way.index("-i") + 1] == "/home/an/key%%1"


def test_the_jump_host_itself_is_reached_directly():
    assert "ProxyCommand" not in options(made(Access("k")), "soc-jump")


def test_a_host_carries_its_parameters_and_waivers(tmp_path):
    texts = tmp_path / "site"
    shutil.copytree(EXAMPLE, texts, ignore=shutil.ignore_patterns(".govcloud"))
    hardening = texts / "hardening.yaml"
    text, hosts = hardening.read_text().split("\n\n# Machines")
    hardening.write_text(f"{text}{MORE}\n# Machines{hosts}")
    document = made(Access("k"), folder=texts)["all"]["hosts"]
    assert document["soc-jump"]["govcloud_parameters"] == {"ssh-tries": {"tries": 3}}
    assert document["open-data-web"]["govcloud_parameters"] == {"ssh-tries": {"tries": 2}}
    assert document["hypervisor-2"]["govcloud_parameters"]["ssh-ciphers"] == {"list": ["a", "b"]}
    assert [one["control"] for one in document["soc-jump"]["govcloud_waivers"]] == ["ssh-tries"]
    assert [one["subject"] for one in document["open-data-web"]["govcloud_waivers"]] == ["group/dmz"]
    assert document["edge-waf"]["govcloud_waivers"] == []


def test_names_of_the_site_become_addresses():
    variables = made(Access("k"), "edge-waf")["all"]["hosts"]["edge-waf"]
    assert variables["govcloud_ntp"] == ["10.42.4.10"]
    assert variables["govcloud_forwarder"] == {
        "host": "10.42.4.10",
        "port": 6514,
        "protocol": "tls",
        "name": "soc-collector",
    }


def test_groups_have_names_that_ansible_takes():
    groups = made(Access("k"))["all"]["children"]
    assert all(name.replace("_", "").isalnum() for name in groups)
    assert set(groups["zone_device_management"]["hosts"]) == {"soc-jump"}


def test_the_text_is_the_document():
    document = made(Access("k"))
    assert yaml.safe_load(inventory_text(document)) == document

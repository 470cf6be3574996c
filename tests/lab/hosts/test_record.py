import pytest
import yaml

from gcloud.lab.hosts import record
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.hosts.errors import UnknownHostError
from gcloud.lab.hosts.inventory import write_inventory
from gcloud.lab.settings import LabSettings

WEB = record.Host("web", "debian-12", 11, 22_011)
DATA = record.Host("data", "debian-13", 12, 22_012)


@pytest.fixture
def lab(tmp_path):
    return HostsLab(LabSettings(folder=tmp_path))


def test_hosts_are_found_again_by_name_and_number(lab):
    record.keep(lab, DATA)
    record.keep(lab, WEB)
    assert record.hosts(lab) == (WEB, DATA)
    assert record.find(lab, "data") == DATA
    with pytest.raises(UnknownHostError, match="no host db; there are: data, web"):
        record.find(lab, "db")


def test_addresses_follow_the_number():
    assert (WEB.address, WEB.mac) == ("10.77.6.11", "02:67:63:00:00:0b")


def test_the_inventory_trusts_only_written_keys(lab):
    write_inventory(lab, [WEB])
    found = yaml.safe_load(lab.inventory_file.read_text())["all"]
    assert found["hosts"] == {"web": {"ansible_host": "127.0.0.1", "ansible_port": 22_011}}
    assert "-o StrictHostKeyChecking=yes" in found["vars"]["ansible_ssh_common_args"]
    assert f"UserKnownHostsFile={lab.known_hosts_file}" in found["vars"]["ansible_ssh_common_args"]


def test_two_labs_are_told_apart_by_what_they_leave_in_the_machine(lab, tmp_path):
    assert lab.mark != HostsLab(LabSettings(folder=tmp_path / "other")).mark

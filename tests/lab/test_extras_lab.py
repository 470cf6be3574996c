"""The extras, where they are: names are answered for, secrets are kept, loads are balanced."""

import secrets
import socket
import struct
import time

import pytest
from openstack.exceptions import HttpException

from gcloud.lab.services import bind
from tests.lab.cloud import administrator

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

ADDRESS = "10.0.0.1"


def answer(name):
    """Ask the lab's name server for an address; None when it knows none."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.rstrip(".").split("."))
    question = struct.pack(">6H", 1, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(5)
        asking.sendto(question, ("127.0.0.1", bind.PORT))
        said = asking.recv(512)
    return socket.inet_ntoa(said[-4:]) if struct.unpack(">H", said[6:8])[0] else None


def until(condition, seconds=240):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.3)


def test_a_name_is_answered_for_until_its_zone_is_deleted(lab_dns):
    dns = administrator(lab_dns).dns
    name = f"z{secrets.token_hex(3)}.example."
    zone = dns.create_zone(name=name, email="hostmaster@example.org")
    dns.create_recordset(zone, name=f"www.{name}", type="A", records=[ADDRESS], ttl=60)
    until(lambda: answer(f"www.{name}") == ADDRESS)
    until(lambda: dns.get_zone(zone.id).status == "ACTIVE")
    dns.delete_zone(zone)
    until(lambda: dns.find_zone(name) is None)
    assert answer(f"www.{name}") is None


def test_a_secret_is_kept(lab_key_manager):
    keeper = administrator(lab_key_manager).key_manager
    made = keeper.create_secret(name="test", payload="planted", payload_content_type="text/plain")
    assert keeper.get_secret(made.secret_id).payload == "planted"
    keeper.delete_secret(made.secret_id)


def test_a_load_balancer_gets_an_address_and_no_more_than_the_quota_are_made(lab_load_balancer):
    admin, name = administrator(lab_load_balancer), f"balancer-{secrets.token_hex(3)}"
    balancing, project = admin.load_balancer, admin.identity.create_project(name=name)
    network = admin.network.create_network(name=name, project_id=project.id)
    subnet = admin.network.create_subnet(
        network_id=network.id, project_id=project.id, cidr="10.77.0.0/24", ip_version=4
    )
    wanted = {"name": name, "vip_subnet_id": subnet.id, "project_id": project.id}
    balancing.update_quota(project.id, load_balancers=1)
    made = balancing.create_load_balancer(**wanted)
    with pytest.raises(HttpException, match="Quota has been met"):
        balancing.create_load_balancer(**wanted)
    until(lambda: balancing.get_load_balancer(made.id).provisioning_status == "ACTIVE")
    assert made.vip_address.startswith("10.77.0.")
    balancing.delete_load_balancer(made, cascade=True)
    until(lambda: balancing.find_load_balancer(made.id) is None)
    balancing.delete_quota(project.id)
    admin.network.delete_network(network)
    admin.identity.delete_project(project)

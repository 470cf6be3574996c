"""The extras, where they are: a zone that a name server answers for, and a secret that is kept."""

import secrets
import socket
import struct
import time

import pytest

from gcloud.lab.services import bind
from tests.lab.cloud import administrator

pytestmark = pytest.mark.lab

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


def until(condition, seconds=60):
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

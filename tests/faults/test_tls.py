"""A cloud whose certificate is not accepted: said which one it is and what to do, and nothing is touched."""

import json
import shutil
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gcloud.cli.main import run
from gcloud.engine.state.view import read_stack
from tests.cli.weather import PASSPHRASE, Ground, environment_of

pytestmark = pytest.mark.process

SMALL = Path(__file__).parents[1] / "cli" / "data" / "small"
PEM = serialization.Encoding.PEM
DAY = timedelta(days=1)
NAME = x509.NameOID.COMMON_NAME


def authority(name):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(subject, subject, key.public_key(), 1, now - DAY, now + 9 * DAY)
    certificate = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return key, certificate.sign(key, hashes.SHA256())


def issued(by, *, ends, address):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NAME, "cloud.test")])
    ca_key, ca = by
    builder = x509.CertificateBuilder(ca.subject, subject, key.public_key(), 2, ends - 5 * DAY, ends)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
    certificate = builder.add_extension(names, critical=False).sign(ca_key, hashes.SHA256())
    secret = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return secret + certificate.public_bytes(PEM)


@pytest.fixture
def cloud(tmp_path):
    """Start TLS servers that show a certificate and then hang up; gives each one's port."""
    listeners = []

    def start(pem):
        file = tmp_path / f"server-{len(listeners)}.pem"
        file.write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=_shake_hands, args=(listener, context))
        thread.start()
        listeners.append((listener, thread))
        return listener.getsockname()[1]

    yield start
    for listener, thread in listeners:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        listener.close()


def _shake_hands(listener, context):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                continue


@pytest.mark.parametrize(
    ("right", "ends", "address", "said", "hint"),
    [
        (False, 1, "127.0.0.1", "issued by CN=The authority", "cacert"),
        (True, -1, "127.0.0.1", "certificate has expired", "renewed"),
        (True, 1, "127.0.0.2", "not valid for '127.0.0.1'", "127.0.0.2"),
    ],
    ids=["wrong authority", "expired", "another's name"],
)
def test_up_says_which_certificate_and_what_to_do(  # noqa: PLR0917 - a row of the table
    tmp_path, cloud, right, ends, address, said, hint
):
    signer, other = authority("The authority"), authority("Another authority")
    port = cloud(issued(signer, ends=datetime.now(UTC) + ends * DAY, address=address))
    trusted = tmp_path / "authority.pem"
    trusted.write_bytes((signer if right else other)[1].public_bytes(PEM))
    clouds = tmp_path / "clouds.yaml"
    auth = {
        "auth_url": f"https://127.0.0.1:{port}/v3",
        "username": "u",
        "password": "planted",
        "project_name": "p",
    }
    auth |= {"user_domain_name": "Default", "project_domain_name": "Default"}
    entry = {"auth": auth, "region_name": "RegionOne", "cacert": str(trusted)}
    clouds.write_text(yaml.safe_dump({"clouds": {"test": entry}}))
    site = tmp_path / "small"
    shutil.copytree(SMALL, site)
    file = site / "site.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("NAME", "small"), encoding="utf-8")
    assert run(["allot", str(site)]) == 0
    ground = Ground(site, environment_of(tmp_path, OS_CLIENT_CONFIG_FILE=str(clouds)))

    ended = ground.run("up", "--yes", "--output", "json")

    assert ended.code == 4
    error = json.loads(ended.out)["error"]
    assert "CN=cloud.test" in error["message"]
    assert said in error["message"]
    assert hint in error["hint"]
    assert "planted" not in ended.out + ended.err
    held = read_stack(ground.state.parent, "datacenter", "small", PASSPHRASE)
    assert (held.resources, held.unanswered) == ((), ())

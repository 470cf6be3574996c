"""The first thing that goes wrong for a new user, in all its forms."""

import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gcloud.cloud import errors
from gcloud.cloud.connect import connect
from gcloud.cloud.patience import Patience
from gcloud.errors import CloudError

HURRIED = Patience(attempts=2, first=0.05, connect=0.5, answer=0.3)
SECRET = "hunter2-secret"


def refused(cloud: str | None = "here") -> CloudError:
    with pytest.raises(CloudError) as caught:
        connect(cloud, patience=HURRIED)
    error = caught.value
    assert SECRET not in f"{error.message} {error.hint} {error.data}"
    assert error.hint
    return error


def test_no_clouds_yaml_says_where_it_looked(monkeypatch, tmp_path):
    monkeypatch.delenv("OS_CLIENT_CONFIG_FILE", raising=False)
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.setattr("openstack.config.loader.CONFIG_FILES", [str(tmp_path / "clouds.yaml")])
    error = refused()
    assert "No clouds.yaml was found" in error.message
    assert str(tmp_path / "clouds.yaml") in error.message


def test_a_variable_that_names_no_file_is_told_not_skipped(monkeypatch):
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", "/nowhere/clouds.yaml")
    assert "/nowhere/clouds.yaml" in refused().message


def test_a_mistyped_cloud_gets_the_near_name(clouds):
    clouds(hatinh="http://127.0.0.1:1/v3", lab="http://127.0.0.1:1/v3")
    error = refused("hatihn")
    assert "no cloud 'hatihn'" in error.message
    assert "'hatinh'" in error.hint


def test_several_clouds_and_none_chosen(clouds):
    clouds(one="http://127.0.0.1:1/v3", two="http://127.0.0.1:1/v3")
    assert "one, two" in refused(None).hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("clouds: {here: [", "not valid YAML"),
        ("- a list", "can't be used"),
        ("clouds: {here: {auth: {auth_url: example.org, username: u, password: p}}}", "no web address"),
    ],
)
def test_a_broken_clouds_yaml(tmp_path, monkeypatch, text, words):
    path = tmp_path / "clouds.yaml"
    path.write_text(text)
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))
    assert words in refused().message


def test_an_incomplete_entry(tmp_path, monkeypatch, web):
    path = tmp_path / "clouds.yaml"
    path.write_text(f"clouds: {{here: {{auth: {{auth_url: '{web.address}/v3', username: u}}}}}}")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))
    assert "password" in refused().message


def test_a_closed_port(clouds):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    clouds(here=f"http://127.0.0.1:{port}/v3")
    error = refused()
    assert isinstance(error, errors.UnreachableError)
    assert f"127.0.0.1:{port}: connection refused" in error.message


def test_a_name_that_does_not_resolve(clouds):
    clouds(here="http://no-such-host.invalid:5000/v3")
    error = refused()
    assert isinstance(error, errors.UnreachableError)
    assert "no-such-host.invalid" in error.message


def test_wrong_credentials(fake_cloud, answer):
    said = b'{"error": {"code": 401, "message": "The request you have made requires authentication."}}'
    fake_cloud({}, lambda _method, _path: answer(), refuse=answer(401, said))
    error = refused("fake")
    assert isinstance(error, errors.CredentialsError)
    assert "clouds.yaml" in error.hint


def test_a_password_protected_page_instead_of_keystone_does_not_hang(clouds, web, answer):
    web.says(answer(401, b"who are you?", (("Content-Type", "text/plain"),)))
    clouds(here=f"{web.address}/v3")
    assert "is not Keystone" in refused().message


def test_a_cloud_that_is_still_starting(clouds, web, answer):
    web.says(answer(503, b"Service Unavailable", (("Content-Type", "text/plain"),)))
    clouds(here=f"{web.address}/v3")
    error = refused()
    assert isinstance(error, errors.BusyError)
    assert "not ready" in error.message


def test_a_web_server_that_is_no_cloud(clouds, web, answer):
    web.says(answer(200, b"<html>It works!</html>", (("Content-Type", "text/html"),)))
    clouds(here=f"{web.address}/v3")
    error = refused()
    assert "does not speak OpenStack" in error.message


def test_a_server_that_hangs_is_given_up_in_bounded_time(clouds, web, answer):
    web.says(answer(late=0.8))
    clouds(here=f"{web.address}/v3")
    began = time.monotonic()
    error = refused()
    assert time.monotonic() - began < 5
    assert "timed out" in error.message


def test_http_where_https_is_expected(clouds, web):
    clouds(here=f"https{web.address.removeprefix('http')}/v3")
    error = refused()
    assert isinstance(error, errors.UnreachableError)
    assert "does not speak TLS" in error.message


@pytest.fixture
def self_signed(tmp_path):
    """A TLS server whose certificate nobody has signed; gives its port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "server.pem"
    path.write_bytes(secret + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_shake_hands, args=(listener, context))
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


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
                continue  # the client doesn't trust us, as it should


def test_no_library_below_repeats_a_call_by_itself(clouds):
    clouds(here="http://127.0.0.1:1/v3")
    settings = connect("here", patience=HURRIED, authenticate=False).config
    for service in ("compute", "network", "block-storage", "image", "identity"):
        assert not settings.get_status_code_retries(service), service
        assert not settings.get_connect_retries(service), service


def test_a_certificate_that_nobody_vouches_for(clouds, self_signed):
    clouds(here=f"https://127.0.0.1:{self_signed}/v3")
    error = refused()
    assert isinstance(error, errors.UnreachableError)
    assert "self-signed certificate" in error.message
    assert "cacert" in error.hint


def test_a_good_cloud_connects_and_is_named(fake_cloud, answer):
    fake_cloud({}, lambda _method, _path: answer())
    connection = connect("fake", patience=HURRIED)
    assert connection.config.name == "fake"
    assert connection.current_project_id == "p"

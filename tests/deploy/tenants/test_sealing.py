"""How a secret leaves us."""

import pyrage
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gcloud.deploy.tenants.people import one_time_password
from gcloud.deploy.tenants.sealing import put, sealed
from gcloud.errors import InputError


def test_only_the_owner_of_an_age_key_reads_it():
    own, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    text = sealed("tám chữ", str(own.to_public())).encode()
    assert pyrage.decrypt(text, [own]).decode() == "tám chữ"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(text, [other])


def test_it_can_be_encrypted_to_an_ssh_key():
    key = Ed25519PrivateKey.generate()
    line = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    text = sealed("a secret", f"{line.decode()} binh@hatinh.example").encode()
    assert pyrage.decrypt(text, [pyrage.ssh.Identity.from_buffer(private)]) == b"a secret"


@pytest.mark.parametrize("recipient", ["age1nobody", "ssh-ed25519 AAAA", "binh@hatinh.example", ""])
def test_what_is_no_key_is_refused(recipient):
    with pytest.raises(InputError, match="can't be encrypted to"):
        sealed("a secret", recipient)


def test_a_file_is_its_owner_s_alone_and_never_replaced(tmp_path):
    file = tmp_path / "secret"
    put(file, "one")
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(InputError, match="is there already"):
        put(file, "two")
    assert file.read_text() == "one"


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError):
        put(tmp_path / "link", "one")
    assert not (tmp_path / "elsewhere").exists()


def test_a_one_time_password_can_be_read_aloud_and_is_new_each_time():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    for text in made:
        assert len(text) == 24
        assert not set(text) & set("01liIoO")
        assert {any(f(sign) for sign in text) for f in (str.isupper, str.islower, str.isdigit)} == {True}

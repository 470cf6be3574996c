"""What OpenSSH and GnuPG sign is verified here, and what is accepted here they accept too."""

import base64
import os
import subprocess

import pytest

from gcloud.plan.tenants.signature import fingerprint, signer
from gcloud.plan.tenants.signature_error import SignatureError
from tests.plan.tenants.authenticator import Authenticator

pytestmark = pytest.mark.process

MESSAGE, NAMESPACE = b"what was decided", "govcloud-approval"


def run(*words, message=b"", **environment) -> bytes:
    done = subprocess.run(
        words, input=message, capture_output=True, check=True, env={**os.environ, **environment}
    )
    return done.stdout


def unarmoured(text: bytes) -> str:
    return "".join(line for line in text.decode().splitlines() if not line.startswith("-----"))


@pytest.mark.parametrize(
    "kind", [("ed25519",), ("ecdsa", "-b", "521"), ("rsa", "-b", "2048")], ids=lambda k: k[0]
)
def test_a_signature_of_ssh_keygen_is_verified(kind, tmp_path):
    secret = tmp_path / "key"
    run("ssh-keygen", "-q", "-t", *kind, "-N", "", "-f", str(secret))
    public = secret.with_suffix(".pub").read_text().strip()
    made = unarmoured(run("ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(secret), message=MESSAGE))

    assert signer("ssh", made, MESSAGE, NAMESPACE, [public]) == public
    assert fingerprint("ssh", public) in run("ssh-keygen", "-l", "-f", str(secret)).decode()
    with pytest.raises(SignatureError, match="doesn't fit what is said to be signed"):
        signer("ssh", made, MESSAGE + b".", NAMESPACE, [public])


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
def test_our_security_key_signs_as_openssh_means_it(kind, tmp_path):
    key = Authenticator(kind)
    raw = key.sign(MESSAGE, NAMESPACE.encode())
    made = base64.b64encode(raw).decode()
    armoured = f"-----BEGIN SSH SIGNATURE-----\n{made}\n-----END SSH SIGNATURE-----\n"
    (tmp_path / "signature").write_text(armoured)
    (tmp_path / "allowed").write_text(f"an@hatinh.example {key.public}\n")

    assert signer("ssh", made, MESSAGE, NAMESPACE, [key.public]) == key.public
    told = run(
        *("ssh-keygen", "-Y", "verify", "-n", NAMESPACE, "-I", "an@hatinh.example"),
        *("-f", str(tmp_path / "allowed"), "-s", str(tmp_path / "signature")),
        message=MESSAGE,
    )
    assert b'Good "govcloud-approval" signature' in told


@pytest.fixture
def gpg(tmp_path):
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)

    def call(*words, message=b"") -> bytes:
        return run("gpg", "--batch", "--passphrase", "", *words, message=message, GNUPGHOME=str(home))

    yield call
    run("gpgconf", "--kill", "all", GNUPGHOME=str(home))


def exported(gpg, name) -> str:
    return base64.b64encode(gpg("--export", "--export-options", "export-minimal", name)).decode()


@pytest.mark.parametrize("algorithm", ["ed25519", "rsa2048"])
def test_a_signature_of_gpg_is_verified(algorithm, gpg):
    gpg("--quick-gen-key", "an", algorithm, "sign", "1y")
    public = exported(gpg, "an")
    made = base64.b64encode(gpg("--detach-sign", message=MESSAGE)).decode()

    assert signer("openpgp", made, MESSAGE, NAMESPACE, [public]) == public
    assert fingerprint("openpgp", public) in gpg("--list-keys", "--with-colons").decode()
    with pytest.raises(SignatureError, match="fits none of these keys"):
        signer("openpgp", made, MESSAGE + b".", NAMESPACE, [public])


def test_what_an_openpgp_key_signed_before_its_end_counts_and_nothing_after(gpg):
    gpg("--faked-system-time", "20200101T000000", "--quick-gen-key", "an", "ed25519", "sign", "1y")
    public = exported(gpg, "an")
    before, after = (
        base64.b64encode(
            gpg("--faked-system-time", when, "--ignore-valid-from", "--detach-sign", message=MESSAGE)
        ).decode()
        for when in ("20201230T000000!", "20201231T000000!")
    )
    assert signer("openpgp", before, MESSAGE, NAMESPACE, [public]) == public
    with pytest.raises(SignatureError):
        signer("openpgp", after, MESSAGE, NAMESPACE, [public])

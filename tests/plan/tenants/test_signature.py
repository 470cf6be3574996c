"""Signatures made by real tools are understood, and nothing that was changed in them gets through."""

import base64
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gcloud.plan.tenants.signature import fingerprint, signer
from gcloud.plan.tenants.signature_error import SignatureError
from gcloud.plan.tenants.ssh_wire import Reader, string

SAMPLES = yaml.safe_load((Path(__file__).parent / "data" / "signatures.yaml").read_text())
KEYS = SAMPLES["keys"]
MESSAGE, NAMESPACE = SAMPLES["message"].encode(), SAMPLES["namespace"]
SSH = sorted(name for name, key in KEYS.items() if key["kind"] == "ssh")


def verify(name, message=MESSAGE, namespace=NAMESPACE, signature=None, keys=None):
    key = KEYS[name]
    signature = key["signature"] if signature is None else base64.b64encode(signature).decode()
    return signer(key["kind"], signature, message, namespace, [key["public"]] if keys is None else keys)


def raw(name):
    return base64.b64decode(KEYS[name]["signature"])


def others(name):
    return [
        key["public"] for other, key in KEYS.items() if other != name and key["kind"] == KEYS[name]["kind"]
    ]


@pytest.mark.parametrize("name", KEYS)
def test_a_signature_names_the_key_that_made_it(name):
    everybody = [*others(name), KEYS[name]["public"]]
    assert verify(name, keys=everybody) == KEYS[name]["public"]


@pytest.mark.parametrize("name", KEYS)
def test_a_strangers_signature_is_refused(name):
    with pytest.raises(SignatureError) as caught:
        verify(name, keys=others(name))
    assert caught.value.fingerprint == fingerprint(KEYS[name]["kind"], KEYS[name]["public"])


@pytest.mark.parametrize("name", SSH)
def test_a_signature_for_another_purpose_is_refused(name):
    with pytest.raises(SignatureError, match="it was signed for 'govcloud-approval' and not for 'git'"):
        verify(name, namespace="git")


@given(name=st.sampled_from(sorted(KEYS)), bit=st.integers(0, 8 * len(MESSAGE) - 1))
def test_a_message_of_which_one_bit_was_changed_is_refused(name, bit):
    with pytest.raises(SignatureError):
        verify(name, message=flipped(MESSAGE, bit))


@given(name=st.sampled_from(SSH), at=st.floats(0, 1, exclude_max=True))
def test_a_signature_of_which_one_bit_was_changed_is_refused(name, at):
    with pytest.raises(SignatureError):
        verify(name, signature=flipped(raw(name), int(at * 8 * len(raw(name)))))


@given(name=st.sampled_from(sorted(KEYS)), at=st.floats(0, 1, exclude_max=True))
def test_a_signature_that_was_cut_off_is_refused(name, at):
    with pytest.raises(SignatureError):
        verify(name, signature=raw(name)[: int(at * len(raw(name)))])


@given(name=st.sampled_from(SSH), more=st.binary(min_size=1, max_size=20))
def test_nothing_may_follow_a_signature(name, more):
    with pytest.raises(SignatureError):
        verify(name, signature=raw(name) + more)


@given(rubbish=st.binary(max_size=200), name=st.sampled_from(sorted(KEYS)))
def test_rubbish_is_refused_and_nothing_breaks(rubbish, name):
    for start in (b"", b"SSHSIG\0\0\0\1"):
        with pytest.raises(SignatureError):
            verify(name, signature=start + rubbish)


@pytest.mark.parametrize("name", ["security-key-ed25519", "security-key-ecdsa"])
def test_a_security_key_that_nobody_touched_is_refused(name):
    *fields, signature = parts(raw(name))
    untouched = signature[:-5] + b"\0" + signature[-4:]
    with pytest.raises(SignatureError, match="was not touched"):
        verify(name, signature=b"SSHSIG\0\0\0\1" + b"".join(map(string, (*fields, untouched))))


def test_an_old_method_of_rsa_is_refused():
    *fields, signature = parts(raw("rsa-2048"))
    old = signature.replace(string(b"rsa-sha2-512"), string(b"ssh-rsa"))
    with pytest.raises(SignatureError, match="doesn't sign by ssh-rsa"):
        verify("rsa-2048", signature=b"SSHSIG\0\0\0\1" + b"".join(map(string, (*fields, old))))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (SAMPLES["weak"], "an RSA key of 1024 bits is too weak"),
        ("ssh-ed25519", "no line of a .pub file"),
        ("ssh-ed25519 A", "no line of a .pub file"),
        ("ssh-rsa " + KEYS["ed25519"]["public"].split()[1], "not of the kind ssh-rsa"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAAA==", "cut off|no public key"),
        ("ssh-dss AAAAB3NzaC1kc3M=", "keys of the kind ssh-dss don't sign approvals"),
    ],
)
def test_what_is_no_key_has_no_fingerprint(line, why):
    with pytest.raises(SignatureError, match=why):
        fingerprint("ssh", line)


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def parts(signature: bytes) -> list[bytes]:
    reader = Reader(signature.removeprefix(b"SSHSIG\0\0\0\1"))
    return [reader.string() for _ in range(5)]

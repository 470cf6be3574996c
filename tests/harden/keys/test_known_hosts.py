"""The file with the keys of a site's hosts."""

import pytest

from gcloud.errors import InputError
from gcloud.harden.keys.key import host_key
from gcloud.harden.keys.known_hosts import KnownHosts

ED = "AAAAC3NzaC1lZDI1NTE5AAAAIGdBStpqd6UsvPaHrqQ4oO5aIrkQfM+WYO1ZCBHdgROy"
OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIHI+BJ/29hnatD9XkBnVGUjGICysXeyFMRSTMgfc8MMg"
AUTHORITY = "ssh-ed25519 AAAA hosts@x"


def key(blob=ED):
    return host_key("ssh-ed25519", blob)


def test_a_fingerprint_is_what_ssh_keygen_shows():
    assert key().fingerprint == "SHA256:vakREMYecM64q4O94Ufx6oME48z+sLQ8sg45dnz+xYI"


@pytest.mark.parametrize(("kind", "blob"), [("ssh-ed25519", "no base64!"), ("ssh-rsa", ED), ("ssh-rsa", "")])
def test_what_is_no_key_is_none(kind, blob):
    assert host_key(kind, blob) is None


def test_what_is_written_is_read_again_and_keys_replace_those_of_before(tmp_path):
    known = KnownHosts(tmp_path / "known_hosts")
    known.write({"b": [key()], "a": [key(), key(OTHER)]}, [AUTHORITY])
    known.write({"b": [key(OTHER)]}, [AUTHORITY])
    again = KnownHosts(tmp_path / "known_hosts")
    assert again.keys("b") == (key(OTHER),)
    assert set(again.keys("a")) == {key(), key(OTHER)}
    assert again.keys("c") == ()
    assert f"@cert-authority * {AUTHORITY}\n" in (tmp_path / "known_hosts").read_text()


def test_nothing_learnt_writes_nothing_and_another_authority_does(tmp_path):
    known = KnownHosts(tmp_path / "known_hosts")
    known.write({}, [])
    assert not known.file.exists()
    known.write({}, [AUTHORITY])
    before = known.file.stat().st_ino
    known.write({}, [AUTHORITY])
    assert known.file.stat().st_ino == before


def test_a_line_that_is_none_is_told_with_its_place(tmp_path):
    (tmp_path / "known_hosts").write_text(f"# head\nweb ssh-ed25519 {ED}\nweb ssh-ed25519\n")
    with pytest.raises(InputError, match="known_hosts:3 is no line"):
        KnownHosts(tmp_path / "known_hosts")

import json
import re

import pytest

from gcloud.engine.state import secrets
from gcloud.engine.state.errors import PassphraseError, StateCorruptError
from gcloud.errors import ExitCode

SALT = "v1:hlGqib+WJXw=:v1:4t4vom553W7ZcCGX:l8TkRNLK8+m2S678vbIJydU/ZvMW4Q=="


def test_what_the_official_engine_encrypted_is_read(data):
    crypter = secrets.unlock("x", SALT)
    entries = json.loads((data / "features/checkpoint.json").read_text())["checkpoint"]["latest"]["resources"]
    user = next(entry for entry in entries if entry["type"].endswith(":User"))
    assert crypter.decrypt(user["inputs"]["password"]["ciphertext"]) == '"Pass-word-1"'
    with pytest.raises(PassphraseError, match="not the one") as wrong:
        secrets.unlock("y", SALT)
    assert wrong.value.exit_code == ExitCode.USAGE
    assert "PULUMI_CONFIG_PASSPHRASE_FILE" in wrong.value.hint


@pytest.mark.usefixtures("quick")
def test_a_new_salt_has_the_official_form_and_opens_with_its_passphrase_only():
    salt, crypter = secrets.new_salt("mật khẩu")
    base64 = "[A-Za-z0-9+/]+={0,2}"
    assert re.fullmatch(f"v1:{base64}:v1:{base64}:{base64}", salt)
    assert secrets.unlock("mật khẩu", salt).decrypt(crypter.encrypt("bí mật")) == "bí mật"
    with pytest.raises(PassphraseError):
        secrets.unlock("", salt)


def test_the_same_text_gives_another_ciphertext_each_time(crypter):
    assert crypter.encrypt("a") != crypter.encrypt("a")


@pytest.mark.parametrize(
    "salt", ["", "v1", "v2:aGk=:v1:aGk=:aGk=", "v1:!:v1:aGk=:aGk=", "v1:aGk=:pulumi", "v1::v1:aGk=:aGk="]
)
def test_a_damaged_salt_is_not_taken_for_a_wrong_passphrase(salt):
    with pytest.raises(StateCorruptError, match="salt"):
        secrets.unlock("x", salt)


@pytest.mark.parametrize("ciphertext", ["", "v1:aGk=:aGk=", "v2:a:b", "v1:!:!", "plain"])
def test_a_damaged_ciphertext_says_so(ciphertext, crypter):
    with pytest.raises(StateCorruptError, match="can't be decrypted"):
        crypter.decrypt(ciphertext)


def test_a_ciphertext_of_another_key_says_so(crypter):
    with pytest.raises(StateCorruptError):
        secrets.Crypter(b"1" * 32).decrypt(crypter.encrypt("a"))


def test_the_passphrase_comes_from_the_official_variables(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text("from the file\n")
    both = {secrets.VARIABLE: "direct", secrets.FILE_VARIABLE: str(file)}
    assert secrets.passphrase_from_environment(both) == "direct"
    assert secrets.passphrase_from_environment({secrets.FILE_VARIABLE: str(file)}) == "from the file"
    assert secrets.passphrase_from_environment({secrets.VARIABLE: ""}) == ""


def test_a_missing_passphrase_names_the_variables():
    with pytest.raises(PassphraseError) as missing:
        secrets.passphrase_from_environment({})
    assert missing.value.exit_code == ExitCode.USAGE
    assert secrets.VARIABLE in missing.value.hint
    assert secrets.FILE_VARIABLE in missing.value.hint


def test_an_unreadable_passphrase_file_is_named(tmp_path):
    with pytest.raises(PassphraseError, match="nowhere"):
        secrets.passphrase_from_environment({secrets.FILE_VARIABLE: str(tmp_path / "nowhere")})
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PassphraseError, match="not text"):
        secrets.passphrase_from_environment({secrets.FILE_VARIABLE: str(tmp_path / "binary")})

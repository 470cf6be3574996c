"""The passphrase in a store of secrets, tried on a store in memory and on a machine that has none."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import PasswordSetError

from gcloud.engine.state import keychain
from gcloud.engine.state.errors import PassphraseError


class Store(KeyringBackend):
    priority = 1

    def __init__(self, *, refuses=False):
        super().__init__()
        self.entries, self.refuses = {}, refuses

    def get_password(self, service, username):
        return self.entries.get((service, username))

    def set_password(self, service, username, password):
        if self.refuses:
            raise PasswordSetError("locked")
        self.entries[service, username] = password

    def delete_password(self, service, username):
        del self.entries[service, username]


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_kept_per_state_and_forgotten(use):
    use(store := Store())
    assert keychain.available()
    assert keychain.entry("file:///a") is None
    keychain.keep("file:///a", "s3cret")
    assert keychain.entry("file:///a") == "s3cret"
    assert keychain.entry("file:///b") is None
    assert store.entries == {("govcloud", "file:///a"): "s3cret"}
    assert keychain.forget("file:///a")
    assert not keychain.forget("file:///a")


def test_a_machine_without_a_store_has_no_entry_and_says_so_when_one_is_to_be_kept(use):
    use(fail.Keyring())
    assert not keychain.available()
    assert keychain.entry("file:///a") is None
    assert not keychain.forget("file:///a")
    with pytest.raises(PassphraseError) as caught:
        keychain.keep("file:///a", "s3cret")
    assert "PULUMI_CONFIG_PASSPHRASE_FILE" in caught.value.hint
    assert "s3cret" not in caught.value.message


def test_a_store_that_refuses(use):
    use(Store(refuses=True))
    with pytest.raises(PassphraseError):
        keychain.keep("file:///a", "s3cret")

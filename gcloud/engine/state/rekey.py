"""Single files under another passphrase: stack files, copies of states, entries of the history.

Each function is given what decrypts and gives the new content; a stack file keeps
its comments and its order, because only the ciphertexts in its text are exchanged.
"""

import json
from collections.abc import Iterator
from typing import Any

import yaml

from gcloud.engine.state import checkpoint, recrypt
from gcloud.engine.state.errors import PassphraseError, StateCorruptError
from gcloud.engine.state.secrets import Crypter, unlock
from gcloud.engine.state.stackfile import SECURE


class Keys:
    """The keys that files are under by their salts, and the new one.

    Args:
        passphrases: the old one, and the new one: a change that was killed has put some copies under it.
        salt: of the new key.
        new: the new key.
    """

    def __init__(self, passphrases: tuple[str, str], salt: str, new: Crypter) -> None:
        self.salt, self.new = salt, new
        self._passphrases = passphrases
        self._known: dict[str, Crypter] = {}

    def old(self, salt: str) -> Crypter:
        """Give the key of a salt.

        Raises:
            PassphraseError: the salt is of another passphrase.
        """
        if salt not in self._known:
            first, second = self._passphrases
            try:
                self._known[salt] = unlock(first, salt)
            except PassphraseError:
                self._known[salt] = unlock(second, salt)
        return self._known[salt]


def state(content: bytes, keys: Keys) -> bytes:
    """Give a checkpoint under the new key; one without a salt as it is.

    Raises:
        PassphraseError: it is under another passphrase.
        StateError: it is damaged.
    """
    found = checkpoint.parse(content)
    if found.salt is None or found.salt == keys.salt:
        return content
    old = keys.old(found.salt)
    return checkpoint.render(recrypt.recrypted(found, old.decrypt, keys.new, keys.salt))


def stack_file(text: str, keys: Keys) -> str:
    """Give a stack file under the new key; one without a salt as it is.

    Raises:
        PassphraseError: it is under another passphrase.
        StateError: it is damaged.
    """
    whole = yaml.safe_load(text)
    salt = whole.get("encryptionsalt") if isinstance(whole, dict) else None
    if not isinstance(salt, str):
        return text
    old = keys.old(salt)
    exchanged = {salt: keys.salt}
    exchanged |= {cipher: keys.new.encrypt(old.decrypt(cipher)) for cipher in _ciphers(whole.get("config"))}
    for before, after in exchanged.items():
        text = text.replace(before, after)
    found = yaml.safe_load(text)
    if found["encryptionsalt"] != keys.salt or set(_ciphers(found.get("config"))) != set(
        exchanged.values()
    ) - {keys.salt}:
        raise StateCorruptError(
            "A stack file writes its ciphertexts in a form that can't be exchanged.",
            hint="Write each on one line, without quotes.",
        )
    return text


def history_entry(content: bytes, salt: str, keys: Keys) -> bytes:
    """Give an entry of the history with the configuration's secrets in it under the new key.

    Args:
        content: the entry.
        salt: of the stack file that its configuration was taken from.
        keys: the keys.

    Raises:
        StateError: it is damaged, or under another key.
    """
    try:
        whole = json.loads(content)
    except ValueError as error:
        raise StateCorruptError("it is not JSON") from error
    ciphers = set(_ciphers(whole.get("config")))
    if not ciphers:
        return content
    old = keys.old(salt)
    text = content.decode()
    for cipher in ciphers:
        text = text.replace(cipher, keys.new.encrypt(old.decrypt(cipher)))
    return text.encode()


def _ciphers(tree: Any) -> Iterator[str]:  # noqa: ANN401 - a YAML or JSON value
    if isinstance(tree, dict):
        if set(tree) == {SECURE}:
            yield str(tree[SECURE])
        else:
            for item in tree.values():
                yield from _ciphers(item)
    elif isinstance(tree, list):
        for item in tree:
            yield from _ciphers(item)

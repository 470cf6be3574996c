"""Encoded states under another key, or with their secrets open: the shape stays, the ciphertexts change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.errors import StateCorruptError
from gcloud.engine.state.properties import SECRET_SIGNATURE, SIGNATURE
from gcloud.engine.state.secrets import Crypter

Decrypt = Callable[[str], str]


def holds_secrets(state: Checkpoint) -> bool:
    """Tell whether a checkpoint has any secret in it."""
    found: list[bool] = []

    def note(secret: dict[str, Any]) -> dict[str, Any]:
        found.append(True)
        return secret

    _mapped(state, note)
    return bool(found)


def recrypted(state: Checkpoint, old: Decrypt, new: Crypter, salt: str) -> Checkpoint:
    """Copy a checkpoint with its secrets under another key.

    Args:
        state: as read; a secret that stands open in it is encrypted too.
        old: decrypts what is encrypted.
        new: encrypts.
        salt: of the new key.

    Raises:
        StateCorruptError: a secret is not under the old key.
    """

    def change(secret: dict[str, Any]) -> dict[str, Any]:
        return {SIGNATURE: SECRET_SIGNATURE, "ciphertext": new.encrypt(_plain(secret, old))}

    return replace(_mapped(state, change), salt=salt)


def opened(state: Checkpoint, key: Decrypt) -> Checkpoint:
    """Copy a checkpoint with its secrets in clear, as `export --show-secrets` gives them.

    Raises:
        StateCorruptError: a secret is not under the key.
    """

    def change(secret: dict[str, Any]) -> dict[str, Any]:
        return {SIGNATURE: SECRET_SIGNATURE, "plaintext": _plain(secret, key)}

    return _mapped(state, change)


def _plain(secret: dict[str, Any], decrypt: Decrypt) -> str:
    if isinstance(secret.get("ciphertext"), str):
        return decrypt(secret["ciphertext"])
    if isinstance(secret.get("plaintext"), str):
        return str(secret["plaintext"])
    raise StateCorruptError("A secret of the state has no ciphertext.")


def _mapped(state: Checkpoint, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Checkpoint:
    def walk(tree: Any) -> Any:  # noqa: ANN401 - a property tree
        if isinstance(tree, dict):
            if tree.get(SIGNATURE) == SECRET_SIGNATURE:
                return change(tree)
            return {key: walk(item) for key, item in tree.items()}
        return [walk(item) for item in tree] if isinstance(tree, list) else tree

    return replace(
        state,
        resources=tuple(walk(dict(entry)) for entry in state.resources),
        pending=tuple(walk(dict(entry)) for entry in state.pending),
    )

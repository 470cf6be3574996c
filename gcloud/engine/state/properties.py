"""Property trees between memory (`Secret` in clear) and the checkpoint (ciphertext).

In the checkpoint a secret is an object with a signature:

    {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:…"}

whose plain text is the JSON of the value. A value that did not change must keep
its ciphertext, or an unchanged state would differ at each write; so each place
(resource, path) remembers what it held. Nothing is remembered across places:
equal ciphertexts would tell that two secrets are equal.

Other signed objects (assets, resource references …) pass through untouched.
Source: Pulumi's pkg/resource/stack/deployment.go (SerializePropertyValue).
"""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from gcloud.engine.state.errors import StateCorruptError, StateError
from gcloud.engine.state.secrets import Crypter
from gcloud.engine.values import SECRET_TEXT, Secret, Unknown, leaves

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - the format's constant

Place = tuple[str | int, ...]
"""Where a secret stands: the resource's URN, `inputs` or `outputs`, and the path in it."""

SHORTEST_REDACTED: Final = 4
"""Texts under this length are found in any sentence; hiding them would hide nothing."""


class Sealer:
    """Encrypts and decrypts the secrets of one stack's property trees. Safe to share between threads.

    Args:
        crypter: gives the stack's crypter, or raises what the reader of the first secret is to be told;
            called when a secret is met, so that the key can be derived meanwhile.
    """

    def __init__(self, crypter: Callable[[], Crypter]) -> None:
        self._crypter = crypter
        self._known: dict[tuple[Place, str], str] = {}

    def unseal(self, place: Place, tree: Any) -> Any:  # noqa: ANN401 - a property tree
        """Copy a tree of the checkpoint with each secret decrypted."""
        text = json.dumps(tree)
        if SIGNATURE not in text:  # most trees: the JSON library copies them ten times as fast
            return json.loads(text)
        return _unsealed(place, tree, self._open)

    def seal(self, place: Place, tree: Any) -> Any:  # noqa: ANN401 - a property tree
        """Copy a tree for the checkpoint with each secret encrypted, and the keys of objects sorted.

        Raises:
            StateError: something in it can't be stored (an unknown value, a foreign type).
        """
        try:
            return json.loads(json.dumps(tree, sort_keys=True, allow_nan=False))
        except (TypeError, ValueError):  # a secret, or what can't be stored
            return _sealed(place, tree, self._close)

    def redact(self, text: str) -> str:
        """Replace the secrets known so far in a text of somebody else (a provider's error)."""
        plain = {leaf for _, known in list(self._known) for leaf in leaves(json.loads(known))}
        for secret in sorted((leaf for leaf in plain if isinstance(leaf, str)), key=len, reverse=True):
            if len(secret) >= SHORTEST_REDACTED:
                text = text.replace(secret, SECRET_TEXT)
        return text

    def _open(self, place: Place, ciphertext: str) -> str:
        plain = self._crypter().decrypt(ciphertext)
        self._known[place, plain] = ciphertext
        return plain

    def _close(self, place: Place, plain: str) -> str:
        known = self._known.get((place, plain))
        if known is None:
            known = self._known[place, plain] = self._crypter().encrypt(plain)
        return known


def _plain(_: Place, text: str) -> str:
    """Stand for encryption inside a secret, which is encrypted as a whole."""
    return text


def _unsealed(place: Place, tree: Any, decrypt: Callable[[Place, str], str]) -> Any:  # noqa: ANN401
    if type(tree) is dict:
        if tree.get(SIGNATURE) == SECRET_SIGNATURE:
            return _opened(place, tree, decrypt)
        return {
            key: _unsealed((*place, key), item, decrypt) if type(item) in {dict, list} else item
            for key, item in tree.items()
        }
    if type(tree) is list:
        return [
            _unsealed((*place, index), item, decrypt) if type(item) in {dict, list} else item
            for index, item in enumerate(tree)
        ]
    return tree


def _opened(place: Place, signed: dict[str, Any], decrypt: Callable[[Place, str], str]) -> Secret:
    if isinstance(signed.get("ciphertext"), str):
        text = decrypt(place, signed["ciphertext"])
    elif isinstance(signed.get("plaintext"), str):  # a state exported with --show-secrets
        text = signed["plaintext"]
    else:
        raise StateCorruptError(f"The secret at {_where(place)} has no ciphertext.")
    try:
        return Secret(_unsealed(place, json.loads(text), _plain))
    except ValueError as error:
        raise StateCorruptError(f"The secret at {_where(place)} holds no JSON.") from error


def _sealed(place: Place, tree: Any, encrypt: Callable[[Place, str], str]) -> Any:  # noqa: ANN401
    if tree is None or isinstance(tree, str | int) or (isinstance(tree, float) and math.isfinite(tree)):
        return tree
    if isinstance(tree, Mapping):
        return {key: _sealed((*place, key), tree[key], encrypt) for key in sorted(tree)}
    if isinstance(tree, list | tuple):
        return [_sealed((*place, index), item, encrypt) for index, item in enumerate(tree)]
    if isinstance(tree, Secret):
        text = json.dumps(
            _sealed(place, tree.value, _plain), ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        return {SIGNATURE: SECRET_SIGNATURE, "ciphertext": encrypt(place, text)}
    kind = (
        "a value that is not known yet"
        if isinstance(tree, Unknown)
        else f"the {type(tree).__name__} {tree!r:.40}"
    )
    raise StateError(f"{_where(place)} is {kind}, which a state can't hold.")


def _where(place: Place) -> str:
    return ".".join(str(part) for part in place)

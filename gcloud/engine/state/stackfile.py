"""The stack's own file, `Pulumi.STACK.yaml`: its salt and configuration.

    encryptionsalt: v1:…
    config:
      PROJECT:NAME: plain text, or a list or an object
      PROJECT:NAME:
        secure: v1:…            # ciphertext under the file's salt

To a program every value is a text; lists and objects are JSON. Unlike a property
in the checkpoint, what `secure` hides is the text itself.

Source: Pulumi's sdk/go/common/workspace (ProjectStack) and resource/config/value.go.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from gcloud.engine.state.errors import StateError
from gcloud.engine.state.secrets import Crypter, unlock
from gcloud.engine.values import Secret
from gcloud.errors import InputError

SECURE: Final = "secure"


@dataclass(frozen=True, slots=True)
class StackFile:
    """A stack's file as it is written.

    Args:
        salt: `encryptionsalt`, None if there is none.
        config: values by full key, `{"secure": ciphertext}` where encrypted; scalars as texts.
    """

    salt: str | None = None
    config: Mapping[str, Any] = field(default_factory=dict)


def path_of(program: Path, stack: str) -> Path:
    """Give the path of a stack's file in a program's folder."""
    return program / f"Pulumi.{stack}.yaml"


def read(path: Path, project: str) -> StackFile:
    """Read a stack's file; a stack without one has no configuration.

    Args:
        path: the file.
        project: the project's name; a key without a namespace is the project's.

    Raises:
        InputError: it is no stack file.
        StateError: its secrets are of another provider than the passphrase's.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return StackFile()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The stack's file {path} can't be read: {error}.") from error
    try:
        whole, texts = yaml.safe_load(text) or {}, yaml.load(text, Loader=yaml.BaseLoader) or {}  # noqa: S506 - makes texts only
    except yaml.YAMLError as error:
        raise InputError(
            f"The stack's file {path} is no YAML: {error}", hint="Restore it from version control."
        ) from error
    config = whole.get("config") if isinstance(whole, dict) else None
    if not isinstance(whole, dict) or not isinstance(config or {}, dict):
        raise InputError(
            f"The stack's file {path} holds no settings.", hint="See Pulumi's stack settings file."
        )
    if whole.get("secretsprovider", "passphrase") not in {"passphrase", "default"}:
        raise StateError(
            f"The secrets of {path} are encrypted by {whole['secretsprovider']!r}.",
            hint="The embedded engine knows the passphrase provider only; use --engine pulumi.",
        )
    return StackFile(
        salt=whole.get("encryptionsalt"),
        config={
            _full(key, project): value if isinstance(value, dict | list) else texts["config"][str(key)]
            for key, value in (config or {}).items()
        },
    )


def _full(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def resolve(file: StackFile, passphrase: Callable[[], str]) -> dict[str, str | Secret]:
    """Give the configuration as a program gets it.

    Args:
        file: the stack's file.
        passphrase: asked only if there is something to decrypt.

    Returns:
        Texts by key; a `Secret` where anything in the value is encrypted.

    Raises:
        PassphraseError: missing or wrong.
        StateError: an encrypted value without a salt, or damaged.
    """
    if not any(_encrypted(value) for value in file.config.values()):
        return {key: _text(value) for key, value in file.config.items()}
    if file.salt is None:
        raise StateError(
            "The stack's file holds encrypted values and no encryptionsalt.",
            hint="Restore the file from version control.",
        )
    crypter = unlock(passphrase(), file.salt)
    return {
        key: Secret(_text(_decrypted(value, crypter))) if _encrypted(value) else _text(value)
        for key, value in file.config.items()
    }


def _encrypted(value: object) -> bool:
    if isinstance(value, dict):
        return set(value) == {SECURE} or any(_encrypted(item) for item in value.values())
    return isinstance(value, list) and any(_encrypted(item) for item in value)


def _decrypted(value: Any, crypter: Crypter) -> Any:  # noqa: ANN401 - a YAML value
    if isinstance(value, dict):
        if set(value) == {SECURE}:
            return crypter.decrypt(str(value[SECURE]))
        return {key: _decrypted(item, crypter) for key, item in value.items()}
    if isinstance(value, list):
        return [_decrypted(item, crypter) for item in value]
    return value


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

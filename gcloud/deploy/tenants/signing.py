"""Signs a decision by the key that its maker has: as git signs commits, by ssh-keygen or gpg.

So whatever these can do holds here: agents, smart cards, security keys that must be
touched. The secret key never comes into this process.
"""

import base64
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gcloud.errors import InputError
from gcloud.plan.tenants.digest import NAMESPACE
from gcloud.plan.tenants.signature import Kind, fingerprint, unarmoured
from gcloud.plan.tenants.signature_error import SignatureError

LITERAL: Final = "key::"
"""How git writes a public key whose secret half the agent has (git-config, user.signingKey)."""

_PUBLIC: Final = ("ssh-", "ecdsa-", "sk-")


class SigningError(InputError):
    """Nothing was signed."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key to sign with.

    Attributes:
        kind: what signs with it.
        name: ssh: a file, or `key::` and a public key that the agent has; openpgp: what gpg knows it by.
        fingerprint: what people call it by.
    """

    kind: Kind
    name: str
    fingerprint: str


def signing_key(folder: Path, name: str | None = None) -> SigningKey:
    """The key that somebody signs with: the one named, or the one that git would take.

    What signs with it is told by its name, else by git's `gpg.format`.

    Args:
        folder: the site's folder, whose git configuration counts.
        name: the key; None: `user.signingKey`.

    Raises:
        SigningError: there is none, or its public half can't be found.
    """
    asked = name or _git(folder, "user.signingKey")
    if not asked:
        raise SigningError(
            "By which key to sign is not said.",
            hint="Add --key with an SSH key's file or an OpenPGP key's id, or set git's user.signingKey.",
        )
    ssh = asked.startswith(LITERAL) or Path(asked).expanduser().is_file()
    if ssh or (name is None and _git(folder, "gpg.format") == "ssh"):
        return SigningKey("ssh", asked, _printed(asked, _ssh_public(asked)))
    return SigningKey("openpgp", asked, _gpg_fingerprint(asked))


def sign(key: SigningKey, message: bytes) -> str:
    """Sign a message; may ask for a passphrase or for a touch.

    Args:
        key: the key.
        message: what is signed.

    Returns:
        The signature in base64, on one line.

    Raises:
        SigningError: the key's owner or its machine refused.
    """
    if key.kind == "openpgp":
        made = _run(
            "gpg", "--quiet", "--local-user", key.name, "--detach-sign", "--output", "-", message=message
        )
        return base64.b64encode(made).decode()
    with _key_file(key.name) as (file, options):
        text = file.with_name("statement")
        text.write_bytes(message)
        used = file if options else Path(key.name).expanduser()
        _run("ssh-keygen", "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(used), *options, str(text))
        return unarmoured(text.with_suffix(".sig").read_text(encoding="ascii"))


@contextmanager
def _key_file(name: str) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """A public key as a file for ssh-keygen, which then takes the secret half from the agent."""
    with tempfile.TemporaryDirectory(prefix="govcloud-") as folder:
        file = Path(folder, "key.pub")
        if name.startswith(LITERAL):
            file.write_text(name.removeprefix(LITERAL) + "\n", encoding="ascii")
            yield file, ("-U",)
        else:
            yield file, ()


def _ssh_public(name: str) -> str:
    if name.startswith(LITERAL):
        return name.removeprefix(LITERAL)
    file = Path(name).expanduser()
    for candidate in (file, file.with_name(file.name + ".pub")):
        try:
            text = candidate.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if text.startswith(_PUBLIC):
            return text.strip()
    raise SigningError(
        f"The public half of {name} can't be found.",
        hint=f"Put it beside it: ssh-keygen -y -f {name} > {name}.pub",
    )


def _printed(name: str, public: str) -> str:
    try:
        return fingerprint("ssh", public)
    except SignatureError as error:
        raise SigningError(
            f"Nobody can sign with {name}: {error.message}.", hint="Make a new key."
        ) from error


def _gpg_fingerprint(name: str) -> str:
    listed = _run("gpg", "--batch", "--with-colons", "--list-secret-keys", name).decode("utf-8", "replace")
    found = next((line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr:")), None)
    if found is None:
        raise SigningError(f"gpg has no secret key {name}.", hint="See `gpg --list-secret-keys`.")
    return found


def _git(folder: Path, setting: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "config", "--get", setting],  # noqa: S607 - git is found by PATH everywhere
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except OSError:
        return ""
    return done.stdout.strip()


def _run(program: str, *words: str, message: bytes | None = None) -> bytes:
    """Run a program that may ask its user something, on the terminal that this process has."""
    try:
        done = subprocess.run([program, *words], input=message, capture_output=True, check=False)
    except OSError as error:
        raise SigningError(
            f"{program} can't be started: {(error.strerror or str(error)).lower()}.",
            hint="Install openssh-client or gnupg.",
        ) from error
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SigningError(
            f"{program} did not sign: {told[-1] if told else 'it does not say why'}.",
            hint="Try the key by hand; nothing was written.",
        )
    return done.stdout

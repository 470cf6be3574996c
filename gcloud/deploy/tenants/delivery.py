"""Delivers messages: into a folder, by SMTP, to a webhook; each one once.

What was delivered is noted beside the site (SITE/.govcloud/notices.json) as soon as
it was; a run that breaks off in between delivers the rest the next time. Passwords
come from the environment, never from a command line.
"""

import hashlib
import hmac
import json
import os
import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import requests

from gcloud.deploy.location import LOCAL_FOLDER, prepare_local
from gcloud.engine.state import files
from gcloud.errors import CloudError, InputError
from gcloud.render.notices import Message

SMTP_PASSWORD: Final = "GOVCLOUD_SMTP_PASSWORD"  # noqa: S105 - a variable's name
WEBHOOK_SECRET: Final = "GOVCLOUD_WEBHOOK_SECRET"  # noqa: S105 - a variable's name
SENDER: Final = "GOVCLOUD_SENDER"
_PATIENCE: Final = 30.0
_RECORD: Final = "notices.json"

Send = Callable[[Message], None]


def deliver(
    site: Path,
    messages: Iterable[Message],
    target: str,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Message, ...]:
    """Deliver what was not delivered there before.

    Args:
        site: the site's folder.
        messages: what is due.
        target: a folder, `smtp://[USER@]HOST[:PORT]`, `smtps://…` or `https://…`.
        environment: the process's variables.

    Returns:
        What was delivered now.

    Raises:
        InputError: the target is none of these, or a variable that it needs is not set.
        CloudError: it does not take a message; those before it are delivered.
    """
    send = sender(target, environment)
    record = _Record(site, target)
    delivered: list[Message] = []
    for message in messages:
        if message.id not in record.known:
            send(message)
            record.add(message.id)
            delivered.append(message)
    return tuple(delivered)


def sender(target: str, environment: Mapping[str, str]) -> Send:
    """What delivers a message to a target.

    Raises:
        InputError: see deliver.
    """
    url = urlsplit(target)
    if url.password:
        raise InputError(
            "A password stands in the address.", hint=f"Leave it out and set the variable {SMTP_PASSWORD}."
        )
    if url.scheme in {"smtp", "smtps"}:
        return _by_mail(target, environment)
    if url.scheme == "https" or (url.scheme == "http" and url.hostname in {"127.0.0.1", "localhost", "::1"}):
        return _by_webhook(target, environment)
    if "://" in target:
        raise InputError(
            f"{target} is no target for notices.",
            hint="Name a folder, smtp://HOST, smtps://HOST or https://URL.",
        )
    return _into(Path(target), environment)


def mail(message: Message, sender_address: str) -> EmailMessage:
    """A message as an e-mail."""
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = sender_address, ", ".join(message.to), message.subject
    found["Message-ID"] = f"<{hashlib.sha256(message.id.encode()).hexdigest()[:32]}@govcloud.invalid>"
    found.set_content(message.body)
    return found


def _into(folder: Path, environment: Mapping[str, str]) -> Send:
    def send(message: Message) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^a-z0-9.-]+", "-", message.id.lower())
            (folder / f"{name}.eml").write_bytes(mail(message, _sender(environment)).as_bytes())
        except OSError as error:
            raise InputError(f"{folder} can't be written: {error.strerror}.", hint="Name another.") from error

    return send


def _by_mail(target: str, environment: Mapping[str, str]) -> Send:
    url = urlsplit(target)
    host, user = url.hostname or "", url.username
    password = environment.get(SMTP_PASSWORD)
    if user and not password:
        raise InputError(f"{target} needs a password.", hint=f"Set the variable {SMTP_PASSWORD}.")

    def send(message: Message) -> None:
        context = ssl.create_default_context()
        try:
            with (
                smtplib.SMTP_SSL(host, url.port or 465, timeout=_PATIENCE, context=context)
                if url.scheme == "smtps"
                else smtplib.SMTP(host, url.port or 25, timeout=_PATIENCE)
            ) as server:
                if url.scheme == "smtp" and (user or server.has_extn("starttls")):
                    server.starttls(context=context)
                if user:
                    server.login(user, password or "")
                server.send_message(mail(message, _sender(environment)))
        except (OSError, smtplib.SMTPException) as error:
            raise CloudError(
                f"{host} did not take the notice {message.id}: {_said(error)}.",
                hint="What was sent is noted; run again for the rest.",
            ) from error

    return send


def _by_webhook(target: str, environment: Mapping[str, str]) -> Send:
    secret = environment.get(WEBHOOK_SECRET)
    if not secret:
        raise InputError(
            f"{target} could not tell our notices from a stranger's.",
            hint=f"Set the variable {WEBHOOK_SECRET}; both sides know it.",
        )

    def send(message: Message) -> None:
        body = json.dumps(
            {name: getattr(message, name) for name in ("id", "kind", "tenant", "to", "subject", "body")},
            ensure_ascii=False,
        ).encode()
        signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        try:
            answer = requests.post(
                target,
                data=body,
                headers={
                    "Content-Type": "application/json",
                    "X-Govcloud-Signature": f"sha256={signature}",
                    "Idempotency-Key": hashlib.sha256(message.id.encode()).hexdigest(),
                },
                timeout=_PATIENCE,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise CloudError(
                f"{urlsplit(target).hostname} did not take the notice {message.id}: {type(error).__name__}.",
                hint="What was sent is noted; run again for the rest.",
            ) from error
        if not answer.ok:
            raise CloudError(
                f"{urlsplit(target).hostname} refused the notice {message.id}: HTTP {answer.status_code}.",
                hint="What was sent is noted; run again for the rest.",
            )

    return send


def _sender(environment: Mapping[str, str]) -> str:
    return environment.get(SENDER, "govcloud@localhost")


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


class _Record:
    """What was delivered to one target."""

    def __init__(self, site: Path, target: str) -> None:
        self._site, self._target = site, target
        self._file = site / LOCAL_FOLDER / _RECORD
        kept = json.loads(files.read(self._file) or b"{}")
        self._all: dict[str, list[str]] = kept if isinstance(kept, dict) else {}
        self.known = set(self._all.get(target, ()))

    def add(self, id_: str) -> None:
        self.known.add(id_)
        self._all[self._target] = sorted(self.known)
        content = json.dumps(self._all, ensure_ascii=False, indent=1).encode()
        files.replace(self._file, content, prepare_local(self._site))

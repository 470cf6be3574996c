"""Passwords of a lab: random, made once, kept in one file that only its owner reads."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from gcloud.lab.errors import LabError
from gcloud.lab.files import write


@dataclass(frozen=True, repr=False)
class Credentials:
    """What the services and the administrator identify themselves with."""

    admin: str
    service: str
    messages: str
    metadata: str
    erlang_cookie: str
    passphrase: str

    @classmethod
    def generate(cls) -> "Credentials":
        """New ones; URL-safe, because some are put into URLs."""
        return cls(**{name: secrets.token_hex(20) for name in cls.__dataclass_fields__})


def load_or_create(path: Path) -> Credentials:
    """The lab's credentials, made at the first call.

    Raises:
        LabError: the file is damaged.
    """
    if not path.exists():
        write(path, json.dumps(asdict(Credentials.generate()), indent=2) + "\n")
    try:
        return Credentials(**json.loads(path.read_text()))
    except (ValueError, TypeError) as error:
        raise LabError(
            f"{path} does not hold a lab's credentials", hint="`govcloud lab reset` makes the lab anew"
        ) from error

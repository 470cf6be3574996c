"""Where a command puts a secret: the options, and the one place that writes it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from gcloud.cli.options import Command
from gcloud.cli.surface import Surface
from gcloud.deploy.tenants.sealing import put, sealed
from gcloud.errors import InputError


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a secret goes.

    Args:
        file: a new file that only its owner can read; None: the terminal.
        recipient: a public key that it is encrypted to; None: in clear.
    """

    file: Path | None
    recipient: str | None

    def require(self, surface: Surface) -> None:
        """Refuse an outlet that can't be used, before there is a secret.

        Raises:
            InputError: a file that is there, a key that is none, or nobody at a terminal to see it.
        """
        if self.recipient is not None:
            sealed("", self.recipient)
        if self.file is not None:
            if self.file.exists() or not self.file.parent.is_dir():
                raise InputError(
                    f"{self.file} can't be made: it is there already, or its folder is not.",
                    hint="Name another file; a secret never replaces one.",
                )
        elif surface.json or (self.recipient is None and not sys.stdout.isatty()):
            raise InputError(
                "A secret is shown on a terminal only, and here is none.",
                hint="Give --to FILE, or --recipient KEY to have it encrypted.",
            )

    def write(self, surface: Surface, secret: str) -> None:
        """Put the secret there."""
        text = secret if self.recipient is None else sealed(secret, self.recipient)
        if self.file is not None:
            put(self.file, text)
        else:
            surface.text(text.rstrip("\n"))


def outlet_options(function: Command) -> Callable[..., int]:
    """Add ``--to`` and ``--recipient``."""
    to = click.option(
        "--to",
        "file",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="A new file that only you can read, instead of the terminal.",
    )
    recipient = click.option(
        "--recipient",
        metavar="KEY",
        help="Encrypt it, as age does, to an age recipient (age1…) or a line of an SSH public key.",
    )
    return to(recipient(function))

"""Files that a command was asked to write beside its result, or in its place."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from gcloud.errors import InputError
from gcloud.render.table import WRITERS, Table

table_option = click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=".csv, .html or .xlsx"
)
"""Where `write_tables` writes to."""


def write_text(file: Path, text: str) -> None:
    """Write a file that the user named.

    Args:
        file: where to; what is there is replaced.
        text: its new content.

    Raises:
        InputError: it can't be written.
    """
    write_bytes(file, text.encode())


def write_private(file: Path, text: str) -> None:
    """Write a file that the user named and that nobody else may read.

    Args:
        file: where to; what is there is replaced.
        text: its new content.

    Raises:
        InputError: it can't be written.
    """
    with _explained(file):
        file.touch(mode=0o600)
        file.chmod(0o600)
    write_text(file, text)


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file that the user named.

    Args:
        file: where to; what is there is replaced.
        content: its new content.

    Raises:
        InputError: it can't be written.
    """
    with _explained(file):
        file.write_bytes(content)


def make_folder(folder: Path) -> None:
    """Make the folder of a file that will be written, and those above it.

    Args:
        folder: where to; it may be there.

    Raises:
        InputError: it can't be made.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write_tables(file: Path, title: str, tables: Sequence[Table]) -> None:
    """Write tables into a file that the user named; its ending says of which kind.

    Args:
        file: where to; what is there is replaced.
        title: of the whole.
        tables: what is in it.

    Raises:
        InputError: it can't be written, or its ending means nothing to us.
    """
    if file.suffix not in WRITERS:
        raise InputError(
            f"{file} would be a table of an unknown kind.",
            hint=f"End its name in one of {', '.join(WRITERS)}.",
        )
    write_bytes(file, WRITERS[file.suffix](title, tables))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}.", hint="Name another file.") from error

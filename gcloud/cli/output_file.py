"""Files that a command was asked to write beside its result."""

from collections.abc import Sequence
from pathlib import Path

from gcloud.errors import InputError
from gcloud.render.table import WRITERS, Table


def write_text(file: Path, text: str) -> None:
    """Write a file that the user named.

    Args:
        file: where to; what is there is replaced.
        text: its new content.

    Raises:
        InputError: it can't be written.
    """
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{file} can't be written: {error.strerror}.", hint="Name another file.") from error


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
    try:
        file.write_bytes(WRITERS[file.suffix](title, tables))
    except OSError as error:
        raise InputError(f"{file} can't be written: {error.strerror}.", hint="Name another file.") from error

"""Files that a command was asked to write beside its result."""

from pathlib import Path

from gcloud.errors import InputError


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

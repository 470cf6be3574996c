"""The one way to turn a template into text: what is not given is an error, never an empty place."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def environment() -> Environment:
    """Jinja2 with this package's templates.

    Returns:
        An environment that refuses undefined names and leaves line breaks as the template has them.
    """
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Markdown and configuration, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

"""The one way to turn a template into text: what is not given is an error, never an empty place."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def environment() -> Environment:
    """Jinja2 with this package's templates.

    Returns:
        An environment that refuses undefined names and leaves line breaks as the template has them.
    """
    return _environment(escape=False)


def html_environment() -> Environment:
    """The same for HTML: whatever is put in is text."""
    return _environment(escape=True)


def _environment(*, escape: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=escape,  # noqa: S701 - without it: Markdown and configuration, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

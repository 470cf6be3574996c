"""Says in words what YAML's parser found wrong, and where."""

import yaml

from gcloud.model.problem import Position, Problem

_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands where none can",
        'put the text in quotes if it holds ": ", or check the indentation',
    ),
    ("could not find expected ':'", "a key has no colon", 'write "key: value"'),
    (
        "found character that cannot start any token",
        "this character cannot begin a value",
        "use spaces, not tabs; put text that begins with @, ` or % in quotes",
    ),
    ("found character '\\t'", "a tab cannot be used here", "use spaces"),
    ("found unexpected end of stream", "a quote is opened and never closed", "close the quote"),
    (
        "did not find expected key",
        "the indentation does not fit what is above",
        "begin the line in the same column as its neighbours",
    ),
    (
        "did not find expected '-' indicator",
        "a list ends here, but the indentation says that it goes on",
        'begin the line with "- " in the same column, or indent it as its neighbours',
    ),
    ("did not find expected ',' or ']'", "a list [ ... ] is not closed", "write ] at its end"),
    ("did not find expected ',' or '}'", "a mapping { ... } is not closed", "write } at its end"),
    ("control characters are not allowed", "a control character stands here", "remove it"),
    ("special characters are not allowed", "a control character stands here", "remove it"),
)


def explain(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The problem that a parser's error means.

    Args:
        error: what PyYAML raised.
        text: the file's text.
        file: its name.
    """
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "this is no YAML")
    what, instead = next(
        ((words, instead) for start, words, instead in _WORDS if start in said),
        (f"this is no YAML: {said}", "compare with the lines above"),
    )
    return Problem.at(_where(error, text, file), "yaml.syntax", what, instead)


def _where(error: yaml.YAMLError, text: str, file: str) -> Position:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        lines = text.count("\n") + 1
        return Position(file, min(mark.line + 1, lines), mark.column + 1)
    offset = getattr(error, "position", None)
    if isinstance(offset, int):
        before = text[:offset]
        return Position(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    return Position(file)

"""How a message repeats what somebody wrote: short, and with nothing that a terminal would obey."""

_LENGTH = 60


def clean(text: str) -> str:
    """A text for a message: cut after 60 characters, invisible characters spelled out."""
    return visible(text if len(text) <= _LENGTH else text[: _LENGTH - 3] + "...")


def visible(text: object) -> str:
    """A text for a message, whole, such as a path: invisible characters spelled out."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in str(text)
    )


def shown(value: object) -> str:
    """A value for a message: text in quotes, all else bare."""
    return f'"{clean(value)}"' if isinstance(value, str) else clean(str(value))

"""Text of an INI file from sections of options.

Configuration is data here, not templates: a service adds, shares and
overrides sections with ordinary dictionaries, and no option can be lost in a
misplaced block.
"""

from collections.abc import Mapping, Sequence

Option = str | int | bool | Sequence[str]
Section = Mapping[str, Option]
Sections = Mapping[str, Section]


def _lines(key: str, value: Option) -> list[str]:
    if isinstance(value, bool):
        return [f"{key} = {str(value).lower()}"]
    if isinstance(value, str | int):
        if "\n" in str(value):
            msg = f"option {key} has a line break"
            raise ValueError(msg)
        return [f"{key} = {value}"]
    return [line for item in value for line in _lines(key, item)]


def render(sections: Sections) -> str:
    """Sections and options in the order given; a sequence repeats its option (oslo's MultiOpt).

    Raises:
        ValueError: a value has a line break.
    """
    blocks = [
        "\n".join([f"[{name}]", *(line for key in options for line in _lines(key, options[key]))])
        for name, options in sections.items()
    ]
    return "\n\n".join(blocks) + "\n"


def merge(*parts: Sections) -> dict[str, dict[str, Option]]:
    """Sections of all parts; of the same option the last one counts."""
    merged: dict[str, dict[str, Option]] = {}
    for part in parts:
        for name, options in part.items():
            merged.setdefault(name, {}).update(options)
    return merged

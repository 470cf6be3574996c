"""What every part of a site has in common: frozen, and nothing unknown gets in.

`defer_build` matters for speed: the validator of the whole site is built once,
when it is first used, and not once for each class as it is imported.
Python code may use a field's own name (`Flow(sources=...)`); a site's files may
use only the word of the files (`from:`), which the loader asks for.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A part of the site: immutable, hashable, closed to unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        validate_by_name=True,
        validate_by_alias=True,
        allow_inf_nan=False,
    )


def plain(element: BaseModel) -> dict[str, Any]:
    """An element by the words of the files, without what stands at its default.

    So it is written, and so it is hashed and signed: a new field with a default changes neither.
    """
    return element.model_dump(mode="json", by_alias=True, exclude_defaults=True)

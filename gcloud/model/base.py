"""What every part of a site has in common: frozen, and nothing unknown gets in.

`defer_build` matters for speed: the validator of the whole site is built once,
when it is first used, and not once for each class as it is imported.
Python code may use a field's own name (`Flow(sources=...)`); a site's files may
use only the word of the files (`from:`), which the loader asks for.
"""

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

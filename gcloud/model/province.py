"""The code of a province as a field of a site: two digits, so it is text."""

from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from gcloud.model.provinces import PROVINCES
from gcloud.model.shown import shown
from gcloud.model.wrong import wrong


def _province(code: str) -> str:
    if code in PROVINCES:
        return code
    named = [number for number, name in PROVINCES.items() if name.casefold() == code.casefold()]
    raise wrong(
        "province",
        f"{shown(code)} is no code of one of the {len(PROVINCES)} provinces (Decision 19/2025/QĐ-TTg)",
        f'write "{named[0] if named else "42"}"' + ("" if named else " for Hà Tĩnh, for example"),
    )


ProvinceCode = Annotated[
    str, AfterValidator(_province), WithJsonSchema({"type": "string", "enum": list(PROVINCES)})
]
"""One of the 34 codes, such as "42"."""

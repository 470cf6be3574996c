"""The reference of a site's files, generated from the classes that read them.

So it can't say anything else than the loader does; a test compares the
committed page with what this makes. Write it anew by

    python -m gcloud.render.site_reference > docs/reference/site.md
"""

import inspect
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gcloud.model.provinces import PROVINCES
from gcloud.model.rules.book import RULES
from gcloud.model.schema import descriptions, json_schema, models
from gcloud.model.service import WELL_KNOWN, Service
from gcloud.model.shape import word, written
from gcloud.model.site import Site
from gcloud.render.environment import environment
from gcloud.render.kinds import in_words

_TOP = "Sections"


@dataclass(frozen=True, slots=True)
class Field:
    """A row of a table: a field's word, what it may hold, what holds without it, what it means."""

    word: str
    kind: str
    without: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its table: one class of the model."""

    title: str
    text: str
    fields: tuple[Field, ...]
    example: str


def site_reference() -> str:
    """The page, in Markdown; the same at every call."""
    schema = json_schema()
    definitions: dict[str, Any] = {"Site": schema, **schema["$defs"]}
    places = models()
    links = {model.__name__: _link(place) for model, place in places.items()}
    page = environment().get_template("site.md.j2")
    return page.render(
        parts=[_part(model, place, definitions, links) for model, place in places.items()],
        rules=[_first_line(inspect.getmodule(rule)) for rule in RULES],
        services=[_service(service) for _, service in sorted(WELL_KNOWN.items())],
        provinces=list(PROVINCES.items()),
    )


def _part(
    model: type[BaseModel], place: str, definitions: Mapping[str, Any], links: Mapping[str, str]
) -> Part:
    properties = definitions[model.__name__]["properties"]
    said = descriptions(model)
    fields = tuple(
        Field(key, in_words(properties[key], definitions, links), _without(field), said[key])
        for key, field in ((word(name, field), field) for name, field in model.model_fields.items())
    )
    return Part(place or _TOP, _first_line(model), fields, _example(model))


def _link(place: str) -> str:
    """A link to the heading of a place, as GitHub and most readers of Markdown make its anchor."""
    return f"[{place}](#{place.replace('.', '')})"


def _first_line(documented: object) -> str:
    return (inspect.getdoc(documented) or "").split("\n", 1)[0]


def _without(field: FieldInfo) -> str:
    """What holds where a field isn't written."""
    if field.is_required():
        return "required"
    default = field.default
    if default is None:
        return "none"
    if isinstance(default, BaseModel) or default in ((), frozenset()):
        return "empty"
    if isinstance(default, bool | int | str):
        return f"`{json.dumps(default, ensure_ascii=False)}`"
    return "see there"


def _example(model: type[BaseModel]) -> str:
    """The required fields as they would be written; nothing for the sections, which are shown one by one."""
    if model is Site:
        return ""
    lines = [
        f"{word(name, field)}: {written(field.examples[0])}"
        for name, field in model.model_fields.items()
        if field.is_required() and field.examples
    ]
    return "\n".join(lines)


def _service(service: Service) -> dict[str, str]:
    detail = ", ".join(map(str, service.ports)) or f"type {service.icmp_type}"
    return {"name": service.name, "protocol": service.protocol, "detail": detail}


if __name__ == "__main__":
    sys.stdout.write(site_reference())

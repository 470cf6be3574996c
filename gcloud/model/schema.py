"""The JSON Schema of a site's files, for editors and for whoever generates them.

One schema serves every file, so no section is required: which file holds which
is the writer's choice. The descriptions are the docstrings below the fields,
read from the source only here, since that takes longer than loading a site.
"""

import ast
import inspect
import json
from functools import cache
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from gcloud.model.base import Model
from gcloud.model.shape import model_in, word
from gcloud.model.site import Site

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of a file of a site, in draft 2020-12; the same at every call."""
    schema = Site.model_json_schema(by_alias=True, mode="validation")
    described = {model.__name__: model for model in models()}
    for name, definition in (("Site", schema), *schema.get("$defs", {}).items()):
        if name in described:
            _describe(definition, described[name])
        definition.pop("title", None)
    schema.pop("required", None)
    schema["description"] = (
        "A file of a site: any of these sections, each in one file or, if a list, in several."
    )
    return {"$schema": DIALECT, "title": "GovCloud site", **schema}


def schema_text() -> str:
    """The schema as `govcloud schema` writes it and as it is committed, in the order of the fields."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def models() -> dict[type[BaseModel], str]:
    """The classes of a site's elements, in the order of the files, each with its place: `servers.volumes`."""
    found: dict[type[BaseModel], str] = {}

    def visit(model: type[BaseModel], place: str) -> None:
        found.setdefault(model, place)
        for name, field in model.model_fields.items():
            inner = model_in(field.annotation)
            if inner is not None:
                visit(inner, f"{place}.{word(name, field)}".removeprefix("."))

    visit(Site, "")
    return found


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """What each field of a class means, by the word that the files use."""
    said: dict[str, str] = {}
    for ancestor in reversed(model.__mro__):
        module = inspect.getmodule(ancestor)
        if module is not None and issubclass(ancestor, Model) and ancestor is not Model:
            said |= _docstrings(module)[ancestor.__name__]
    return {word(name, field): said[name] for name, field in model.model_fields.items()}


def _describe(definition: dict[str, Any], model: type[BaseModel]) -> None:
    definition["description"] = inspect.cleandoc(model.__doc__ or "")
    for key, text in descriptions(model).items():
        field = definition["properties"][key]
        field.pop("title", None)
        field["description"] = text


@cache
def _docstrings(module: ModuleType) -> dict[str, dict[str, str]]:
    """By class and field, the string that stands below a field."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        fields = found.setdefault(node.name, {})
        for field, below in zip(node.body, node.body[1:], strict=False):
            match field, below:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str() as text)),
                ):
                    fields[name] = " ".join(inspect.cleandoc(text).split())
                case _:
                    pass
    return found

"""The shape of a site as its classes declare it: which fields there are at a place."""

from typing import Any, get_args

from pydantic import BaseModel

from gcloud.model.problem import Path
from gcloud.model.site import Site


def model_at(path: Path) -> type[BaseModel] | None:
    """The class of the elements at a path; None where there stands a plain value."""
    model: type[BaseModel] | None = Site
    for step in path:
        if isinstance(step, int):
            continue
        if model is None:
            return None
        field = next((f for name, f in model.model_fields.items() if (f.alias or name) == step), None)
        model = _model_in(field.annotation) if field else None
    return model


def fields_at(path: Path) -> tuple[str, ...]:
    """The words that may stand as keys at a path, in the order of the reference."""
    model = model_at(path)
    return tuple(field.alias or name for name, field in model.model_fields.items()) if model else ()


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)

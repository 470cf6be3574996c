"""The shape of files as their classes declare it: what may stand at a place, of a site or of a baseline."""

from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gcloud.model.problem import Path
from gcloud.model.scalar import meaning
from gcloud.model.site import Site


def model_at(path: Path, root: type[BaseModel] = Site) -> type[BaseModel] | None:
    """The class of the elements at a path below a class; None where a plain value stands."""
    model: type[BaseModel] | None = root
    for step in path:
        if isinstance(step, str):
            field = _field(model, step)
            model = model_in(field.annotation) if field else None
    return model


def fields_at(path: Path, root: type[BaseModel] = Site) -> tuple[str, ...]:
    """The words that may stand as keys at a path, in the order of the reference."""
    model = model_at(path, root)
    return tuple(word(name, field) for name, field in model.model_fields.items()) if model else ()


def example_at(path: Path, root: type[BaseModel] = Site) -> str | None:
    """What could stand at a path, as it would be written; None if the class gives no example."""
    names = [step for step in path if isinstance(step, str)]
    field = _field(model_at(tuple(names[:-1]), root), names[-1]) if names else None
    return written(field.examples[0]) if field and field.examples else None


def required_at(path: Path, root: type[BaseModel] = Site) -> bool:
    """Whether a field must be there."""
    if not path or not isinstance(path[-1], str):
        return False
    field = _field(model_at(path[:-1], root), path[-1])
    return field is not None and field.is_required()


def takes(path: Path, kind: type) -> bool:
    """Whether a field holds values of a kind, such as int; a truth value is no number here."""
    field = _field(model_at(path[:-1]), str(path[-1])) if path else None
    return field is not None and kind in _kinds(field.annotation)


def written(value: object) -> str:
    """A value as it would be written in a file."""
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) and meaning(value) != value else str(value)


def word(name: str, field: FieldInfo) -> str:
    """What the files call a field."""
    return field.alias or name


def model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - an annotation is any object
    """The class of a site's element in a type annotation, however it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)


def _kinds(annotation: Any) -> frozenset[Any]:  # noqa: ANN401 - an annotation is any object
    parts = get_args(annotation)
    return frozenset().union(*map(_kinds, parts)) if parts else frozenset({annotation})


def _field(model: type[BaseModel] | None, key: str) -> FieldInfo | None:
    fields = model.model_fields.items() if model else ()
    return next((field for name, field in fields if word(name, field) == key), None)

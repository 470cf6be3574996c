"""Results as JSON and back."""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from gcloud.errors import InputError
from gcloud.plan.hardening.compare import Comparison
from gcloud.plan.hardening.results import HostResult, Results

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def results_json(results: Results) -> dict[str, Any]:
    """A run as plain JSON values."""
    document: dict[str, Any] = _run().dump_python(results, mode="json")
    return document


def results_text(results: Results) -> str:
    """A run as the text of a JSON file."""
    return json.dumps(results_json(results), ensure_ascii=False, indent=1) + "\n"


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison of two runs as plain JSON values."""
    document: dict[str, Any] = TypeAdapter(Comparison).dump_python(comparison, mode="json")
    return document


def host_json(host: HostResult) -> dict[str, Any]:
    """One host of a run as plain JSON values."""
    document: dict[str, Any] = TypeAdapter(HostResult).dump_python(host, mode="json")
    return document


def results_from(text: str | bytes, file: str) -> Results:
    """A run from the JSON that was written of it.

    Args:
        text: the JSON.
        file: where it stood, for the error.

    Raises:
        InputError: it is no such document, or one of another version.
    """
    try:
        return _run().validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the whole file"
        raise InputError(
            f"{file} holds no results of a run: {place}: {first['msg']}.",
            hint="Name what `govcloud audit` or `govcloud harden` wrote with --results FILE.",
            data={"file": file, "place": place},
        ) from None


def results_schema() -> dict[str, Any]:
    """The JSON Schema of the document, in draft 2020-12."""
    schema = _run().json_schema(mode="serialization")
    return {"$schema": _DIALECT, **schema, "title": "Results of govcloud harden and govcloud audit"}


@cache
def _run() -> TypeAdapter[Results]:
    return TypeAdapter(Results)

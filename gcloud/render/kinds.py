"""What a field may hold, in words, from its JSON Schema."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gcloud.model.adopted import TYPE_PATTERN
from gcloud.model.host import ACCOUNT_PATTERN, FINGERPRINT_PATTERN
from gcloud.model.notation import (
    BASE64_PATTERN,
    CURRENCY_PATTERN,
    EMAIL_PATTERN,
    PUBLIC_KEY_PATTERN,
    ZONE_PATTERN,
)
from gcloud.model.policy import SUBJECT_PATTERN
from gcloud.model.text import CATALOGUE_PATTERN, NAME_PATTERN, SHA256_PATTERN

_PATTERNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        NAME_PATTERN: "name",
        TYPE_PATTERN: "resource type",
        CATALOGUE_PATTERN: "name in the catalogue",
        SHA256_PATTERN: "64 hexadecimal digits",
        SUBJECT_PATTERN: "KIND/NAME",
        EMAIL_PATTERN: "e-mail address",
        ZONE_PATTERN: "DNS zone, ending in a dot",
        BASE64_PATTERN: "base64 text",
        CURRENCY_PATTERN: "currency, such as VND",
        PUBLIC_KEY_PATTERN: "public key",
        ACCOUNT_PATTERN: "account of a host",
        FINGERPRINT_PATTERN: "fingerprint of a host key",
        r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$": "moment, such as 2026-11-23T08:30:00Z",
        r"^\d{4}-\d{2}-\d{2}$": "day, such as 2026-11-23",
        r"^[0-9a-fA-F:.]+/[0-9]{1,3}$": "block of addresses, such as 10.42.0.0/16",
        r"^[0-9a-fA-F:.]+$": "address",
        r"^[0-9a-fA-F:.]+(/[0-9]{1,3})?$": "block of addresses, or an address",
        "^[0-9]{1,5}-[0-9]{1,5}$": 'range of ports, such as "8000-8010"',
    }
)

_MANY = 12


def in_words(schema: Mapping[str, Any], definitions: Mapping[str, Any], links: Mapping[str, str]) -> str:
    """What a field may hold.

    Args:
        schema: the field's schema.
        definitions: the schemas that it may refer to, by name.
        links: where a group of fields is described, by the name of its schema.

    Raises:
        KeyError: the schema says something that has no words yet; a test looks at all fields.
    """
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        target = definitions[name]
        return in_words(target, definitions, links) if "enum" in target else links[name]
    if "anyOf" in schema:
        kinds = [in_words(kind, definitions, links) for kind in schema["anyOf"] if kind.get("type") != "null"]
        return " or ".join(kinds)
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return (
            ", ".join(f"`{value}`" for value in schema["enum"])
            if len(schema["enum"]) <= _MANY
            else "one of a table below"
        )
    if schema["type"] == "array":
        return "list; each: " + in_words(schema["items"], definitions, links)
    return _plain(schema)


def _plain(schema: Mapping[str, Any]) -> str:  # noqa: PLR0911 - one line a kind reads best
    match schema["type"]:
        case "boolean":
            return "true or false"
        case "integer":
            return "whole number" + _bounds(schema)
        case "number":
            return "number" + _bounds(schema)
        case "object":
            return "fields by their names"
        case "string" if "pattern" in schema:
            return _PATTERNS[schema["pattern"]]
        case "string" if "maxLength" in schema:
            return "one line of text"
        case "string":
            return "file in the site's folder"
        case other:
            raise KeyError(other)


def _bounds(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f", {least:g} to {most:g}" if most < 10**6 else f", {least:g} or more"
    return "" if least is None else f", {least:g} or more"

"""Validate a program's inputs against a type's schema and fill in defaults.

What comes out is what the official provider would store: values converted to
the property's kind, nulls left out, defaults filled in and their names listed
under `__defaults` on each level that is an object.
"""

import secrets
import string
from collections.abc import Mapping
from typing import Any, Final

from rapidfuzz import process

from gcloud.engine.interface import CheckFailure, CheckResult
from gcloud.engine.values import UNKNOWN, Value
from gcloud.provider.schema import DEFAULTS, Kind, Property, Schema

_RANDOM_DIGITS: Final = 7
_LONGEST_NAME: Final = 255
_NEAR: Final = 70
"""Similarity in percent from which a name is worth suggesting."""

_WORDS: Final = {"true": True, "1": True, "false": False, "0": False}


def check(
    schema: Schema, type_: str, logical_name: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
) -> CheckResult:
    """Check the inputs of one resource.

    Args:
        schema: the type's schema.
        type_: the type's token, for the errors.
        logical_name: the resource's name in the program, the base of an autoname.
        olds: the inputs in the state, None for a new resource: a default in them is kept.
        news: the program's inputs; may hold `UNKNOWN` anywhere.

    Returns:
        The inputs to store, and every failure at once.
    """
    checker = _Checker(type_)
    inputs = checker.fields(schema.inputs(), news, olds or {}, "")
    for group in schema.conflicts:
        given = [name for name in group if name in inputs]
        if len(given) > 1:
            checker.fail(given[1], f"can't be given together with {given[0]}; keep one of them")
    for name, others in schema.together.items():
        missing = [other for other in others if name in inputs and other not in inputs]
        if missing:
            checker.fail(name, f"needs {' and '.join(missing)} beside it")
    _autoname(schema, logical_name, olds or {}, inputs)
    return CheckResult(inputs, tuple(checker.failures))


def _autoname(schema: Schema, logical_name: str, olds: Mapping[str, Any], inputs: dict[str, Any]) -> None:
    for name, facts in schema.properties.items():
        if not facts.autoname or name in inputs:
            continue
        old = olds.get(name)
        if isinstance(old, str) and name in olds.get(DEFAULTS, ()):
            inputs[name] = old
        else:
            digits = secrets.token_hex(_RANDOM_DIGITS)[:_RANDOM_DIGITS]
            inputs[name] = f"{logical_name[: _LONGEST_NAME - _RANDOM_DIGITS - 1]}-{digits}"
        inputs[DEFAULTS] = sorted([*inputs[DEFAULTS], name])


def is_autoname_like(name: Value, other: Value) -> bool:
    """Tell whether a name could be an autoname of the same logical name as another one."""
    base = str(name)[:-_RANDOM_DIGITS]
    digits = other.removeprefix(base) if isinstance(other, str) and other.startswith(base) else ""
    return len(digits) == _RANDOM_DIGITS and set(digits) <= set(string.hexdigits.lower())


class _Checker:
    """Walks the inputs beside the schema and gathers what is wrong.

    Args:
        type_: the type's token.
    """

    def __init__(self, type_: str) -> None:
        self._type = type_
        self.failures: list[CheckFailure] = []

    def fail(self, path: str, reason: str) -> None:
        self.failures.append(CheckFailure(path, reason))

    def fields(
        self, fields: Mapping[str, Property], news: Mapping[str, Any], olds: Mapping[str, Any], path: str
    ) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, value in news.items():
            if name.startswith("__") or value is None:
                continue
            facts = fields.get(name)
            if facts is None:
                self._unknown_name(name, fields, path)
            else:
                result[name] = self._value(facts, value, olds.get(name), _join(path, name))
        defaults = []
        for name, facts in fields.items():
            if name in result:
                continue
            if facts.default is not None:
                kept = name in olds and name in olds.get(DEFAULTS, ())
                result[name] = olds[name] if kept else facts.default
                defaults.append(name)
            elif facts.required and not facts.autoname:
                self.fail(_join(path, name), f"is missing; it must be {facts.kind.value}")
        result[DEFAULTS] = sorted(defaults)
        return result

    def _unknown_name(self, name: str, fields: Mapping[str, Property], path: str) -> None:
        near = process.extractOne(name, list(fields), score_cutoff=_NEAR)
        advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(fields))}"
        owner = f"{path} of {self._type}" if path else self._type
        self.fail(_join(path, name), f"is not known to {owner}; {advice}")

    def _value(self, facts: Property, value: Value, old: Value, path: str) -> Value:
        if value is UNKNOWN:
            return UNKNOWN
        match facts.kind:
            case Kind.LIST | Kind.SET if isinstance(value, list | tuple) and facts.element is not None:
                olds = old if isinstance(old, list) else []
                olds = olds + [None] * len(value)
                return [
                    self._value(facts.element, item, olds[index], f"{path}[{index}]")
                    for index, item in enumerate(value)
                    if item is not None
                ]
            case Kind.MAP if isinstance(value, Mapping) and facts.element is not None:
                return {
                    key: self._value(facts.element, item, None, f"{path}.{key}")
                    for key, item in value.items()
                    if item is not None and key != DEFAULTS
                }
            case Kind.OBJECT if isinstance(value, Mapping):
                return self.fields(facts.fields, value, old if isinstance(old, Mapping) else {}, path)
            case _:
                return self._scalar(facts, value, path)

    def _scalar(self, facts: Property, value: Value, path: str) -> Value:
        converted = _convert(facts.kind, value)
        if converted is None:
            shown = "" if facts.secret or isinstance(value, list | dict) else f" ({value!r:.60})"
            self.fail(path, f"must be {facts.kind.value}, not {_kind_of(value)}{shown}")
            return value
        if facts.choices and converted not in facts.choices:
            allowed = ", ".join(str(choice) for choice in facts.choices)
            self.fail(path, f"is {converted!r}, but must be one of {allowed}")
        if facts.bounds is not None and not facts.bounds[0] <= converted <= facts.bounds[1]:
            least, greatest = facts.bounds
            self.fail(path, f"is {converted}, but must be between {least} and {greatest}")
        if facts.complaint is not None and (complaint := facts.complaint(converted)):
            self.fail(path, complaint)
        return converted


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _convert(kind: Kind, value: Value) -> Value:  # noqa: PLR0911 - one line a case reads best
    """Convert as the official bridge does (programs may give "true" or "22"); None if it can't be."""
    match kind, value:
        case Kind.BOOLEAN, bool():
            return value
        case Kind.BOOLEAN, str():
            return _WORDS.get(value.lower())
        case Kind.STRING, str():
            return value
        case Kind.STRING, bool():
            return "true" if value else "false"
        case Kind.STRING, int() | float():
            return str(int(value)) if float(value).is_integer() else str(value)
        case ((Kind.INTEGER | Kind.NUMBER), bool()):
            return None
        case ((Kind.INTEGER | Kind.NUMBER), (int() | float() | str())):
            return _number(kind, value)
        case _:
            return None


def _number(kind: Kind, value: float | str) -> int | float | None:
    try:
        as_float = float(value)
    except ValueError:
        return None
    if as_float.is_integer():
        return int(as_float)
    return as_float if kind is Kind.NUMBER else None


def _kind_of(value: Value) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "a string"
        case int() | float():
            return "a number"
        case list() | tuple():
            return "a list"
        case _:
            return "an object"

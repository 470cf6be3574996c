"""One thing that must be so on a host, as compiled from the catalogue of controls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional

from .errors import BadItemError

_COMMON = frozenset({"id", "control", "kind", "batch", "only", "waived", "absent_is"})


@dataclass(frozen=True)
class Item:
    """An item of a control.

    Attributes:
        id: ``CONTROL/N``, unique in a run.
        kind: Which kind reads and applies it.
        batch: The batch that it is applied in.
        fields: The fields of its kind.
        only: Where it applies: ``system`` (list), ``container`` (false: not in one).
        waived: Read, but never applied.
        absent_is: What it means that the thing isn't on the host: ``pass``, ``fail`` or ``na``; None leaves
            it to the kind.
    """

    id: str
    control: str
    kind: str
    batch: str
    fields: Mapping[str, Any]
    only: Mapping[str, Any]
    waived: bool = False
    absent_is: Optional[str] = None

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Item:
        """An item from its JSON.

        Raises:
            BadItemError: It has no id, kind or batch.
        """
        missing = [key for key in ("id", "kind", "batch") if not isinstance(raw.get(key), str)]
        if missing:
            raise BadItemError(f"item {raw.get('id', '?')}: {', '.join(missing)} is missing")
        return cls(
            id=raw["id"],
            control=str(raw.get("control") or raw["id"].split("/")[0]),
            kind=raw["kind"],
            batch=raw["batch"],
            fields={key: value for key, value in raw.items() if key not in _COMMON},
            only=raw.get("only") or {},
            waived=bool(raw.get("waived", False)),
            absent_is=raw.get("absent_is"),
        )

    def text(self, field: str, default: Optional[str] = None) -> str:
        """A field that is text."""
        value = self.fields.get(field, default)
        if not isinstance(value, str):
            raise self._wrong(field, "text")
        return value

    def optional(self, field: str) -> Optional[str]:
        """A field that is text, or None where it is left out; a number is taken as its digits."""
        value = self.fields.get(field)
        return None if value is None else str(value)

    def flag(self, field: str) -> Optional[bool]:
        """A field that is true or false, or None where it is left out."""
        value = self.fields.get(field)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(field, "true or false")
        return value

    def table(self, field: str) -> Dict[str, Any]:
        """A field that is a mapping; empty where it is left out."""
        value = self.fields.get(field) or {}
        if not isinstance(value, dict):
            raise self._wrong(field, "a mapping")
        return {str(key): entry for key, entry in value.items()}

    def texts(self, field: str) -> List[str]:
        """A field that is a list of texts; a single text counts as a list of one."""
        value = self.fields.get(field)
        if value is None:
            return []
        if isinstance(value, str):
            return [value]
        if not isinstance(value, list):
            raise self._wrong(field, "a list")
        return [str(entry) for entry in value]

    def bits(self, field: str) -> Optional[int]:
        """A field that is an octal file mode (``"0640"``), or None where it is left out."""
        value = self.fields.get(field)
        if value is None:
            return None
        try:
            return int(str(value), 8)
        except ValueError as error:
            raise self._wrong(field, "an octal mode in quotes") from error

    def _wrong(self, field: str, expected: str) -> BadItemError:
        return BadItemError(f"item {self.id}: {field} must be {expected}, not {self.fields.get(field)!r}")

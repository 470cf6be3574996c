"""What differs between two descriptions of a tenant, field by field.

Entries of a list are known by their name, so that a person who is added in the
middle is one line and not a shift of all that follow.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gcloud.model.tenants.tenant import Tenant


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A field that is not the same.

    Attributes:
        path: the way to it, by the words of the files: `quota.class`, `members.tran-thi-binh.role`.
        old: what it was, as text; None where it was not there.
        new: what it is to be, as text; None where it is to go.
    """

    path: str
    old: str | None
    new: str | None


def differences(old: Tenant | None, new: Tenant | None) -> tuple[Difference, ...]:
    """The fields in which two descriptions differ, in the order of the files.

    A field that is left out counts as its default, so a default that is written out is no difference.

    Args:
        old: what is; None where there is no tenant yet.
        new: what is to be; None where there is to be none.
    """
    before, after = _flat(old), _flat(new)
    paths = [*after, *(path for path in before if path not in after)]
    return tuple(
        Difference(path, before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path)
    )


def _flat(tenant: Tenant | None) -> dict[str, str]:
    if tenant is None:
        return {}
    fields = tenant.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"request"})
    return dict(_leaves(fields))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a field holds anything
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and _named(value):
        for item in value:
            yield from _leaves(
                {key: part for key, part in item.items() if key != "name"} or "", _of(path, item)
            )
    elif isinstance(value, list):
        if value:
            yield path, ", ".join(str(item) for item in value)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value)


def _of(path: str, item: Mapping[str, Any]) -> str:
    return f"{path}.{item['name']}"


def _named(value: Sequence[Any]) -> bool:
    return bool(value) and all(isinstance(item, Mapping) and "name" in item for item in value)

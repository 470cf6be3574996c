"""Which object the user says that a resource is."""

import threading
from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process

from gcloud.engine.state import urn as urns
from gcloud.errors import InputError

_NEAR = 70


class WishError(InputError):
    """A resource can't be the object that it was said to be."""


class UnknownNameError(WishError):
    """No resource has the name that an id was given for.

    Args:
        name: that name.
        near: a name that some resource has; None if none is near.
    """

    def __init__(self, name: str, near: str | None) -> None:
        advice = f"Did you mean {near}?" if near else "Name a resource as `plan` does."
        super().__init__(f"no resource is named {name}", hint=advice, data={"name": name, "near": near})
        self.name = name


def short_name(urn: str) -> str:
    """Give a name that tells a resource from others of the same logical name: `Network::dmz`."""
    parts = urns.parse(urn)
    return f"{parts.type.rpartition(':')[2]}::{parts.name}"


class Wishes:
    """What was asked for, and what of it the program has; safe to use from many threads.

    Args:
        ids: object ids by URN, by `Type::name` (`Network::dmz`), or by a logical name that is one resource's.
    """

    def __init__(self, ids: Mapping[str, str]) -> None:
        self._ids = dict(ids)
        self._lock = threading.Lock()
        self._met: dict[str, set[str]] = defaultdict(set)
        self._names: set[str] = set()

    def of(self, urn: str) -> str | None:
        """Give the id that was asked for a resource; None if nobody has."""
        short = short_name(urn)
        name = urns.parse(urn).name
        with self._lock:
            self._names.update((name, short))
            for form in (urn, short, name):
                if form in self._ids:
                    self._met[form].add(urn)
                    return self._ids[form]
        return None

    def complaints(self) -> list[WishError]:
        """Say which names no resource has, and which several have."""
        found: list[WishError] = []
        for form in self._ids:
            met = sorted(self._met.get(form, ()))
            if not met:
                near = process.extractOne(form, sorted(self._names), score_cutoff=_NEAR)
                found.append(UnknownNameError(form, near[0] if near else None))
            elif len(met) > 1:
                forms = ", ".join(short_name(urn) for urn in met)
                found.append(
                    WishError(f"{form} is the name of several resources", hint=f"Write one of: {forms}.")
                )
        return found


class Claims:
    """Which object belongs to which resource; safe to use from many threads.

    Args:
        taken: by type and id, the URN of the resource that has it already.
    """

    def __init__(self, taken: Mapping[tuple[str, str], str]) -> None:
        self._before = frozenset(taken)
        self._taken = dict(taken)
        self._lock = threading.Lock()

    def free(self, type_: str, ids: frozenset[str]) -> list[str]:
        """Leave out of some ids those that the state had before."""
        return sorted(id_ for id_ in ids if (type_, id_) not in self._before)

    def claim(self, type_: str, id_: str, urn: str) -> None:
        """Note that an object belongs to a resource.

        Raises:
            WishError: it belongs to another one.
        """
        with self._lock:
            owner = self._taken.setdefault((type_, id_), urn)
        if owner != urn:
            raise WishError(
                f"{short_name(urn)} can't be {id_}: that is {short_name(owner)}",
                hint=f"Give the one that it is not another id, or correct the program ({owner}).",
            )

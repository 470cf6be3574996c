"""A resource type that says of two objects that they belong together, and no more.

Its id is `ONE/OTHER`, everything of it replaces, and bringing the two together a
second time changes nothing: so nothing can be lost or doubled when a run is killed.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from gcloud.cloud.errors import ConflictError, NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call
from gcloud.provider.resource import Json, ResourceType


class PairType(ResourceType):
    """Two objects that belong together.

    Class attributes:
        key: the properties that hold the two ids, in their order in the resource's id.
        nouns: what the two are, in a sentence.
    """

    nouns: ClassVar[tuple[str, str]]
    contained = False

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Bring the two together; if they are already, it is done."""
        one, other = (inputs[name] for name in self.key)
        try:
            self.join(call, one, other, f"creating {self.title(inputs)}")
        except ConflictError:
            if not self.joined(call, one, other, f"reading {self.title(inputs)}"):
                raise
        id_ = f"{one}/{other}"
        return CreateResult(id_, self.outputs(id_, self.reported(call, self._raw(id_), inputs), inputs))

    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Look whether the two are still together."""
        one, _, other = id_.partition("/")
        return self._raw(id_) if self.joined(call, one, other, f"reading {self.title(given)}") else None

    def reported(self, call: Call, raw: Json, given: Json) -> Json:  # noqa: ARG002 - the base's signature
        """Give the two ids."""
        return {**raw, "region": call.region}

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Part the two; if one of them is gone, they are parted."""
        one, _, other = id_.partition("/")
        try:
            self.part(call, one, other, f"deleting {self.title(outputs)}")
        except NotFoundError:
            return

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:  # noqa: ARG002 - the same for all
        """Nothing can be mistaken for it: the same two make the same pair."""
        return frozenset()

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:
        """Give the pair's id if the two are together."""
        one, other = (inputs[name] for name in self.key)
        there = self.joined(call, one, other, f"looking for {self.title(inputs)}")
        return f"{one}/{other}" if there and f"{one}/{other}" not in not_ids else None

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - the same for all
        """Say that it is nothing that a project contains."""
        return "it is said where the two objects are made"

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:
        """Name both ends."""
        one, other = (named(outputs[name]) for name in self.key)
        return f"{one} with {other}"

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name the pair by its two ends."""
        (one, other), (first, second) = self.nouns, self.key
        return f"{self.noun} ({one} {inputs.get(first)}, {other} {inputs.get(second)})"

    @abstractmethod
    def join(self, call: Call, one: str, other: str, doing: str) -> None:
        """Bring two objects together."""

    @abstractmethod
    def joined(self, call: Call, one: str, other: str, doing: str) -> bool:
        """Tell whether two objects are together."""

    @abstractmethod
    def part(self, call: Call, one: str, other: str, doing: str) -> None:
        """Part two objects."""

    def _raw(self, id_: str) -> Json:
        return dict(zip(self.key, id_.split("/", 1), strict=True))

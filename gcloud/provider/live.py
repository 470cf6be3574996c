"""How the objects of a type are seen: singly, in listings, and as a resource's properties.

To see an object takes two steps that are kept apart: getting what the API has of
it, and saying that in the properties of a program. So reading one object and
reading a thousand in one listing give the very same.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from gcloud.cloud.rest import PAGE
from gcloud.provider.call import Call
from gcloud.provider.diff import plain
from gcloud.provider.schema import Kind, Schema

Json = dict[str, Any]
"""An object of the cloud's API, or a resource's properties."""


class Visible(ABC):
    """A type whose objects can be seen.

    Class attributes:
        noun: the type in a sentence, "network".
        schema: its properties.
        page: how many objects a listing asks for at once.
        contained: its objects are in projects; what belongs to the cloud, a domain or a user is
            foreign to no project.
        extra: its service is one that a cloud may lack; then there are no such objects.
        at_once: how many ids `among` takes; None if it lists everything of an owner anyway.
    """

    noun: ClassVar[str]
    schema: ClassVar[Schema]
    page: ClassVar[int] = PAGE
    contained: ClassVar[bool] = True
    extra: ClassVar[bool] = False
    at_once: ClassVar[int | None] = None

    @abstractmethod
    def fetch(self, call: Call, id_: str, given: Json) -> Json | None:
        """Give an object as the API has it; None if it is gone.

        Args:
            call: the cloud.
            id_: the object's id.
            given: the outputs in the state, or what the program gives; empty if nothing is known
                of the object, so that more of it may be worth asking for.
        """

    @abstractmethod
    def members(self, call: Call, owner: str) -> Iterable[tuple[str, Json]]:
        """Give an owner's objects by id, each as `fetch` gives it, in as few calls as the API allows.

        They come page by page: who has seen enough asks for no further one.

        Args:
            call: the cloud.
            owner: what `owner` gives.
        """

    def among(self, call: Call, owner: str, ids: Sequence[str]) -> Iterable[tuple[str, Json]]:  # noqa: ARG002 - for types whose API can be asked for ids
        """Give those of `ids` that are there, and perhaps others; as `members` otherwise.

        An API that can be asked for some of its objects answers with what is known, however
        much there is beside it. At most `at_once` ids are asked for.
        """
        return self.members(call, owner)

    @abstractmethod
    def reported(self, call: Call, raw: Json, given: Json) -> Json:
        """Give the properties that an object of the API tells, by their names in a program.

        Args:
            call: the cloud.
            raw: what `fetch` or `members` gave.
            given: the inputs after a create or update, the state's outputs after a read: of what
                the cloud may add to, the part that was asked for is reported. Empty if nothing is
                known: then everything is reported that the object shows, as if it was asked for.
        """

    def read(self, call: Call, id_: str, given: Json) -> Json | None:
        """Give the outputs of a live object; None if it is gone. The arguments are those of `fetch`."""
        raw = self.fetch(call, id_, given)
        return None if raw is None else self.live(call, id_, raw, given)

    def live(self, call: Call, id_: str, raw: Json, given: Json) -> Json:
        """Give the outputs of a live object; what the API doesn't report is carried from `given`.

        Of an object that nobody knew, what isn't reported counts as left to its default. Where
        an order means nothing, services change it from one answer to the next: it stays as it
        was, and what is new comes after it, sorted.
        """
        properties = self.schema.properties
        known = given or {name: facts.default for name, facts in properties.items() if facts.default}
        outputs = self.outputs(id_, self.reported(call, raw, given), known, live=True)
        for name, facts in properties.items():
            now = outputs[name]
            loose = facts.kind is Kind.SET or (facts.kind is Kind.LIST and facts.output)
            if loose and isinstance(now, list):
                outputs[name] = _in_the_order_of(given.get(name) or [], now)
        return outputs

    def list_all(self, call: Call, owner: str) -> dict[str, Json]:
        """Give the outputs of all objects of an owner, by id."""
        return {id_: self.live(call, id_, raw, {}) for id_, raw in self.members(call, owner)}

    def owner(self, call: Call, given: Json) -> str:
        """Give what to list in order to find an object: its project's id, if the type has no other."""
        project: str = given.get("tenantId") or given.get("projectId") or call.project
        return project

    def called(self, outputs: Json, named: Callable[[str], str]) -> str:  # noqa: ARG002 - for types that name others
        """Give the name by which people know an object; empty if it has none.

        Args:
            outputs: the object.
            named: gives another object's name by its id, or the id's first digits.
        """
        name: str = outputs.get("name") or ""
        return name

    def automatic(self, call: Call, raw: Json) -> str:  # noqa: ARG002 - for types whose objects the cloud makes by itself
        """Say why an object is nobody's resource although it is there; empty if somebody made it."""
        return ""

    def title(self, inputs: Mapping[str, Any]) -> str:
        """Name the object in a sentence: `network "srv"`."""
        name = inputs.get("name")
        return f'{self.noun} "{name}"' if isinstance(name, str) and name else self.noun

    def outputs(self, id_: str, reported: Json, given: Json, *, live: bool = False) -> Json:
        """Complete what the API reports to what the official provider would store.

        Args:
            id_: the object's id.
            reported: the properties that the API reports, by their names in a program.
            given: where the others come from: the inputs after a create or update, the state's
                outputs after a read.
            live: the object was read: an empty collection that the program didn't give is
                stored as empty then, and as null right after a create or update.
        """
        result: Json = {"id": id_}
        for name, facts in self.schema.properties.items():
            value = reported[name] if name in reported else plain(given.get(name))
            collection = facts.kind in {Kind.LIST, Kind.SET, Kind.MAP}
            if value is None and name not in reported:
                value = [] if facts.block and collection else facts.unset
            elif collection and not value and not facts.block and not facts.computed and not facts.output:
                value = value if live or name in given else None
            result[name] = value
        return dict(sorted(result.items()))


def _in_the_order_of(before: list[Any], now: list[Any]) -> list[Any]:
    left, known = list(now), []
    for one in before:
        if one in left:
            left.remove(one)
            known.append(one)
    return known + sorted(left, key=repr)

"""The base of a resource type: the verbs, and what is the same for all of them.

A type is a table (its schema) and five verbs over the cloud's API. It has no
state: one instance serves all threads. Everything that can be said once is said
here or in gcloud.provider.check and gcloud.provider.diff: checking, comparing,
what outputs look like, and how an object is found again whose creation was
sent but never answered.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from gcloud.engine.interface import CheckResult, CreateResult, DiffResult
from gcloud.engine.values import Value, contains_unknown
from gcloud.provider.call import Call
from gcloud.provider.check import check, is_autoname_like
from gcloud.provider.diff import diff, plain, same
from gcloud.provider.schema import DEFAULTS, Kind, Schema, zero

Json = dict[str, Any]
"""An object of the cloud's API, or a resource's properties."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds that a verb may take if the program sets no custom timeout."""

    create: float = 600
    update: float = 600
    delete: float = 600
    read: float = 120


class ResourceType(ABC):
    """One type of resource.

    Class attributes:
        type_: the type in a program, `openstack:networking/network:Network`.
        noun: the type in a sentence, "network".
        schema: its properties.
        timeouts: how long its verbs may take.
        key: the inputs that tell one object from another when it is looked for by listing.
        services: the services that it calls, as openstacksdk names them (`network`).
        delete_before_replace: a replacement can't exist beside its predecessor.
    """

    type_: ClassVar[str]
    noun: ClassVar[str]
    schema: ClassVar[Schema]
    timeouts: ClassVar[Timeouts] = Timeouts()
    key: ClassVar[tuple[str, ...]] = ("name",)
    services: ClassVar[tuple[str, ...]] = ()
    delete_before_replace: ClassVar[bool] = False

    def check(
        self, logical_name: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        """Validate a program's inputs; types add rules of their own to the schema's."""
        return check(self.schema, self.type_, logical_name, olds, news)

    def diff(
        self,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        """Compare the state with checked new inputs.

        A replacement whose name the program itself chose comes after the deletion of its
        predecessor, as in the official provider: two of the same name would confuse.
        """
        found = diff(self.schema, old_inputs, old_outputs, new_inputs, ignore_changes)
        replaced = any(change.replaces for change in found.changes)
        named = any(
            facts.autoname and name in new_inputs and name not in new_inputs.get(DEFAULTS, (name,))
            for name, facts in self.schema.properties.items()
        )
        return DiffResult(found.changes, replaced and (self.delete_before_replace or named))

    @abstractmethod
    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Make the object, wait until it can be used, give its id and all its outputs.

        Raises:
            PartialFailure: it exists, but isn't as wanted.
        """

    @abstractmethod
    def read(self, call: Call, id_: str, given: Json) -> Json | None:
        """Give the outputs of a live object; None if it is gone.

        Args:
            call: the cloud.
            id_: the object's id.
            given: the outputs in the state; what the API doesn't report is carried from them.
        """

    def update(self, call: Call, id_: str, changed: frozenset[str], inputs: Json, old: Json) -> Json:
        """Change the object and give all its outputs.

        Args:
            call: the cloud.
            id_: the object's id.
            changed: the properties whose values differ (top level names).
            inputs: the new inputs.
            old: the outputs in the state.

        A type whose every property replaces needs none of its own: this one is called only
        to look again at what an interrupted run had left.
        """
        live = self.read(call, id_, {**old, **inputs})
        if changed or live is None:
            raise NotImplementedError(f"a change of {sorted(changed)} replaces {self.type_}")
        return live

    @abstractmethod
    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the object and wait until what depends on its absence can go on; gone is done."""

    @abstractmethod
    def list_all(self, call: Call, project: str) -> dict[str, Json]:
        """Give the outputs of all objects in a project, by id, in as few calls as the API allows.

        What the API doesn't report is None. Types that belong to no project ignore it.
        """

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:
        """Give the ids of live objects that a create of these inputs could be mistaken for.

        The listing is made once a run and type: what comes to be later is either made by
        this run, so that the engine knows it, or by somebody else in the same project, under
        the same name, in the seconds before a kill.
        """
        return frozenset(
            i for i, outputs in self.listed(call, inputs).items() if self.matches(inputs, outputs)
        )

    def candidates(self, call: Call, inputs: Json, defaults: frozenset[str]) -> frozenset[str]:
        """Give the ids of live objects that these inputs describe, by their natural key.

        Args:
            call: the cloud.
            inputs: what is wanted; may hold `UNKNOWN`.
            defaults: the inputs that the program did not give; an autoname among them has a chance part.
        """
        if any(contains_unknown(inputs.get(name)) for name in (*self.key, "tenantId", "projectId")):
            return frozenset()
        chance = [n for n, facts in self.schema.properties.items() if facts.autoname and n in defaults]
        firm = {name: value for name, value in inputs.items() if name not in chance}
        return frozenset(
            id_
            for id_, outputs in self.listed(call, inputs).items()
            if self.describes(firm, outputs)
            and all(is_autoname_like(inputs[name], outputs.get(name)) for name in chance)
        )

    def describes(self, inputs: Json, outputs: Json) -> bool:
        """Tell whether inputs describe an object, as far as its natural key goes."""
        return self.matches(inputs, outputs)

    def listed(self, call: Call, inputs: Json) -> Mapping[str, Json]:
        """List the objects of the project that the inputs belong to, once a run."""
        project = self.project(call, inputs)
        listed: Mapping[str, Json] = call.shared.once(
            f"{self.type_} {project}", lambda: self.list_all(call, project)
        )
        return listed

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:
        """Find the object that an unanswered create of these inputs made.

        Of several that fit, each as good as the other, the one with the least id.
        """
        listed = self.list_all(call, self.project(call, inputs))
        return min((i for i in listed if i not in not_ids and self.matches(inputs, listed[i])), default=None)

    def matches(self, inputs: Json, outputs: Json) -> bool:
        """Tell whether an object has the natural key that the inputs ask for."""
        properties = self.schema.properties
        return all(
            same(properties[name], outputs.get(name), inputs[name]) for name in self.key if name in inputs
        )

    @staticmethod
    def project(call: Call, inputs: Json) -> str:
        """Give the id of the project that the object belongs to."""
        project: str = inputs.get("tenantId") or inputs.get("projectId") or call.project
        return project

    def wanted(self, inputs: Json, name: str) -> Value:
        """Give what a property is to be: the input, or what stands for "nothing was given"."""
        return plain(inputs[name]) if name in inputs else zero(self.schema.properties[name])

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


def from_state(properties: Mapping[str, Any]) -> Json:
    """Give a copy of properties that holds no `__defaults` on its first level."""
    return {name: value for name, value in properties.items() if name != DEFAULTS}

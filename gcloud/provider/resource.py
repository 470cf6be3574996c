"""The base of a resource type: the verbs, and what is the same for all of them.

A type is a table (its schema) and five verbs over the cloud's API. It has no
state: one instance serves all threads. Everything that can be said once is said
here or in gcloud.provider.live, gcloud.provider.check and gcloud.provider.diff:
checking, comparing, what outputs look like, and how an object is found again
whose creation was sent but never answered.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar

from gcloud.engine.interface import CheckResult, CreateResult, DiffResult
from gcloud.engine.values import Value, contains_unknown
from gcloud.provider.call import Call, birth
from gcloud.provider.check import check, is_autoname_like
from gcloud.provider.diff import diff, plain, same
from gcloud.provider.live import Json, Visible
from gcloud.provider.schema import DEFAULTS, zero

__all__ = ["Json", "ResourceType", "Timeouts", "from_state"]


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds that a verb may take if the program sets no custom timeout."""

    create: float = 600
    update: float = 600
    delete: float = 600
    read: float = 120


class ResourceType(Visible):
    """One type of resource.

    Class attributes:
        type_: the type in a program, `openstack:networking/network:Network`.
        timeouts: how long its verbs may take.
        key: the inputs that tell one object from another when it is looked for by listing.
        services: the services that it calls, as openstacksdk names them (`network`).
        delete_before_replace: a replacement can't exist beside its predecessor.
    """

    type_: ClassVar[str]
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

    def existing(self, call: Call, inputs: Json) -> frozenset[str]:
        """Give the ids of live objects that a create of these inputs could be mistaken for.

        The listing is made once a run and type: what comes to be later is either made by
        this run, so that the engine knows it, or by somebody else in the same project, under
        the same name, in the seconds before a kill. In a project that this run has made nothing
        can have been before; a tenant's first run need not list its emptiness type by type.
        """
        if call.shared.has(birth(self.owner(call, inputs))):
            return frozenset()
        return frozenset(id_ for id_, raw in self.near(call, inputs) if self.fits(call, inputs, raw))

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
            for id_, raw in self.near(call, firm)
            if self.describes(call, firm, raw)
            and all(is_autoname_like(inputs[n], self.reported(call, raw, firm).get(n)) for n in chance)
        )

    def find(self, call: Call, inputs: Json, not_ids: frozenset[str]) -> str | None:
        """Find the object that an unanswered create of these inputs made.

        Of several that fit, each as good as the other, the one with the least id.
        """
        there = self.members(call, self.owner(call, inputs))
        return min((i for i, raw in there if i not in not_ids and self.fits(call, inputs, raw)), default=None)

    def fits(self, call: Call, inputs: Json, raw: Json) -> bool:
        """Tell whether an object could be what a create of these inputs has just made."""
        properties, there = self.schema.properties, self.reported(call, raw, inputs)
        return all(
            same(properties[name], there.get(name), inputs[name]) for name in self.key if name in inputs
        )

    def describes(self, call: Call, inputs: Json, raw: Json) -> bool:
        """Tell whether inputs describe an object that may have been used for long, by its natural key."""
        return self.fits(call, inputs, raw)

    def near(self, call: Call, inputs: Json) -> Sequence[tuple[str, Json]]:
        """Give the objects among which one of these inputs must be, by id, listed once a run.

        By the first part of the key: a thousand resources beside a thousand objects must not
        look at each pair of them.
        """
        owner, first = self.owner(call, inputs), self.key[0]

        def listed() -> dict[Value, list[tuple[str, Json]]]:
            found: dict[Value, list[tuple[str, Json]]] = {}
            for id_, raw in self.members(call, owner):
                found.setdefault(self.reported(call, raw, {}).get(first), []).append((id_, raw))
            return found

        by_key: Mapping[Value, Sequence[tuple[str, Json]]] = call.shared.once(
            f"{self.type_} {call.region} {owner}", listed
        )
        return by_key.get(inputs[first], ()) if first in inputs else list(chain(*by_key.values()))

    def wanted(self, inputs: Json, name: str) -> Value:
        """Give what a property is to be: the input, or what stands for "nothing was given"."""
        return plain(inputs[name]) if name in inputs else zero(self.schema.properties[name])


def from_state(properties: Mapping[str, Any]) -> Json:
    """Give a copy of properties that holds no `__defaults` on its first level."""
    return {name: value for name, value in properties.items() if name != DEFAULTS}

"""A small cloud in memory and its provider, for tests of the engine.

Types of the package `mem`, with just the rules that the engine must cope with:

    mem:index:Net     name (autonamed), cidr (replaces), label; computed: mtu
    mem:index:Port    net (replaces), name, size; computed: address
    mem:index:Key     name (replaces, must be unique: deleted before it is replaced), secret value
    mem:index:Slow    like Net, but takes its time
    mem:index:Part    net (replaces), name; falls with its net
"""

# ruff: noqa: ARG002, PLR0917 - the protocol's arguments

import itertools
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gcloud.engine.interface import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    Known,
    LiveObject,
    Observation,
    PartialFailure,
    PropertyChange,
    ReadResult,
    Survey,
)
from gcloud.engine.state import urn as urns
from gcloud.engine.values import UNKNOWN
from gcloud.errors import CloudError


@dataclass(frozen=True)
class Type:
    inputs: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    autoname: bool = False
    unique: bool = False
    secret: tuple[str, ...] = ()
    computed: Mapping[str, Any] = field(default_factory=dict)


TYPES = {
    "mem:index:Net": Type(("name", "cidr", "label"), ("cidr",), (), autoname=True, computed={"mtu": 1442}),
    "mem:index:Slow": Type(("name", "cidr", "label"), ("cidr",), (), autoname=True, computed={"mtu": 1}),
    "mem:index:Port": Type(("net", "name", "size"), ("net",), ("net",), computed={"address": "10.0.0.9"}),
    "mem:index:Part": Type(("net", "name"), ("net",), ("net",)),
    "mem:index:Key": Type(("name", "value"), ("name", "value"), ("name",), unique=True, secret=("value",)),
}


def nothing(*_):
    """Do nothing: what happens before and after a call unless a test wants more."""


class Cloud:
    """What exists; every change is counted, and may be made to fail."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str, str]] = []
        self.before: Callable[[str, str, Mapping[str, Any]], None] = nothing
        self.after: Callable[[str, str, Mapping[str, Any]], None] = nothing
        self.running = self.most_running = 0
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        return sorted(str(item["name"]) for item in self.objects.values())

    def number(self) -> int:
        return next(self._numbers)

    def enter(self, verb: str, type_: str, what: Mapping[str, Any]) -> None:
        with self._lock:
            self.calls.append((verb, type_, str(what.get("name"))))
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        self.before(verb, type_, what)

    def leave(self, verb: str, type_: str, what: Mapping[str, Any]) -> None:
        self.after(verb, type_, what)

    def release(self) -> None:
        with self._lock:
            self.running -= 1

    def done(self, *verbs: str) -> list[tuple[str, str]]:
        return [(verb, name) for verb, _, name in self.calls if verb in verbs]


class MemoryProvider:
    """The provider of the package `mem`."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.settings: Mapping[str, Any] = {}

    def unsupported(self, type_: str) -> str | None:
        known = type_ in TYPES or type_ == "mem:index:lookup"
        return None if known else f"the type {type_} is not known to the provider mem"

    def configure(self, inputs: Mapping[str, Any]) -> None:
        self.settings = dict(inputs)

    def check(
        self, type_: str, urn: str, olds: Mapping[str, Any] | None, news: Mapping[str, Any]
    ) -> CheckResult:
        kind = TYPES[type_]
        failures = [
            CheckFailure(name, f"unknown property; known are {', '.join(kind.inputs)}")
            for name in news
            if name not in kind.inputs and not name.startswith("__")
        ]
        if isinstance(news.get("size"), str):
            failures.append(CheckFailure("size", "must be a number, not a text"))
        failures += [CheckFailure(name, "is required") for name in kind.required if name not in news]
        inputs, defaults = dict(news), []
        if kind.autoname and "name" not in inputs:
            kept = olds is not None and "name" in olds.get("__defaults", ())
            name = olds["name"] if kept and olds else f"{urns.parse(urn).name}-{self.cloud.number():04x}"
            inputs["name"] = name
            defaults.append("name")
        inputs["__defaults"] = defaults
        return CheckResult(inputs, tuple(failures))

    def diff(
        self,
        type_: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        ignore_changes: Sequence[str],
    ) -> DiffResult:
        kind = TYPES[type_]
        changes = tuple(
            PropertyChange(name, old_inputs.get(name), new_inputs.get(name), name in kind.replaces)
            for name in kind.inputs
            if old_inputs.get(name) != new_inputs.get(name) or new_inputs.get(name) is UNKNOWN
        )
        return DiffResult(changes, kind.unique)

    def create(self, type_: str, urn: str, inputs: Mapping[str, Any], timeout: float | None) -> CreateResult:
        cloud = self.cloud
        cloud.enter("create", type_, inputs)
        try:
            if TYPES[type_].unique and inputs["name"] in cloud.names():
                raise CloudError(f"{inputs['name']} exists already")
            if "net" in inputs and inputs["net"] not in cloud.objects:
                raise CloudError(f"there is no net {inputs['net']}")
            if type_.endswith("Slow"):
                time.sleep(0.05)
            id_ = f"{type_.rpartition(':')[2].lower()}-{cloud.number():04x}"
            cloud.objects[id_] = {**outputs_of(type_, inputs), "id": id_, "type": type_}
            cloud.leave("create", type_, inputs)
            if inputs.get("label") == "half":
                raise PartialFailure(id_, cloud.objects[id_], "made, but not as wanted")
            if inputs.get("label") == "broken":
                raise PartialFailure(id_, cloud.objects[id_], "made, and useless", replace=True)
            return CreateResult(id_, outputs_of(type_, inputs) | {"id": id_})
        finally:
            cloud.release()

    def read(
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any] | None,
        outputs: Mapping[str, Any] | None,
    ) -> ReadResult | None:
        found = self.cloud.objects.get(id_)
        if found is None:
            return None
        kind = TYPES[type_]
        live = {name: found[name] for name in kind.inputs if found.get(name) is not None}
        if defaults := (inputs or {}).get("__defaults"):
            live["__defaults"] = defaults  # an empty list is left out, as the official bridge does
        return ReadResult(id_, live, {key: value for key, value in found.items() if key != "type"})

    def update(
        self,
        type_: str,
        urn: str,
        id_: str,
        old_inputs: Mapping[str, Any],
        old_outputs: Mapping[str, Any],
        new_inputs: Mapping[str, Any],
        timeout: float | None,
    ) -> Mapping[str, Any]:
        self.cloud.enter("update", type_, new_inputs)
        try:
            if id_ not in self.cloud.objects:
                raise CloudError(f"{id_} is gone")
            self.cloud.objects[id_].update(outputs_of(type_, new_inputs))
            self.cloud.leave("update", type_, new_inputs)
            return {key: value for key, value in self.cloud.objects[id_].items() if key != "type"}
        finally:
            self.cloud.release()

    def delete(
        self,
        type_: str,
        urn: str,
        id_: str,
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any],
        timeout: float | None,
    ) -> None:
        self.cloud.enter("delete", type_, outputs)
        try:
            above = [other for other in list(self.cloud.objects.values()) if other.get("net") == id_]
            users = [other["id"] for other in above if other["type"] != "mem:index:Part"]
            if users:
                raise CloudError(f"{id_} is still used by {', '.join(users)}")
            for gone in (id_, *(other["id"] for other in above)):
                self.cloud.objects.pop(gone, None)
            self.cloud.leave("delete", type_, outputs)
        finally:
            self.cloud.release()

    def invoke(self, token: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        found = [item for item in list(self.cloud.objects.values()) if item["name"] == args["name"]]
        if not found:
            raise CloudError(f"nothing is named {args['name']}", hint="Make it first.")
        return {"id": found[0]["id"], "name": args["name"]}

    def existing(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        return frozenset(self._like(type_, inputs))

    def find(self, type_: str, inputs: Mapping[str, Any], not_ids: frozenset[str]) -> str | None:
        found = [id_ for id_ in self._like(type_, inputs) if id_ not in not_ids]
        return found[0] if found else None

    def observe(self, objects: Sequence[Known]) -> Sequence[Observation]:
        return [Observation(self.read(one.type, one.urn, one.id, one.inputs, one.outputs)) for one in objects]

    def survey(self, types: Sequence[str]) -> Survey:
        found = [
            (item["type"], id_, self.read(item["type"], "", id_, None, None))
            for id_, item in list(self.cloud.objects.items())
            if not types or item["type"] in types
        ]
        return Survey(
            tuple(
                LiveObject(type_, id_, str(live.inputs.get("name", "")), live.inputs, live.outputs)
                for type_, id_, live in found
                if live is not None
            ),
            {},
        )

    def candidates(self, type_: str, inputs: Mapping[str, Any]) -> frozenset[str]:
        if inputs.get("name") is UNKNOWN:
            return frozenset()
        return frozenset(self._like(type_, inputs))

    def secret_outputs(self, type_: str) -> frozenset[str]:
        return frozenset(TYPES[type_].secret)

    def _like(self, type_: str, inputs: Mapping[str, Any]) -> list[str]:
        return [
            id_
            for id_, item in list(self.cloud.objects.items())
            if item["type"] == type_ and item["name"] == inputs.get("name")
        ]


def outputs_of(type_: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    kind = TYPES[type_]
    return {**{name: inputs.get(name) for name in kind.inputs}, **kind.computed}

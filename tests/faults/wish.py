"""What a program asks for, as data: from it come the program itself and what the cloud must then hold."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from tests.engine.script import Program

AUTONAME = re.compile(r"-[0-9a-f]{4,}$")
COMPONENT, PROVIDER, FOREIGN = "Zone", "East", "Foreign"
WORDS = ("cidr", "label", "size", "value")
REPLACING = {"Net": ("cidr",), "Slow": ("cidr",), "Port": (), "Part": (), "Key": ("value",)}


@dataclass(frozen=True, slots=True)
class Item:
    """One resource of a program.

    kind: Net, Slow, Port, Part or Key of the package mem; Zone (a component), East (an explicit
        provider) or Foreign (somebody else's net, read by its id).
    name: its logical name; called: its name in the cloud, given by the provider if empty.
    on: the net that it is on; inside: its parent; by: its explicit provider.
    options: as tests.engine.script takes them, without `opt_`.
    """

    kind: str
    name: str
    called: str = ""
    on: str = ""
    inside: str = ""
    by: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def managed(self) -> bool:
        return self.kind in REPLACING

    def but(self, **inputs: Any) -> "Item":
        return replace(self, inputs={**self.inputs, **inputs})

    def having(self, **options: Any) -> "Item":
        return replace(self, options={**self.options, **options})


Wish = tuple[Item, ...]
"""A program's resources, each after what it needs."""


def net(name: str, cidr: str = "10.1.0.0/24", **more: Any) -> Item:
    return Item("Net", name, more.pop("called", name), inputs={"cidr": cidr, **more})


def port(name: str, on: str, **inputs: Any) -> Item:
    return Item("Port", name, name, on, inputs=inputs)


def key(name: str, value: str) -> Item:
    return Item("Key", name, name, inputs={"value": value})


def script(wish: Wish, *, together: bool = False):
    """Make the program; `together` registers whatever is ready at the same time, as real programs do."""

    def run(p: Program) -> None:
        made: dict[str, Any] = {}
        for wave in waves(wish) if together else [[item] for item in wish]:
            if len(wave) == 1:
                made[wave[0].name] = _register(p, wave[0], made)
                continue
            with ThreadPoolExecutor(len(wave)) as workers:
                answers = list(workers.map(lambda item: _register(p, item, made), wave))
            made.update({item.name: answer for item, answer in zip(wave, answers, strict=True)})
        for item in wish:
            if item.kind == COMPONENT:
                p.outputs(made[item.name].urn, of=item.name)
        p.export(count=len(wish))

    return run


def waves(wish: Wish) -> list[list[Item]]:
    """Group items so that each comes after what it needs."""
    depth: dict[str, int] = {}
    for item in wish:
        above = (item.on, item.inside, item.by, str(item.options.get("deleted_with", "")))
        depth[item.name] = 1 + max((depth[name] for name in above if name), default=-1)
    return [
        [item for item in wish if depth[item.name] == level]
        for level in range(max(depth.values(), default=0) + 1)
    ]


def _register(p: Program, item: Item, made: Mapping[str, Any]) -> Any:
    parent = made[item.inside].urn if item.inside else None
    if item.kind == COMPONENT:
        return p.component("test:zone:Zone", item.name, parent=parent, **item.inputs)
    if item.kind == PROVIDER:
        return p.resource("pulumi:providers:mem", item.name, parent=parent, **item.inputs)
    if item.kind == FOREIGN:
        return p.read("Net", item.name, FOREIGN_ID, parent=parent)
    given = dict(item.inputs)
    if item.called:
        given["name"] = item.called
    if item.on:
        given["net"] = made[item.on].id
    options = dict(item.options)
    if item.by:
        options["provider"] = f"{made[item.by].urn}::{made[item.by].id.value}"
    if "deleted_with" in options:
        options["deletedWith"] = made[options.pop("deleted_with")].urn
    return p.resource(
        item.kind,
        item.name,
        parent=parent,
        **given,
        **{f"opt_{name}": value for name, value in options.items()},
    )


FOREIGN_ID = "net-foreign"
STRANGERS: Mapping[str, Mapping[str, Any]] = {
    FOREIGN_ID: {"type": "mem:index:Net", "name": "a", "cidr": "10.1.0.0/24", "label": None, "mtu": 1442},
    "key-foreign": {"type": "mem:index:Key", "name": "theirs", "value": "kept"},
}
"""What somebody else has in the same cloud; the net is named like one of ours."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be there: our things by logical name, and what was left in the cloud on purpose."""

    things: Mapping[str, Item] = field(default_factory=dict)
    left: Sequence[str] = ()

    def after(self, wish: Wish) -> "Standing":
        """Give what must be there when a program has been brought about."""
        things: dict[str, Item] = {}
        left, kept, replaced = list(self.left), set[str](), set[str]()
        for item in wish:
            if not item.managed:
                continue
            old = self._former(item)
            now = item
            if old is not None:
                kept.add(old.name)
                now = item.but(
                    **{name: old.inputs.get(name) for name in item.options.get("ignoreChanges", ())}
                )
                if _is_replaced(old, now, replaced):
                    replaced.add(item.name)
                    if old.options.get("retainOnDelete"):
                        left.append(words(old, self.things))
            things[item.name] = now
        left += [
            words(old, self.things)
            for name, old in self.things.items()
            if name not in kept and old.options.get("retainOnDelete")
        ]
        return Standing(things, tuple(left))

    def _former(self, item: Item) -> Item | None:
        """Give what an item was before; under another parent's type it would be another resource."""
        old = self.things.get(item.name) or self.things.get(item.options.get("alias_name", ""))
        return old if old is not None and bool(old.inside) == bool(item.inside) else None

    def described(self) -> Counter[str]:
        return Counter([*self.left, *(words(item, self.things) for item in self.things.values())])


def _is_replaced(old: Item, new: Item, replaced: set[str]) -> bool:
    paths = (*REPLACING[new.kind], *new.options.get("replaceOnChanges", ()))
    if any(old.inputs.get(path) != new.inputs.get(path) for path in paths):
        return True
    return old.inputs.get("label") == "broken" or old.on != new.on or new.on in replaced


def words(item: Item, things: Mapping[str, Item]) -> str:
    """Describe one of our things as `found` describes a live object."""
    on = words(things[item.on], things) if item.on else ""
    return _said(item.kind, item.called or item.name, item.inputs, on)


def found(object_: Mapping[str, Any], objects: Mapping[str, Mapping[str, Any]]) -> str:
    """Describe a live object: its kind, its name as it was given, what it is like and what it is on."""
    on = found(objects[object_["net"]], objects) if object_.get("net") else ""
    return _said(object_["type"].rpartition(":")[2], AUTONAME.sub("", object_["name"]), object_, on)


def _said(kind: str, name: str, values: Mapping[str, Any], on: str) -> str:
    listed = " ".join(f"{word}={values[word]}" for word in WORDS if values.get(word) is not None)
    return f"{kind} {name} {listed}" + (f" on ({on})" if on else "")

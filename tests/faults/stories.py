"""Stories: what was there, what a run was to do when it was killed, and what came after it.

Those written by hand hold every kind of step; those made by chance (tests.faults.chance) mix them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from gcloud.engine.state.store import StackStore
from tests.faults.wish import Item, Wish, key, net, port
from tests.faults.world import Verb, World


@dataclass(frozen=True, slots=True)
class Story:
    """One story.

    before: programs that have run, in order, in good weather; killed: the one whose run is killed;
    then: the one that runs next (the same one if None).
    verb, next_verb: up or destroy. together: registers at the same time what can be.
    weather: the share of calls that fail in the killed run, and its seed.
    prepare: changes the world before the killed run.
    """

    name: str
    killed: Wish
    before: tuple[Wish, ...] = ()
    then: Wish | None = None
    verb: Verb = "up"
    next_verb: Verb | None = None
    together: bool = False
    weather: float = 0.0
    seed: int = 0
    prepare: Callable[[World], None] | None = None


A, B = "10.1.0.0/24", "10.2.0.0/24"
TWINS: Wish = (
    Item("Net", "twin-1", "twin", inputs={"label": "1"}),
    Item("Net", "twin-2", "twin", inputs={"label": "2"}),
)
FIRST: Wish = (net("a"), port("p", "a"), key("k", "one"), *TWINS)
AUTONAMED = Item("Net", "auto", inputs={"cidr": A})
ZONE: Wish = (
    Item("Zone", "z", inputs={"cidr": A}),
    Item("Net", "zn", "zn", inside="z", inputs={"cidr": A}),
    Item("Port", "zp", "zp", "zn", inside="z"),
)
EAST: Wish = (
    Item("East", "east", inputs={"region": "one"}),
    Item("Net", "e", "e", by="east", inputs={"cidr": A}),
    Item("Port", "ep", "ep", "e", by="east"),
)
MANY: Wish = (net("hub"), *(port(f"p{n}", "hub") for n in range(5)), *(net(f"n{n}") for n in range(4)))


def _changed(wish: Wish, changes: Mapping[str, Mapping[str, object]]) -> Wish:
    return tuple(item.but(**changes.get(item.name, {})) for item in wish)


def _options(wish: Wish, options: Mapping[str, Mapping[str, object]]) -> Wish:
    return tuple(item.having(**options.get(item.name, {})) for item in wish)


def half_replaced(world: World) -> None:
    """Leave what the official engine leaves when it dies between a deletion and the new creation."""
    with StackStore.open(world.state, "project", "stack", "pass") as store:
        del world.cloud.objects[next(state.id for state in store.resources if state.urn.endswith("Key::k"))]
        store.save(
            replace(state, pending_replacement=state.urn.endswith("Key::k")) for state in store.resources
        )


def meddled_with(world: World) -> None:
    """Change the cloud behind our back: one object deleted, one changed."""
    objects = world.cloud.objects
    for id_, object_ in objects.items():
        if object_["name"] == "p":
            del objects[id_]
        if object_.get("label") == "2":
            object_.update({"label": "meddled"})


def found_there(world: World) -> None:
    """Put an object into the cloud that the program takes over."""
    there = {"type": "mem:index:Net", "name": "i", "cidr": B, "label": None, "mtu": 1442}
    world.cloud.objects["net-there"] = {"id": "net-there", **there}


def _stories() -> tuple[Story, ...]:
    first_dbr = _options(FIRST, {"a": {"delete_before_replace": True}})
    kept = _options(FIRST, {"a": {"retainOnDelete": True}, "twin-1": {"retainOnDelete": True}})
    fallen: Wish = (net("a"), Item("Part", "part", "part", "a", options={"deleted_with": "a"}))
    ignoring = _options(
        FIRST, {"twin-1": {"ignoreChanges": ["label"]}, "twin-2": {"replaceOnChanges": ["label"]}}
    )
    moved = (net("a2", called="a").having(alias_name="a"), port("p", "a2"), *FIRST[2:])
    imported = (net("i", B).having(importId="net-there"), *FIRST)
    sized, moved_net, other_key = {"p": {"size": 3}}, {"a": {"cidr": B}}, {"k": {"value": "two"}}
    stormy = {"weather": 0.3, "seed": 3}
    half, useless = _changed(FIRST, {"a": {"label": "half"}}), _changed(FIRST, {"a": {"label": "broken"}})
    return (
        Story("create", FIRST),
        Story("create together", (*FIRST, *ZONE, *EAST), together=True),
        Story("create autonamed", (AUTONAMED, port("p", "auto"), replace(AUTONAMED, name="other"))),
        Story("create slowly", (Item("Slow", "s1", "s1"), Item("Slow", "s2", "s2"))),
        Story("update", _changed(FIRST, {"a": {"label": "x"}, **sized, "twin-1": {"label": "3"}}), (FIRST,)),
        Story("replace, new one first", _changed(FIRST, moved_net), (FIRST,)),
        Story("replace, old one first, with what is on it", _changed(first_dbr, moved_net), (FIRST,)),
        Story("replace what has a unique name", _changed(FIRST, other_key), (FIRST,)),
        Story("replace everything", _changed(FIRST, moved_net | sized | other_key), (FIRST,)),
        Story("replace autonamed",
              (AUTONAMED.but(cidr=B), port("p", "auto")), ((AUTONAMED, port("p", "auto")),)),
        Story("delete some", (net("a"),), (FIRST,)),
        Story("delete everything", (), (FIRST,)),
        Story("delete many at once", (net("n0"),), (MANY,)),
        Story("delete with what it falls with", (), (fallen,)),
        Story("delete with what it falls with, wanted again", (), (fallen,), then=fallen),
        Story("destroy", FIRST, (FIRST,), verb="destroy"),
        Story("destroy many", MANY, (MANY,), verb="destroy"),
        Story("destroy, then up", FIRST, (FIRST,), verb="destroy", next_verb="up"),
        Story("create, then destroy", FIRST, next_verb="destroy"),
        Story("replace, then destroy", _changed(FIRST, moved_net), (FIRST,), next_verb="destroy"),
        Story("components", _changed(ZONE, {"z": {"cidr": B}, "zn": {"label": "x"}}), (ZONE,)),
        Story("components go", (), (ZONE,)),
        Story("an explicit provider", EAST),
        Story("a provider configured anew",
              _changed(EAST, {"east": {"region": "two"}, "e": {"label": "x"}}), (EAST,)),
        Story("retained: removed and replaced", _changed(kept[:3], moved_net), (kept,)),
        Story("retained: old one first", _changed(
            _options(kept, {"a": {"delete_before_replace": True}}), moved_net), (kept,)),
        Story("ignored changes, asked replacements", _changed(
            ignoring, {"twin-1": {"label": "9"}, "twin-2": {"label": "9"}}), (ignoring,)),
        Story("renamed", moved, (FIRST,)),
        Story("renamed and replaced", _changed(moved, {"a2": {"cidr": B}}), (FIRST,)),
        Story("read", (Item("Foreign", "theirs"), *FIRST)),
        Story("read no more", FIRST, ((Item("Foreign", "theirs"), *FIRST),)),
        Story("verify", FIRST, (FIRST,), verb="verify", prepare=meddled_with),
        Story("verify and change", _changed(FIRST, moved_net), (FIRST,), verb="verify", prepare=meddled_with),
        Story("refresh, then verify", FIRST, (FIRST,),
              verb="refresh", next_verb="verify", prepare=meddled_with),
        Story("import", imported, prepare=found_there),
        Story("import in the place of another", imported, ((net("i"), *FIRST),), prepare=found_there),
        Story("made half before", FIRST, (half,)),
        Story("made useless before", FIRST, (useless,)),
        Story("replacement half done by the other engine", FIRST, (FIRST,), prepare=half_replaced),
        Story("another program next", FIRST, then=(net("a", B), key("k", "two"), net("b"))),
        Story("another program next, after a change", _changed(FIRST, moved_net), (FIRST,),
              then=_changed(FIRST, {"a": {"cidr": "10.3.0.0/24"}, "k": {"value": "three"}})),
        Story("taken back",
              _changed(FIRST, moved_net | {"twin-1": {"label": "3"}}), (FIRST,), then=FIRST),
        Story("one after the other", (*FIRST, *ZONE), (FIRST, (*FIRST[:3], *ZONE), EAST)),
        Story("create in bad weather", (*FIRST, *ZONE), **stormy),
        Story("change in bad weather", _changed(FIRST, moved_net | sized), (FIRST,), **stormy),
        Story("delete in bad weather", (), (MANY,), **stormy),
    )  # fmt: skip


STORIES = _stories()

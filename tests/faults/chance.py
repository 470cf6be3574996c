"""Stories made by chance; one number makes the same story each time."""

import random

from tests.faults.stories import Story
from tests.faults.wish import Item, Wish

CIDRS = ("10.1.0.0/24", "10.2.0.0/24", None)
LABELS = ("x", "y", None)


def story_of(number: int) -> Story:
    """Make a story: programs in a row, the last of them killed, the same or another one next."""
    chance = random.Random(number)  # noqa: S311 - nothing is kept secret by it
    # Whether something half done is retained or its values kept depends on how far the killed run
    # came: what must be there is certain only if the same program runs next.
    sure = chance.random() < 0.5
    before = tuple(_wish(chance, sure=sure) for _ in range(chance.randrange(4)))
    verb = "destroy" if before and not sure and chance.random() < 0.15 else "up"
    return Story(
        name=f"chance {number}",
        before=before,
        killed=before[-1] if verb == "destroy" else _wish(chance, sure=sure),
        then=None if sure or verb == "destroy" else _wish(chance, sure=False),
        verb=verb,
        next_verb=None if sure else chance.choice(["up", "up", "destroy"]),
        together=chance.random() < 0.4,
        weather=chance.choice([0.0, 0.0, 0.2]),
        seed=number,
    )


def _wish(chance: random.Random, *, sure: bool) -> Wish:
    def some(names: str, share: float) -> list[str]:
        return [name for name in names if chance.random() < share]

    zones = tuple(Item("Zone", name, inputs={"cidr": chance.choice(CIDRS)}) for name in some("z", 0.5))
    easts = tuple(Item("East", name, inputs={"region": chance.choice("rs")}) for name in some("e", 0.4))
    nets = tuple(_net(chance, name, zones, easts, sure=sure) for name in some("abcdf", 0.6))
    ports = tuple(_on(chance, "Port", name, nets, zones) for name in some("pqrs", 0.5)) if nets else ()
    parts = tuple(_on(chance, "Part", name, nets, ()) for name in some("tu", 0.4)) if nets else ()
    keys = tuple(
        Item("Key", name, name, inputs={"value": chance.choice(["one", "two"])}) for name in some("kl", 0.5)
    )
    foreign = tuple(Item("Foreign", name) for name in some("v", 0.3))
    return (*zones, *easts, *nets, *ports, *parts, *keys, *foreign)


def _net(chance: random.Random, name: str, zones: Wish, easts: Wish, *, sure: bool) -> Item:
    options: dict[str, object] = {}
    if chance.random() < 0.3:
        options["delete_before_replace"] = True
    if chance.random() < 0.15:
        options["replaceOnChanges"] = ["label"]
    if sure and chance.random() < 0.2:
        options["retainOnDelete"] = True
    if sure and chance.random() < 0.2:
        options["ignoreChanges"] = ["label"]
    return Item(
        "Net",
        name,
        # Names that others have too, and names that the provider gives.
        chance.choice([name, name, "a", ""]),
        inside=zones[0].name if zones and name in "bd" else "",
        by=easts[0].name if easts and name == "c" else "",
        inputs={"cidr": chance.choice(CIDRS), "label": chance.choice(LABELS)},
        options=options,
    )


def _on(chance: random.Random, kind: str, name: str, nets: Wish, zones: Wish) -> Item:
    below = chance.choice(nets)
    # What is kept in the cloud takes nothing with it.
    falls = kind == "Part" and not below.options.get("retainOnDelete") and chance.random() < 0.7
    return Item(
        kind,
        name,
        name,
        below.name,
        inside=zones[0].name if zones and name == "r" else "",
        inputs={"size": chance.choice([1, 2, None])} if kind == "Port" else {},
        options={"deleted_with": below.name} if falls else {},
    )

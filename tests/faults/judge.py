"""Holds a world against what must be there; whatever is lost, double, left over or wrong is named."""

from collections import Counter
from collections.abc import Iterator

from gcloud.engine.marks import plain
from gcloud.engine.state.integrity import problems
from gcloud.engine.state.paths import StackFiles
from tests.faults.wish import FOREIGN, FOREIGN_ID, STRANGERS, Standing, Wish, found
from tests.faults.world import Ran, World


def wrong(world: World, ran: Ran, wish: Wish, standing: Standing) -> list[str]:
    """Say what is not as it must be after a run that had nothing against it; empty if all is well.

    wish: what the run was to bring about; standing: what must then be there.
    """
    return [
        *ran.problems,
        *_in_the_cloud(world, standing),
        *_in_the_state(world, ran, wish, standing),
        *_on_the_disk(world),
    ]


def _in_the_cloud(world: World, standing: Standing) -> Iterator[str]:
    live = dict(world.cloud.objects.items())
    for id_, object_ in STRANGERS.items():
        if live.get(id_) != {"id": id_, **object_}:
            yield f"somebody else's {id_} was touched: {live.get(id_)}"
    ours = Counter(found(object_, live) for id_, object_ in live.items() if id_ not in STRANGERS)
    wanted = standing.described()
    yield from (f"missing or wrong: {count} x {text}" for text, count in (wanted - ours).items())
    yield from (f"left over or double: {count} x {text}" for text, count in (ours - wanted).items())


def _in_the_state(world: World, ran: Ran, wish: Wish, standing: Standing) -> Iterator[str]:
    live = {id_: object_ for id_, object_ in world.cloud.objects.items() if id_ not in STRANGERS}
    managed = [state for state in ran.states if state.type.startswith("mem:") and not state.external]
    yield from (f"the state does not fit together: {text}" for text in problems(ran.states))
    yield from (f"still open: {one.operation} of {one.state.urn}" for one in ran.unanswered)
    names = Counter(state.urn.rpartition("::")[2] for state in managed)
    if names != Counter(standing.things.keys()):
        yield f"the state names {dict(names)}, wanted are {sorted(standing.things)}"
    if len({state.id for state in managed}) != len(managed):
        yield "two states name one object"
    if len(live) != len(managed) + len(standing.left):
        yield f"{len(live)} objects; {len(managed)} are in the state, {len(standing.left)} left on purpose"
    for state in managed:
        object_ = live.get(state.id)
        if object_ is None:
            yield f"{state.urn} names {state.id}, which is not there"
            continue
        outputs, inputs = plain(state.outputs), plain(state.inputs)
        yield from (
            f"{state.urn}: {name} is {outputs.get(name)!r} in the state and {value!r} in the cloud"
            for name, value in object_.items()
            if name != "type" and outputs.get(name) != value
        )
        yield from (
            f"{state.urn}: the input {name} is {value!r} in the state and {object_.get(name)!r} in the cloud"
            for name, value in inputs.items()
            if not name.startswith("__") and object_.get(name) != value
        )
        if state.delete or state.taint or state.init_errors or state.pending_replacement:
            yield f"{state.urn} is not whole: {state}"
    read = sorted(state.id for state in ran.states if state.external)
    if read != [FOREIGN_ID] * sum(item.kind == FOREIGN for item in wish):
        yield f"read are {read}"


def _on_the_disk(world: World) -> Iterator[str]:
    files = StackFiles.locate(world.state, "project", "stack")
    left = [*files.scratch.iterdir(), *files.locks.iterdir()]
    left += [path for path in world.state.rglob("*") if ".corrupt-" in path.name or ".stale-" in path.name]
    yield from (f"left on the disk: {path}" for path in left)
    lines = [line for line in files.journal.read_bytes().splitlines() if line and b'"do":"open"' not in line]
    yield from (f"left in the journal: {line[:200]!r}" for line in lines)

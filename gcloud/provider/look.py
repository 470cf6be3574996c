"""Looks at many objects that the state knows, in as few calls as the APIs allow.

Objects are taken together by type, region and owner, and each such batch is one
question: Neutron is asked for the ids, the others list what a project has, page
by page until all that is looked for was seen. The questions go out side by side.
A listing is no proof of absence (it is filtered, paged, and an object may move
between two pages), so what it does not show is read by itself before it counts
as gone.

Whether a list is worth it depends on how much else it shows, which is not known
before. Measured on the lab: a server read takes 0.12 s, listed 0.007 s beside
0.18 s for the list itself; a volume 0.05, 0.004 and 0.04 s. So a few objects are
read singly, and a list is given up once as much was spent on it as reading what is
still missing costs: never more than twice what the better way would have cost.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, TypeAlias

from gcloud.cloud.errors import NotAllowedError, explained
from gcloud.engine.interface import Known, Observation, ReadResult
from gcloud.errors import GovCloudError
from gcloud.provider.call import Call, Shared
from gcloud.provider.observe import inputs_of
from gcloud.provider.resource import Json, ResourceType

FEW: Final = 3
"""So many objects of a batch are read singly."""

WORTH: Final = 16
"""So many entries of a list cost as much as one read."""

AT_A_TIME: Final = 8
"""Calls that are out at once."""

Caller: TypeAlias = Callable[[str, Mapping[str, Any]], tuple[ResourceType, Call]]
"""Gives a type and its call from the type's token and an object's properties (of which the region counts)."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Objects that one question is about; the numbers are their places in what was asked."""

    kind: ResourceType
    call: Call
    owner: str
    objects: Mapping[int, Known]

    def few(self) -> bool:
        """Whether reading them one by one is cheaper."""
        return len(self.objects) <= (FEW if self.kind.at_once is None else 1)


def observe(objects: Sequence[Known], caller: Caller) -> list[Observation]:
    """Look at objects that the state knows.

    Args:
        objects: what to look at.
        caller: gives types and calls.
    """
    seen: dict[int, Observation] = {}
    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="observe") as workers:
        batches = _batches(objects, caller, seen)
        listings = [workers.submit(_list, batch) for batch in batches if not batch.few()]
        reads = [_reads(workers, batch, batch.objects) for batch in batches if batch.few()]
        for batch, listing in zip((batch for batch in batches if not batch.few()), listings, strict=True):
            found = listing.result()
            seen |= found
            absent = {place: known for place, known in batch.objects.items() if place not in found}
            reads.append(_reads(workers, batch, absent))
        seen |= {place: future.result() for futures in reads for place, future in futures.items()}
    return [seen[place] for place in range(len(objects))]


def result(kind: ResourceType, call: Call, raw: Json, known: Known) -> ReadResult:
    """Give what a live object is, from what the API says and what the state knows."""
    live = kind.live(call, known.id, raw, given(known.inputs, known.outputs))
    return ReadResult(known.id, inputs_of(kind.schema, known.inputs, live), live)


def given(inputs: Mapping[str, Any] | None, outputs: Mapping[str, Any] | None) -> Json:
    """Give what is known of an object: its outputs, else what the program gives, else nothing."""
    return dict(outputs or inputs or {})


def _batches(objects: Sequence[Known], caller: Caller, seen: dict[int, Observation]) -> list[_Batch]:
    """Sort objects into batches; what can't even be asked about is `seen` with its problem."""
    shared = Shared()  # what earlier calls have looked up may have changed since
    asked: dict[tuple[str, str | None], tuple[ResourceType, Call] | GovCloudError] = {}
    groups: dict[tuple[str, str | None, str], list[tuple[int, Known]]] = defaultdict(list)
    for place, known in enumerate(objects):
        properties = given(known.inputs, known.outputs)
        where = known.type, properties.get("region")
        if where not in asked:
            asked[where] = _asked(caller, known.type, properties)
        match asked[where]:
            case GovCloudError() as error:
                seen[place] = Observation(None, error)
            case kind, call:
                # Who is asked for ids finds them in any project.
                owner = kind.owner(call, properties) if kind.at_once is None else ""
                groups[(*where, owner)].append((place, known))
    batches = []
    for (type_, region, owner), members in groups.items():
        match asked[type_, region]:
            case kind, call:
                there = iter(members)
                while chunk := list(islice(there, kind.at_once)):
                    batches.append(_Batch(kind, replace(call, shared=shared), owner, dict(chunk)))
    return batches


def _asked(caller: Caller, type_: str, properties: Json) -> tuple[ResourceType, Call] | GovCloudError:
    try:
        return caller(type_, properties)
    except GovCloudError as error:
        return error


def _list(batch: _Batch) -> dict[int, Observation]:
    """Observe what a listing shows of a batch; a listing that is not allowed shows nothing."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, known in batch.objects.items():
        places[known.id].append(place)
    seen: dict[int, Observation] = {}
    try:
        with explained(f"listing the {batch.kind.noun}s"):
            for id_, raw in _pages(batch, places):
                for place in places.pop(id_, ()):
                    seen[place] = _seen(batch, raw, batch.objects[place])
    except NotAllowedError:
        return seen
    except GovCloudError as error:
        return {place: Observation(None, error) for place in batch.objects} | seen
    return seen


def _pages(batch: _Batch, missing: Mapping[str, object]) -> Iterator[tuple[str, Json]]:
    members = iter(batch.kind.among(batch.call, batch.owner, list(missing)))
    listed = 0
    while page := list(islice(members, batch.kind.page)):
        yield from page
        listed += len(page)
        if listed >= WORTH * len(missing):
            return


def _seen(batch: _Batch, raw: Json, known: Known) -> Observation:
    try:
        return Observation(result(batch.kind, batch.call, raw, known))
    except GovCloudError as error:
        return Observation(None, error)


def _reads(
    workers: ThreadPoolExecutor, batch: _Batch, objects: Mapping[int, Known]
) -> dict[int, Future[Observation]]:
    return {place: workers.submit(_read, batch, known) for place, known in objects.items()}


def _read(batch: _Batch, known: Known) -> Observation:
    properties = given(known.inputs, known.outputs)
    try:
        with explained(f"reading {batch.kind.title(properties)}"):
            raw = batch.kind.fetch(batch.call, known.id, properties)
            return Observation(None if raw is None else result(batch.kind, batch.call, raw, known))
    except GovCloudError as error:
        return Observation(None, error)

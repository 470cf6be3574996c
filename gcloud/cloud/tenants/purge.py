"""Empties a project: all that it holds, whoever made it, and nothing else.

What is deleted is found by the project's id, never by a name. Kinds go in the
order of `deletion`, kinds that are in nobody's way at the same time, the objects
of a kind side by side. What a service refuses is told with the service's own
words, and the rest goes on; then it is looked again, for an object may have kept
another one in a way that no table knows. It ends when nothing is left, or when a
round took nothing away.

There is nothing to resume from: a run that was killed is run again and finds what is left.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Final

import openstack

from gcloud.cloud.errors import NotFoundError
from gcloud.cloud.tenants.deletion import DELETIONS, Deletion, doing
from gcloud.cloud.tenants.holdings import Holding, Holdings, UnseenError, holdings
from gcloud.cloud.tenants.kinds import Json, Kind
from gcloud.cloud.tenants.listings import listings
from gcloud.errors import CloudError, GovCloudError, InputError

AT_A_TIME: Final = 8
"""Deletions that are out at once."""

LONG: Final = 600.0
"""Seconds for which one kind's objects are waited for."""

_FIRST_LOOK: Final = 0.3
_LAST_LOOK: Final = 5.0

_FAILED: Final = frozenset({"ERROR", "error", "error_deleting"})

_BETWEEN_KINDS: Final = 8
"""Kinds that are worked on at once."""


class TooManyError(InputError):
    """More would be deleted than was allowed; nothing was."""


class LeftError(CloudError):
    """Something of the project is still there."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An object that did not go.

    Attributes:
        holding: the object.
        error: what the service said.
    """

    holding: Holding
    error: CloudError


Listener = Callable[[Kind, int, int], None]
"""Hears of a kind how many are gone, and of how many."""


@dataclass(frozen=True, slots=True)
class _Work:
    connection: openstack.connection.Connection
    project: str
    listener: Listener
    workers: ThreadPoolExecutor
    refused: dict[tuple[str, str], Refusal] = field(default_factory=dict)


def purge(
    connection: openstack.connection.Connection,
    project: str,
    users: Collection[str] = (),
    *,
    max_deletes: int,
    besides: Collection[str] = (),
    listener: Listener = lambda kind, gone, of: None,  # noqa: ARG005 - a listener that hears nothing
) -> Mapping[str, int]:
    """Delete all that a project holds, and wait until it is gone.

    Args:
        connection: to the cloud, as an administrator.
        project: its id.
        users: ids of users that are the project's alone; their key pairs go too.
        max_deletes: how many objects may go; with more none does.
        besides: services that somebody else looks after, by their type in the catalogue.
        listener: hears how far it is; called from several threads.

    Returns:
        Kind's name → how many are gone.

    Raises:
        TooManyError: there is more than `max_deletes`; nothing was touched.
        UnseenError: something could not be looked at; nothing was touched.
        LeftError: something would not go; `data` names it and why.
    """
    before = looked_at(connection, project, users, besides)
    number = len(before.objects)
    if number > max_deletes:
        raise TooManyError(
            f"The project holds {number} objects, and no more than {max_deletes} may be deleted.",
            hint=f"Look at them by a dry run; allow them by --max-deletes {number}.",
            data={"objects": number, "allowed": max_deletes, "kinds": before.numbers()},
        )
    now = before
    with (
        ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="purge") as workers,
        ThreadPoolExecutor(_BETWEEN_KINDS, thread_name_prefix="purge-kinds") as leaders,
    ):
        while now.objects:
            refused = _round(_Work(connection, project, listener, workers), leaders, now.objects)
            left = looked_at(connection, project, users, besides)
            if len(left.objects) >= len(now.objects):
                raise _left(left.objects, refused)
            now = left
    return before.numbers()


def looked_at(
    connection: openstack.connection.Connection,
    project: str,
    users: Collection[str] = (),
    besides: Collection[str] = (),
) -> Holdings:
    """Give what a project holds, if all of it can be seen.

    Args:
        connection: to the cloud, as an administrator.
        project: its id.
        users: as for `purge`.
        besides: as for `purge`.

    Raises:
        UnseenError: a kind could not be listed, or a service has no list here.
    """
    found = holdings(connection, project, users)
    unseen = [error for error in found.unseen if error.data.get("service") not in besides]
    if unseen:
        raise UnseenError(
            " ".join(error.message for error in unseen),
            hint=unseen[0].hint,
            data={"unseen": [{"message": error.message, **error.data} for error in unseen]},
        )
    return found


def _round(work: _Work, leaders: ThreadPoolExecutor, objects: Iterable[Holding]) -> tuple[Refusal, ...]:
    kinds: dict[Deletion, list[Holding]] = {deletion: [] for deletion in DELETIONS}
    for one in objects:
        if not one.by_itself:
            kinds[one.deletion].append(one)
    row = {deletion.kind: deletion for deletion in DELETIONS}
    order = TopologicalSorter({deletion: [row[kind] for kind in deletion.after] for deletion in DELETIONS})
    order.prepare()
    running: dict[Future[None], Deletion] = {}
    while order.is_active():
        for deletion in order.get_ready():
            running[leaders.submit(_kind, work, deletion, kinds[deletion])] = deletion
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            order.done(running.pop(future))
            future.result()
    return tuple(work.refused.values())


def _kind(work: _Work, deletion: Deletion, objects: list[Holding]) -> None:
    if not objects:
        return
    work.listener(deletion.kind, 0, len(objects))
    errors = work.workers.map(lambda one: _delete(work, one), objects)
    agreed = []
    for one, error in zip(objects, errors, strict=True):
        if error is None:
            agreed.append(one)
        else:
            work.refused[one.noun, one.id] = Refusal(one, error)
    if deletion.slow:
        _until_gone(work, deletion, {one.id: one for one in agreed}, len(objects))
    else:
        work.listener(deletion.kind, len(agreed), len(objects))


def _delete(work: _Work, one: Holding) -> CloudError | None:
    delete = one.deletion.delete
    if delete is None or str(one.raw.get("status", "")).lower() in {"deleting", "pending_delete"}:
        return None
    try:
        delete(work.connection, one.deletion.kind, one.raw)
    except NotFoundError:
        return None
    except CloudError as error:
        return error
    return None


def _until_gone(work: _Work, deletion: Deletion, waited: dict[str, Holding], of: int) -> None:
    pause, end = _FIRST_LOOK, time.monotonic() + LONG
    while waited:
        time.sleep(pause)
        pause = min(pause * 1.5, _LAST_LOOK)
        found = listings(work.connection, [deletion.kind], [work.project])
        if found.unseen:
            if time.monotonic() > end:
                raise next(iter(found.unseen.values()))
            continue
        there = {raw["id"]: raw for raw in found.of(deletion.kind)}
        waited = {id_: one for id_, one in waited.items() if id_ in there}
        late = time.monotonic() > end
        for id_, one in list(waited.items()):
            failed = there[id_].get("status") in _FAILED and one.raw.get("status") not in _FAILED
            if failed or late:
                work.refused[one.noun, id_] = Refusal(waited.pop(id_), _stayed(one, there[id_]))
        work.listener(deletion.kind, of - len(waited), of)


def _stayed(one: Holding, raw: Json) -> CloudError:
    status = raw.get("status") or raw.get("provisioning_status")
    fault = (raw.get("fault") or {}).get("message", "")
    because = f": {fault}" if fault else ""
    return CloudError(
        f"{doing(one.deletion.kind, one.raw).capitalize()} did not end: its status is {status}{because}.",
        hint="See the service's log, then run again.",
        data={"status": status},
    )


def _left(objects: tuple[Holding, ...], refused: tuple[Refusal, ...]) -> GovCloudError:
    said = {(one.holding.noun, one.holding.id): one.error for one in refused}
    rows = [
        {
            "kind": one.deletion.kind.name,
            "id": one.id,
            "name": one.name,
            "because": said[one.noun, one.id].message if (one.noun, one.id) in said else "",
        }
        for one in objects
    ]
    first = next((row["because"] for row in rows if row["because"]), "")
    return LeftError(
        f"{len(objects)} objects of the project are still there. {first}".strip(),
        hint="Remove what is in the way, then run again: it goes on with what is left.",
        data={"left": rows},
    )

"""The stacks of a fleet: what each needs, which may be worked on at the same time, and how many are."""

import gc
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, TypeVar

from gcloud.deploy.engine import Engine
from gcloud.engine.scope import Scope
from gcloud.engine.targets import TargetError

AT_ONCE: Final = 8
"""Stacks in work at once; each has a process of its own, of a hundred megabytes."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Member:
    """One stack of a fleet.

    Args:
        project: its project.
        stack: its name.
        engine: not opened yet.
        after: projects that must be up before it.
    """

    project: str
    stack: str
    engine: Engine = field(compare=False)
    after: tuple[str, ...] = ()


def needed(member: Member, members: Iterable[Member], *, backwards: bool) -> set[str]:
    """Name the projects that must be done with before a stack is begun.

    Args:
        member: the stack.
        members: all of them.
        backwards: what is brought up last goes first.
    """
    if not backwards:
        return set(member.after)
    return {one.project for one in members if member.project in one.after}


def waves(members: Iterable[Member], *, backwards: bool) -> list[list[Member]]:
    """Put stacks into groups of which each needs only such as went before.

    Args:
        members: the stacks.
        backwards: what is brought up last goes first.
    """
    left, found = list(members), list[list[Member]]()
    while left:
        waiting = {member.project for member in left}
        wave = [member for member in left if not waiting & set(member.after) - {member.project}]
        found.append(wave or left)
        left = [member for member in left if member not in found[-1]]
    return found[::-1] if backwards else found


def crowded(members: Sequence[Member]) -> bool:
    """Whether some must wait while others are worked on, and so take little memory meanwhile."""
    return len(members) > AT_ONCE


def side_by_side(
    members: Iterable[Member], work: Callable[[Member], Found]
) -> tuple[dict[Member, Found], list[TargetError]]:
    """Do something with stacks at the same time; of more than that, those that wait take little memory.

    Args:
        members: the stacks.
        work: what is done with each.

    Returns:
        What came of each, and the complaints of those of which the scope names nothing.
    """
    found: dict[Member, Found] = {}
    missed: list[TargetError] = []
    every = tuple(members)

    def then_rest(member: Member) -> Found:
        try:
            return work(member)
        finally:
            member.engine.rest()
            # A run leaves circles behind, and by itself the interpreter seldom looks for such.
            gc.collect()

    each = then_rest if crowded(every) else work
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="stack") as pool:
        for member, future in [(member, pool.submit(each, member)) for member in every]:
            try:
                found[member] = future.result()
            except TargetError as error:
                missed.append(error)
    return found, missed


def require_named(found: bool, missed: Sequence[TargetError], scope: Scope) -> None:
    """Refuse a scope that names nothing of any stack; that it names nothing of some is as it should be.

    Args:
        found: something came of a stack.
        missed: the complaints of those of which it names nothing.
        scope: the scope.

    Raises:
        TargetError: the first complaint.
    """
    if missed and not (found and (scope.targets or scope.replace)):
        raise missed[0]

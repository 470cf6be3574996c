"""Resources on their way from one stack's state to another's of the same backend.

Both are locked. The other stack's state is written first: a kill between the two
leaves the resources in both, and the same command again ends it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Self

from gcloud.deploy.custody import Custody
from gcloud.deploy.target import Target
from gcloud.engine.state.find import find
from gcloud.engine.state.stackfile import StackFile
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.transfer import Transfer, transfer
from gcloud.errors import InputError


@dataclass(frozen=True)
class Destination:
    """The stack that something moves to."""

    project: str
    stack: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read PROJECT/STACK.

        Raises:
            InputError: it is something else.
        """
        project, separator, stack = text.partition("/")
        if not separator or not project or not stack or "/" in stack:
            raise InputError(
                f"{text!r} names no stack.", hint="Write PROJECT/STACK, as `state list` shows them."
            )
        return cls(project, stack)


@dataclass(frozen=True)
class Relocation:
    """A move that is ready to be made.

    Args:
        transfer: both snapshots afterwards, what moves, what is lost.
        source: the stack it leaves, held.
        target: the stack it goes to, held.
    """

    transfer: Transfer
    source: tuple[Custody, StackStore]
    target: tuple[Custody, StackStore]

    def carry_out(self) -> None:
        """Write both states.

        Raises:
            StateError: one can't be written; what moves is in the first, in both, or in the second.
        """
        (here, source), (there, target) = self.source, self.target
        number = len(self.transfer.moved)
        told = f"state move: {number} resources from {here.target.stack} to {there.target.stack}"
        there.save(target, self.transfer.target, "move", told, number)
        here.save(source, self.transfer.source, "move", told, number)


@contextmanager
def relocated(kept: Custody, where: Destination, name: str) -> Iterator[Relocation]:
    """Lock two stacks and work out a move between them; it is made by `carry_out`.

    Args:
        kept: the stack that the resource is in.
        where: the other stack; it is made if it is new.
        name: the resource.

    Raises:
        InputError: there is no such resource, or it can't be moved.
        StackLockedError: a run holds one of them.
    """
    if (where.project, where.stack) == (kept.target.program.project, kept.target.stack):
        raise InputError("That is the stack that it is in.")
    # One backend, one passphrase: nobody is asked for it twice.
    other = replace(kept, target=_target(kept.target, where), ask=lambda _place, _salt: kept.passphrase)
    with kept.held() as here, other.held() as there:
        before = here.snapshot()
        done = transfer(
            before, there.snapshot(), {find(before, name).urn}, project=where.project, stack=where.stack
        )
        yield Relocation(done, (kept, here), (other, there))


def _target(source: Target, where: Destination) -> Target:
    program = replace(source.program, project=where.project)
    return replace(source, program=program, stack=where.stack, settings=StackFile(source.settings.salt))

"""The options of every command that asks for something, taken together as one `asking`."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click

from gcloud.cli.day import today
from gcloud.cli.options import Command
from gcloud.deploy.tenants.asking import Ask
from gcloud.errors import InputError

tenants_argument = click.argument("tenants", metavar="TENANT...", nargs=-1, required=True)
"""The tenants that a request is about."""

_REQUESTER = click.option(
    "--requester",
    metavar="PERSON",
    envvar="GOVCLOUD_REQUESTER",
    help="Who asks: a name of the roster (people).",
)
_REASON = click.option("--reason", metavar="TEXT", help="Why it is asked for.")
_ANSWER = click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="FINDING=REASON",
    help="What is said to a finding (repeatable).",
)
_BEYOND = click.option(
    "--beyond",
    is_flag=True,
    help="Ask for more than the machines hold; only an approver with the role capacity can grant it.",
)
_CHECK = click.option("--check", "only_check", is_flag=True, help="Write nothing; only say what is wrong.")


@dataclass(frozen=True)
class Asking:
    """What the options of a request say.

    Attributes:
        ask: who asks, why, when, and what is said to findings.
        only_check: write nothing.
        beyond: more than the machines hold is asked for on purpose.
    """

    ask: Ask
    only_check: bool
    beyond: bool


def asks(function: Command) -> Callable[..., int]:
    """Add the options that every request has, and pass them as `asking`."""

    @_REQUESTER
    @_REASON
    @_ANSWER
    @_BEYOND
    @_CHECK
    @functools.wraps(function)
    def wrapper(
        *arguments: object,
        requester: str | None,
        reason: str | None,
        answers: tuple[str, ...],
        only_check: bool,
        beyond: bool,
        **others: object,
    ) -> int:
        ask = Ask(requester, reason, today(), answers_of(answers))
        return function(*arguments, asking=Asking(ask, only_check, beyond), **others)

    return wrapper


def answers_of(said: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Findings and what is said to them.

    Args:
        said: FINDING=REASON each.

    Raises:
        InputError: one of them is not of that form.
    """
    pairs = []
    for one in said:
        finding, equals, reason = one.partition("=")
        if not equals or not finding.strip() or not reason.strip():
            raise InputError(
                f"{one} is not FINDING=REASON.", hint="See `govcloud tenant check` for findings."
            )
        pairs.append((finding.strip(), reason.strip()))
    return tuple(pairs)


def complete(asking: Asking) -> Asking:
    """What the options of a request say, where nothing else can say who asks and why.

    Args:
        asking: what they say.

    Raises:
        InputError: who asks or why is missing.
    """
    said = (("--requester", asking.ask.requester), ("--reason", asking.ask.reason))
    if missing := [name for name, value in said if not value]:
        raise InputError(
            f"Who asks, and why, must be said: {' and '.join(missing)} missing.",
            hint='Add --requester NAME --reason "TEXT".',
        )
    return asking

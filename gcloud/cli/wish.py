"""The options of every command that works on a deployed site, taken together as one wish."""

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from gcloud.cli.options import site_argument
from gcloud.cli.passphrase import asker
from gcloud.deploy.wish import DEFAULT_PARALLEL, Choice, Wish
from gcloud.engine.scope import WHOLE, Scope
from gcloud.errors import InputError

_STATE = click.option(
    "--state",
    metavar="DIR|URL",
    help="The state: a folder or file:// URL.  [default: PULUMI_BACKEND_URL, else SITE/.govcloud/state]",
)
_ENGINE = click.option(
    "--engine",
    type=click.Choice(["auto", "embedded", "pulumi"]),
    default="auto",
    show_default=True,
    help="What applies the changes: the built-in engine, or the official pulumi CLI if there is one.",
)
_PARALLEL = click.option(
    "--parallel",
    type=click.IntRange(1, 256),
    default=DEFAULT_PARALLEL,
    show_default=True,
    help="How many API calls may be under way at once, over all stacks.",
)
_STACK = click.option(
    "--stack",
    "stacks",
    multiple=True,
    metavar="NAME",
    help="Only this stack of the site: PROJECT, STACK or PROJECT/STACK. May be given again.",
)


def wish_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add SITE, --stack, --engine, --state and --parallel; the command gets them as one `wish`."""

    @site_argument
    @_STACK
    @_ENGINE
    @_STATE
    @_PARALLEL
    @functools.wraps(function)
    def wrapper(
        *arguments: object,
        site: Path,
        stacks: tuple[str, ...],
        engine: Choice,
        state: str | None,
        parallel: int,
        **others: object,
    ) -> int:
        ask = asker(str(others.get("output")))
        return function(*arguments, wish=Wish(site, engine, state, parallel, ask, stacks=stacks), **others)

    return wrapper


def exact(wish: Wish, scope: Scope, stacks: tuple[str, ...] = ()) -> Wish:
    """Give the wish for a saved plan: by the engine that can tell what its plan rests on.

    Args:
        wish: what the command was asked for.
        scope: what the plan is about.
        stacks: whose plan it is; without it, what the command names.

    Raises:
        InputError: the command names another scope than the plan.
    """
    if wish.scope not in {WHOLE, scope, replace(scope, verify=False)}:
        raise InputError(
            "A saved plan has its own --target and --replace.", hint="Leave them out, or make another plan."
        )
    engine = "embedded" if wish.engine == "auto" else wish.engine
    return replace(wish, engine=engine, scope=scope, stacks=stacks or wish.stacks)

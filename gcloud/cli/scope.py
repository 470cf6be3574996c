"""The options that say what of a stack a run is about."""

import functools
from collections.abc import Callable
from dataclasses import replace

import click

from gcloud.deploy.wish import Wish
from gcloud.engine.scope import Scope

_TARGET = click.option(
    "--target",
    multiple=True,
    metavar="NAME",
    help="Only this resource: its URN or name, with * and ? as in file names. May be given again.",
)
_REPLACE = click.option(
    "--replace",
    multiple=True,
    metavar="NAME",
    help="Replace this resource even if nothing differs; named as for --target. May be given again.",
)
_VERIFY = click.option(
    "--verify",
    is_flag=True,
    help="Look at the cloud first, so that what was changed or deleted behind our back is found and mended.",
)


def scope_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add --target, --replace and --verify, which go into the `wish`; stands below `wish_options`."""

    @_TARGET
    @_REPLACE
    @_VERIFY
    @functools.wraps(function)
    def wrapper(
        *arguments: object,
        wish: Wish,
        target: tuple[str, ...],
        replace: tuple[str, ...],
        verify: bool,
        **others: object,
    ) -> int:
        return function(*arguments, wish=_about(wish, Scope(target, replace, verify)), **others)

    return wrapper


def target_option(function: Callable[..., int]) -> Callable[..., int]:
    """Add --target alone, which goes into the `wish`; stands below `wish_options`."""

    @_TARGET
    @functools.wraps(function)
    def wrapper(*arguments: object, wish: Wish, target: tuple[str, ...], **others: object) -> int:
        return function(*arguments, wish=_about(wish, Scope(target)), **others)

    return wrapper


def _about(wish: Wish, scope: Scope) -> Wish:
    return replace(wish, scope=scope)

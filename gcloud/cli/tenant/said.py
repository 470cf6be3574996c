"""Options and files by which somebody says what a tenant shall be."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from gcloud.errors import InputError
from gcloud.model.edit import NoPlaceError, drop, put
from gcloud.model.errors import SiteInvalid
from gcloud.model.node import Node
from gcloud.model.reader import read

STDIN = "-"

set_option = click.option(
    "--set", "sets", multiple=True, metavar="PATH=VALUE", help="A field: quota.class=medium (repeatable)."
)
unset_option = click.option(
    "--unset",
    "unsets",
    multiple=True,
    metavar="PATH",
    help="A field or an entry to be left out (repeatable).",
)


def node_from(source: str) -> Node:
    """What a file or standard input says, in YAML or JSON.

    Args:
        source: the file; "-" is standard input.

    Raises:
        SiteInvalid: it can't be read; with all that is wrong.
        InputError: there is no such file.
    """
    try:
        text = sys.stdin.read() if source == STDIN else Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise InputError(f"{source} can't be read: {reason}.", hint="Name a file of YAML or JSON.") from error
    name = "<stdin>" if source == STDIN else source
    node, problems = read(text, name)
    if problems:
        raise SiteInvalid(name, problems)
    return node if node is not None else Node((name, 1, 1))


def with_options(wish: Node, sets: Iterable[str], unsets: Iterable[str]) -> Node:
    """A wish with what `--set` and `--unset` say.

    Args:
        wish: the wish.
        sets: PATH=VALUE each; the value is read as YAML, so `[dns, outside]` is a list.
        unsets: PATH each.

    Raises:
        InputError: one of them can't be understood.
    """
    for option in sets:
        path, equals, text = option.partition("=")
        if not equals or not path:
            raise InputError(
                f"--set {option} is not PATH=VALUE.", hint="Write for example --set quota.class=medium"
            )
        wish = _placed(wish, path, text)
    for path in unsets:
        try:
            wish = drop(wish, path.split("."))
        except NoPlaceError:
            raise InputError(
                f"--unset {path}: nothing is written there.", hint="See `govcloud tenant show`."
            ) from None
    return wish


def _placed(wish: Node, path: str, text: str) -> Node:
    place = f"--set {path}"
    value, problems = read(text, place)
    if problems:
        raise SiteInvalid(place, problems)
    try:
        return put(wish, path.split("."), value if value is not None else Node((place, 0, 0)))
    except NoPlaceError as error:
        raise InputError(
            f"--set {path}: {error} lies in a plain value.", hint="See `govcloud tenant show` for the fields."
        ) from None

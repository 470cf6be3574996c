"""The options that say how a run over hosts goes; the command gets them as one `manner`."""

import functools
import re
from collections.abc import Callable
from typing import Any

import click

from gcloud.deploy.hardening.work import FORKS, Manner
from gcloud.errors import InputError

_SHARE = re.compile(r"([0-9]{1,3})%?")
_SERIAL = re.compile(r"[1-9][0-9]{0,5}|(100|[1-9][0-9]?)%")


def manner_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add --depth, --controls and --forks; --serial, --max-fail, --check and --diff go into it too."""

    @click.option(
        "--depth",
        type=click.Choice(["none", "cis-l1", "cis-l2"]),
        help="How far beyond the level, instead of the site's depth.",
    )
    @click.option(
        "--controls",
        metavar="ID,ID...",
        default="",
        help="Only these controls, by their ids.",
        show_default=False,
    )
    @click.option(
        "--forks", type=click.IntRange(1, 500), default=FORKS, show_default=True, help="Hosts at once."
    )
    @functools.wraps(function)
    def wrapper(*arguments: object, controls: str, forks: int, **others: Any) -> int:  # noqa: ANN401 - click's
        manner = Manner(
            check=bool(others.get("check")),
            diff=bool(others.get("diff")),
            forks=forks,
            serial=_serial(others.pop("serial", None)),
            max_fail=_share(others.pop("max_fail", None)),
            controls=tuple(name.strip() for name in controls.split(",") if name.strip()),
        )
        return function(*arguments, manner=manner, **others)

    return wrapper


def _serial(text: str | None) -> str | None:
    if text is not None and not _SERIAL.fullmatch(text):
        raise InputError(f"--serial can't be {text}.", hint="Write a number of hosts, or a share: 10 or 20%.")
    return text


def _share(text: str | None) -> int | None:
    if text is None:
        return None
    match = _SHARE.fullmatch(text)
    if match is None or int(match[1]) > 100:  # noqa: PLR2004 - per cent
        raise InputError(f"--max-fail can't be {text}.", hint="Write a share of the hosts: 20%.")
    return int(match[1])

"""The options that say what `govcloud patch` brings and how much may be away at once."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from gcloud.plan.hardening.patching.choice import Wish

FORKS = 20


@dataclass(frozen=True)
class How:
    """What was said about the run.

    Args:
        wish: what is to be brought.
        at_once: how many hosts may be away at once: 3, 20%.
        canary: the host that goes first.
        max_fail: the share of hosts that may fail before no others begin.
        settle: seconds that services have to come up again.
        forks: how many hosts are spoken to at once.
        tracker: a file with the data of Debian's security tracker.
        anew: what an earlier run has left half way does not count.
    """

    wish: Wish
    at_once: str
    canary: str | None
    max_fail: str
    settle: int
    forks: int
    tracker: Path | None
    anew: bool


def how_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options; the command gets them as one `how`."""

    @click.option("--all", "every", is_flag=True, help="All open updates, not only those of security.")
    @click.option(
        "--reboot",
        type=click.Choice(["needed", "never"]),
        default="needed",
        show_default=True,
        help="Start hosts anew where an update needs it.",
    )
    @click.option(
        "--at-once", metavar="N|N%", default="20%", show_default=True, help="So many hosts in one wave."
    )
    @click.option("--canary", metavar="HOST", help="The host that goes first, alone.  [default: the first]")
    @click.option(
        "--max-fail",
        metavar="N%",
        default="0%",
        show_default=True,
        help="Begin no further wave when more than this share of hosts has failed.",
    )
    @click.option(
        "--settle",
        type=click.IntRange(1, 3600),
        default=60,
        show_default=True,
        help="Seconds that services have to come up again.",
    )
    @click.option(
        "--forks", type=click.IntRange(1, 500), default=FORKS, show_default=True, help="Hosts read at once."
    )
    @click.option(
        "--tracker",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        envvar="GOVCLOUD_TRACKER",
        metavar="FILE",
        help="Data of Debian's security tracker (JSON), for severities.",
    )
    @click.option("--anew", is_flag=True, help="Forget what an earlier run has left half way, or unwell.")
    @functools.wraps(function)
    def wrapper(
        *arguments: object,
        every: bool,
        reboot: str,
        at_once: str,
        canary: str | None,
        max_fail: str,
        settle: int,
        forks: int,
        tracker: Path | None,
        anew: bool,
        **others: object,
    ) -> int:
        wish = Wish("all" if every else "security", "never" if reboot == "never" else "needed")
        how = How(wish, at_once, canary, max_fail, settle, forks, tracker, anew)
        return function(*arguments, how=how, **others)

    return wrapper

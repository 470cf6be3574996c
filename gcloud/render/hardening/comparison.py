"""A comparison of two runs for people: a page, and lines for a terminal."""

from collections.abc import Iterator

from gcloud.plan.hardening.compare import Comparison, ControlChange, Direction
from gcloud.plan.hardening.results import Results
from gcloud.render.hardening.page import page_environment
from gcloud.render.hardening.words import Language, word

COLUMNS = ("Host", "", "Worse", "Better", "Other", "New", "Gone", "Score")
"""The headings of the table of hosts."""

_DIRECTIONS: tuple[Direction, ...] = ("worse", "better", "other", "new", "gone")


def comparison_page(comparison: Comparison, later: Results, language: Language = "vi") -> str:
    """The page of a comparison.

    Args:
        comparison: what has changed.
        later: the later run, for the controls' titles.
        language: the one that it opens in.
    """
    template = page_environment().get_template("hardening/comparison.html.j2")
    return template.render(
        language=language,
        title=word("comparison", language),
        comparison=comparison,
        catalogue=later.catalogue,
        site=later.site,
        directions=_DIRECTIONS,
    )


def rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """The table of hosts, a text a column.

    Args:
        comparison: of two runs.
    """
    for host in comparison.hosts:
        counts = (str(len(host.of(direction))) for direction in _DIRECTIONS)
        yield (host.host, host.direction, *counts, f"{figure(host.before)} → {figure(host.after)}")


def lines(comparison: Comparison, most: int = 20) -> Iterator[str]:
    """What changed on hosts that both runs have, what got worse first.

    Args:
        comparison: of two runs.
        most: so many changes of each host are named; the others are counted.
    """
    for host in comparison.hosts:
        if host.direction in {"new", "gone"}:
            continue
        for change in host.changes[:most]:
            yield f"{host.host}  {_said(change)}"
        if len(host.changes) > most:
            yield f"{host.host}  and {len(host.changes) - most} more"


def figure(value: float | None) -> str:
    """A score, or a dash where nothing counts."""
    return "-" if value is None else f"{value:.1f}"


def _said(change: ControlChange) -> str:
    way = f"{change.before or 'not asked for'} → {change.after or 'not asked for'}"
    return f"{change.direction:6}  {change.control}: {way}" + (f"  ({change.why})" if change.why else "")

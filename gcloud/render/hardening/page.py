"""The page of a run that people read: one file that needs no other, in Vietnamese and in English.

Both languages are in it; a switch at its top, which needs no script, chooses. What hosts
and files said is text, never markup.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from gcloud.plan.hardening.results import Results
from gcloud.plan.hardening.said import said, short
from gcloud.plan.hardening.score import WEIGHTS
from gcloud.plan.tenants.roster import VIETNAM
from gcloud.render.environment import html_environment
from gcloud.render.hardening.view import in_order, overview
from gcloud.render.hardening.words import CERTAINTY, SIGNS, UNKNOWN, WORDS, Language, part, word

_OPEN = 3
"""Up to so many hosts are shown unfolded."""

_WHOLE = 20
"""Up to so many hosts what passed is shown with evidence; with more, which slow a browser, it is named."""


def results_page(results: Results, language: Language = "vi") -> str:
    """The page of a run.

    Args:
        results: what came of it.
        language: the one that it opens in.
    """
    what = "check" if results.check else results.run
    given: Mapping[str, Any] = {
        "title": word(what, language),
        "what": what,
        "results": results,
        "view": overview(results),
        "in_order": in_order,
        "quiet": ("pass", "not-applicable"),
        "weights": WEIGHTS,
        "unfolded": len(results.hosts) <= _OPEN,
        "whole": len(results.hosts) <= _WHOLE,
    }
    return page_environment().get_template("hardening/results.html.j2").render(language=language, **given)


def page_environment() -> Environment:
    """Templates for pages about hosts, with the words that they share."""
    made = html_environment()
    made.globals |= {"WORDS": WORDS, "SIGNS": SIGNS, "CERTAINTY": CERTAINTY, "UNKNOWN": UNKNOWN, "part": part}
    made.filters["moment"] = lambda at: at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M (UTC+7)")
    made.filters["plain"] = lambda value: short(said(value))
    made.filters["day"] = lambda day: day.strftime("%d/%m/%Y")
    return made

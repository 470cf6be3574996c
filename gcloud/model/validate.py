"""Validates what was read into a site, and puts what is wrong into words of the field."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gcloud.model.positions import Positions
from gcloud.model.problem import Problem
from gcloud.model.site import Site
from gcloud.model.words import in_words


def validate(positions: Positions, *, complete: bool) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site that was read, or what is wrong with its elements, each by itself.

    Args:
        positions: the tree that was read.
        complete: whether all files could be read; if not, a missing section is not reported.
    """
    try:
        return Site.model_validate(positions.top.plain(), by_alias=True, by_name=False), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=True)
    return None, tuple(
        in_words(detail, positions) for detail in details if not _follows(detail, complete=complete)
    )


def _follows(detail: ErrorDetails, *, complete: bool) -> bool:
    """Whether a finding only follows from another: nobody can mend it by itself."""
    match detail["type"]:
        case "missing":  # the section may stand in the file that can't be read
            return len(detail["loc"]) == 1 and not complete
        case "too_short":  # pydantic counts only the sound entries
            return bool(detail["input"])
        case kind:  # the default depends on a field that is wrong
            return kind == "default_factory_not_called"

"""How much one run may destroy.

A typing error in a zone's name can mean forty deletions. A run that would
delete or replace more than the bound is refused before anything is touched,
whoever answers "yes" and however.
"""

from gcloud.deploy.outcome import Outcome
from gcloud.errors import ExitCode, GovCloudError


class TooDestructiveError(GovCloudError):
    """The plan deletes or replaces more than it may; a finding, not a failure."""

    exit_code = ExitCode.FINDINGS


def within_bounds(outcome: Outcome, limit: int) -> None:
    """Do nothing if the plan stays within the bound.

    Args:
        outcome: the plan.
        limit: how many resources may be deleted or replaced.

    Raises:
        TooDestructiveError: it does not.
    """
    if outcome.destructive > limit:
        raise TooDestructiveError(
            f"The plan deletes or replaces {outcome.destructive} resources; "
            f"one run may do that to {limit}. Nothing was changed.",
            hint=f"If that is meant: --max-deletes {outcome.destructive}, or raise it in site.yaml.",
            data={"destructive": outcome.destructive, "limit": limit},
        )


def forgetting_within(number: int, limit: int) -> None:
    """Do nothing if an edit of the state forgets no more resources than it may.

    Args:
        number: how many would be forgotten.
        limit: how many may be.

    Raises:
        TooDestructiveError: it does.
    """
    if number > limit:
        raise TooDestructiveError(
            f"{number} resources would be forgotten; one command may do that to {limit}. "
            "Nothing was changed.",
            hint=f"If that is meant: --max-deletes {number}.",
            data={"destructive": number, "limit": limit},
        )

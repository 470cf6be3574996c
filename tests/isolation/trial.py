"""Trying something and saying how it ended."""

from openstack.exceptions import HttpException

from tests.isolation.operations import UnseenError

ALLOWED = "allowed"
REFUSALS = frozenset({400, 403, 404, 409})


def outcome(operation, *arguments):
    """`allowed`, `unseen`, or the status of a refusal; anything else is raised."""
    try:
        operation(*arguments)
    except UnseenError:
        return "unseen"
    except HttpException as refused:
        if refused.status_code not in REFUSALS:
            raise
        return refused.status_code
    return ALLOWED

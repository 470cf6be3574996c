"""What the data centre's program gets instead of the whole site, as JSON, and back.

Of the plan only what runs: a tenant that comes or goes changes nothing of it.
"""

from dataclasses import replace

from gcloud.plan import exchange
from gcloud.plan.model import Plan


def to_json(plan: Plan) -> str:
    """What runs of a plan, as text: the same gives the same bytes."""
    return exchange.to_json(replace(plan, separations=(), unrecorded=()))


def from_json(text: str) -> Plan:
    """The plan that a text holds.

    Args:
        text: what `to_json` wrote.

    Raises:
        InputError: it is no such text, or of another version of this library.
    """
    return exchange.from_json(Plan, text)

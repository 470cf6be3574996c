"""Days on the command line, and which day it is: in Việt Nam, as approvals count it."""

from datetime import UTC, date, datetime

import click

from gcloud.plan.tenants.roster import day_of

DAY = click.DateTime(["%Y-%m-%d"])
"""The type of an option that is a day."""

today_option = click.option(
    "--today",
    "as_on",
    type=DAY,
    metavar="DATE",
    callback=lambda _context, _option, value: today() if value is None else value.date(),
    help="Judge as on this day.  [default: today]",
)
"""The day that a command judges by, as `as_on`, a date."""


def today() -> date:
    """The day, in Việt Nam."""
    return day_of(datetime.now(UTC))

"""What every `state` command takes: SITE, --state and --stack, as one custody of the state."""

import functools
import os
from collections.abc import Callable
from pathlib import Path

import click

from gcloud.cli.options import site_argument
from gcloud.cli.passphrase import asker
from gcloud.deploy.custody import custody

_STATE = click.option(
    "--state",
    metavar="DIR|URL",
    help="The state: a folder or file:// URL.  [default: PULUMI_BACKEND_URL, else SITE/.govcloud/state]",
)
_STACK = click.option(
    "--stack",
    metavar="[PROJECT/]NAME",
    help="Another of the site's stacks, or any where its files can't be read.  [default: the first]",
)

show_secrets_option = click.option(
    "--show-secrets", is_flag=True, help="Write secrets in clear, after asking; never into a log."
)


def state_options(function: Callable[..., int]) -> Callable[..., int]:
    """Add SITE, --state and --stack; the command gets them as one `held`."""

    @site_argument
    @_STATE
    @_STACK
    @functools.wraps(function)
    def wrapper(
        *arguments: object, site: Path, state: str | None, stack: str | None, **others: object
    ) -> int:
        found = custody(
            site, state=state, stack=stack, environment=os.environ, ask=asker(str(others.get("output")))
        )
        return function(*arguments, kept=found, **others)

    return wrapper

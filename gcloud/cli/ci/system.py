"""The option that names a CI system."""

from typing import get_args

import click

from gcloud.render.pipelines import System

system_option = click.option(
    "--for", "system", type=click.Choice(get_args(System)), required=True, help="The CI system."
)

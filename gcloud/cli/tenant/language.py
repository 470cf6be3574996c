"""The option by which officers choose their language."""

import click

lang_option = click.option(
    "--lang",
    "language",
    type=click.Choice(["vi", "en"]),
    envvar="GOVCLOUD_LANG",
    default="en",
    show_default=True,
    help="The language of questions and forms (also: the variable GOVCLOUD_LANG).",
)

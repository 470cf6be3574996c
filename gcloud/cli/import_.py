"""``govcloud import``: take existing objects as resources that the site declares."""

import os

import click

from gcloud.cli.options import common, example, yes_option
from gcloud.cli.surface import Surface
from gcloud.cli.take import pairs, take
from gcloud.cli.wish import wish_options
from gcloud.deploy.adopt_site import reach
from gcloud.deploy.wish import Wish


@click.command(
    name="import",
    epilog=example("govcloud import examples/ha-tinh Network::dmz=7d1f3f0e-3c39-4c52-9b6b-0f4a4f0c4a3e"),
)
@wish_options
@click.argument("objects", metavar="NAME=ID...", nargs=-1, required=True)
@yes_option
@common
def import_(surface: Surface, wish: Wish, objects: tuple[str, ...], *, yes: bool) -> int:
    """Take existing objects as resources that the site declares.

    NAME is a resource as `plan` names it: its name, Type::name where several
    resources share a name (Network::dmz, Subnet::dmz), or its URN. Nothing in
    the cloud is changed. What is not as the site describes it is shown, and is
    what the next `up` changes.
    """
    ids = pairs(objects)
    stacks = reach(wish, os.environ)
    about = {"site": str(wish.site.resolve()), "state": stacks.state}
    return take(surface, stacks, ids, only_named=True, yes=yes, about=about)

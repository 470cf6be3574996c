"""``govcloud adopt``: from what runs already to the state of a site."""

import os
from pathlib import Path

import click

from gcloud.cli.options import common, example, yes_option
from gcloud.cli.passphrase import asker
from gcloud.cli.surface import Surface
from gcloud.cli.take import clear_lost, pairs, take
from gcloud.deploy.adopt_site import require_cloud, stacks_of
from gcloud.deploy.examine import usable
from gcloud.deploy.wish import DEFAULT_PARALLEL, Wish


@click.command(
    epilog=example(
        "govcloud adopt ha-tinh --site examples/ha-tinh",
        "govcloud adopt old-cloud --site /srv/sites/ha-tinh --province 42",
    )
)
@click.argument("cloud", metavar="CLOUD")
@click.option(
    "--site",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The site's folder.",
)
@click.option(
    "--id",
    "ids",
    multiple=True,
    metavar="NAME=ID",
    help="Which object a resource is, where several fit; repeatable.",
)
@click.option("--state", metavar="DIR|URL", help="The state.  [default: as for `up`]")
@click.option(
    "--parallel",
    type=click.IntRange(1, 256),
    default=DEFAULT_PARALLEL,
    show_default=True,
    help="How many resources to look for at once.",
)
@yes_option
@common
def adopt(
    surface: Surface,
    cloud: str,
    site: Path,
    ids: tuple[str, ...],
    *,
    state: str | None,
    parallel: int,
    yes: bool,
) -> int:
    """Bring the state of a site back from the cloud CLOUD that it runs on.

    For a site whose state was lost, or whose state nobody can open any more: each
    resource that the site describes is looked for in the cloud and taken into the
    state. Nothing in the cloud is changed; `plan` then shows what is left to do.
    """
    require_cloud(usable(site), cloud)
    ask = asker("json" if surface.json else "text")
    # The old passphrase may be lost: whatever is typed is the new state's if it does not open the old one.
    wish = Wish(site, "embedded", state, parallel, ask and (lambda place, _: ask(place, None)))
    stacks = stacks_of(wish, os.environ)
    moved = clear_lost(surface, stacks, yes=yes)
    if moved:
        stacks = stacks_of(wish, os.environ)
    about = {
        "site": str(site.resolve()),
        "state": stacks[0][0].backend.url,
        "moved": [str(path) for path in moved],
    }
    return take(surface, stacks, pairs(ids), only_named=False, yes=yes, about=about)

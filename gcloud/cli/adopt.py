"""``govcloud adopt``: from what runs already to the state of a site."""

import os
from pathlib import Path

import click

from gcloud.cli.options import common, example, yes_option
from gcloud.cli.passphrase import asker
from gcloud.cli.surface import Surface
from gcloud.cli.take import clear_lost, pairs, take
from gcloud.deploy.adopt_site import adopted_ids, has_files, reach, require_cloud
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
@click.option("--province", metavar="CODE", help="Of a new site: the province's 2-digit code.")
@click.option("--name", metavar="NAME", help="Of a new site: its name.  [default: the folder's]")
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
    province: str | None,
    name: str | None,
    state: str | None,
    parallel: int,
    yes: bool,
) -> int:
    """Make a site's state, or a whole site, of what runs in the cloud CLOUD.

    With the files of a site in DIR, for a state that was lost or that nobody can
    open any more: each resource that the site describes is looked for and taken
    into the state. With a new DIR: everything in the project becomes a site, its
    files and its state. Nothing in the cloud is changed; `plan` then shows what is
    left to do.
    """
    ask = asker("json" if surface.json else "text")
    # The old passphrase may be lost: whatever is typed is the new state's if it does not open the old one.
    wish = Wish(site, "embedded", state, parallel, ask and (lambda place, _: ask(place, None)))
    if not has_files(site):
        from gcloud.cli.adopt_new import adopt_new  # noqa: PLC0415 - openstacksdk costs half a second

        return adopt_new(surface, wish, cloud, province=province, name=name, yes=yes)
    loaded = usable(site)
    require_cloud(loaded, cloud)
    stacks = reach(wish, os.environ)
    moved = clear_lost(surface, stacks, yes=yes)
    if moved:
        stacks = reach(wish, os.environ)
    about = {
        "site": str(site.resolve()),
        "state": stacks.state,
        "moved": [str(path) for path in moved],
    }
    known = {**adopted_ids(loaded.site), **pairs(ids)}
    return take(surface, stacks, known, only_named=False, yes=yes, about=about)

"""``govcloud ci pipeline``: the pipeline of a site's repository."""

from pathlib import Path

import click

from gcloud.cli.ci.system import system_option
from gcloud.cli.options import common, example, site_argument
from gcloud.cli.output_file import make_folder, write_text
from gcloud.cli.surface import Surface
from gcloud.errors import InputError
from gcloud.render.pipelines import System, file_of
from gcloud.render.pipelines import pipeline as text_of


@click.command(epilog=example("govcloud ci pipeline sites/ha-tinh --for forgejo"))
@site_argument
@system_option
@click.option("--branch", default="main", show_default=True, help="The branch whose state is applied.")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it.  [default: where the system looks for it]",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@common
def pipeline(
    surface: Surface, site: Path, system: System, branch: str, to: Path | None, *, force: bool
) -> int:
    """Write the pipeline of a site's repository.

    Run it in the repository's top folder. The file says at its top which variables
    and secrets the CI system must be given.
    """
    if site.is_absolute():
        raise InputError(
            f"{site} is a path of this machine.", hint="Name the site's folder relative to the repository."
        )
    file = to or Path(file_of(system))
    if file.exists() and not force:
        raise InputError(f"{file} is there already.", hint="Use --force to replace it, or --to another file.")
    make_folder(file.parent)
    write_text(file, text_of(system, site.as_posix(), branch))
    surface.text(f"Wrote {file}; its head says what the CI system must be given.", bold=True)
    return surface.finish({"site": str(site), "for": system, "file": str(file)})

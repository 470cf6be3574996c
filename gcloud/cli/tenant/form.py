"""``govcloud tenant form``: the .xlsx form of a request, for those who work without git."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.output_file import write_bytes
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.language import lang_option
from gcloud.model.load import load
from gcloud.render.tenant_words import Language


@click.command(epilog=example("govcloud tenant form examples/ha-tinh --lang vi --to phieu-yeu-cau.xlsx"))
@site_argument
@click.option(
    "--to", "target", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE.xlsx"
)
@lang_option
@common
def form(surface: Surface, site: Path, *, target: Path, language: Language) -> int:
    """Write the form of a request, with drop-downs of this site's agencies, people and classes.

    Filled in, it comes back by `govcloud tenant request SITE --form FILE.xlsx`.
    """
    from gcloud.render.tenant_form import form as form_of  # noqa: PLC0415 - openpyxl costs 0.2 s

    write_bytes(target, form_of(load(site), language))
    surface.text(f"Wrote {target}.", bold=True)
    return surface.finish({"site": str(site), "file": str(target), "language": language})

"""``govcloud tenant form``: the .xlsx form of a request, for those who work without git."""

from pathlib import Path

import click

from gcloud.cli.options import common, example, site_argument
from gcloud.cli.surface import Surface
from gcloud.cli.tenant.language import lang_option
from gcloud.errors import InputError
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

    raw = form_of(load(site), language)
    try:
        target.write_bytes(raw)
    except OSError as error:
        raise InputError(
            f"{target} can't be written: {error.strerror}.", hint="Name another file."
        ) from error
    surface.text(f"Wrote {target}.", bold=True)
    return surface.finish({"site": str(site), "file": str(target), "language": language})

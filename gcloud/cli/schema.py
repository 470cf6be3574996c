"""``govcloud schema``: what editors need to complete and check a site's files."""

import json
from pathlib import Path

import click

from gcloud.cli.options import common, example
from gcloud.cli.output_file import write_text
from gcloud.cli.surface import Surface
from gcloud.model.schema import json_schema


@click.command(epilog=example("govcloud schema --to site.schema.json"))
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the schema to this file instead of stdout.",
)
@common
def schema(surface: Surface, to: Path | None) -> int:
    """Write the JSON Schema of a site's files.

    The schema is generated from the model; files point editors at it by a first
    line `# yaml-language-server: $schema=...`.
    """
    document = json_schema()
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if to is not None:
        write_text(to, text)
        surface.note(f"Wrote {to}.")
        return surface.finish({"file": str(to)})
    surface.text(text.rstrip("\n"))
    return surface.finish({"schema": document})

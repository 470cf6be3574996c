"""``govcloud state export`` and ``import``: the state as a file, in the official CLI's form."""

import json
import sys
from pathlib import Path

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.output_file import write_private, write_text
from gcloud.cli.state_options import show_secrets_option, state_options
from gcloud.cli.surface import Surface
from gcloud.cli.words import count, type_word
from gcloud.deploy.bounds import forgetting_within
from gcloud.deploy.custody import Custody
from gcloud.deploy.exchange import arrival, exported, taken_in
from gcloud.engine.state.find import name_of
from gcloud.errors import InputError

SHOWN = 20


@click.command(
    epilog=example(
        "govcloud state export examples/ha-tinh --to state.json",
        "govcloud state export examples/ha-tinh | jq .",
    )
)
@state_options
@click.option(
    "--to",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write there instead of stdout.",
)
@show_secrets_option
@yes_option
@common
def export(surface: Surface, kept: Custody, file: Path | None, *, show_secrets: bool, yes: bool) -> int:
    """Write the state as `pulumi stack export` does; secrets stay encrypted.

    Needs no passphrase unless --show-secrets asks for the secrets in clear.
    """
    if show_secrets and not confirmed(surface, "Write all secrets of this state in clear?", yes=yes):
        raise DeclinedError
    document = exported(kept, show_secrets=show_secrets)
    number = len(document["deployment"].get("resources", ()))
    result = {"stack": kept.target.stack, "resources": number, "file": str(file) if file else None}
    if file is None:
        if surface.json:
            return surface.finish({**result, "export": document})
        click.echo(json.dumps(document, ensure_ascii=False, indent=4))
        return surface.finish(result)
    write = write_private if show_secrets else write_text
    write(file, json.dumps(document, ensure_ascii=False, indent=4) + "\n")
    surface.text(f"Wrote {count(number, 'resource')} to {file}.", bold=True)
    return surface.finish(result)


@click.command("import", epilog=example("govcloud state import examples/ha-tinh state.json"))
@state_options
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Holds the passphrase of the file's secrets, if it is another than the state's.",
)
@click.option(
    "--max-deletes",
    type=click.IntRange(min=0),
    metavar="N",
    help="Refuse if more than N resources would be forgotten.  [default: the site's max_deletes]",
)
@yes_option
@common
def import_(
    surface: Surface,
    kept: Custody,
    file: Path,
    passphrase_file: Path | None,
    max_deletes: int | None,
    *,
    yes: bool,
) -> int:
    """Make a file of `state export` (or `pulumi stack export`) the state.

    The file is checked first: its form, that everything fits together, that it is
    this stack's, that its secrets can be decrypted; they are encrypted anew under
    this state's passphrase. The state that was there is kept as a backup.
    """
    other = None if passphrase_file is None else _first_line(passphrase_file)
    found = arrival(kept, _read(file), None if other is None else lambda: other)
    for one in found.gone[:SHOWN]:
        surface.text(
            f"  - {type_word(one.type)} {name_of(one)}  ({one.id or 'no object'}) is not in the file",
            fg="red",
        )
    holds = count(len(found.resources), "resource")
    surface.text(f"The file holds {holds}; {len(found.gone)} of the state would be forgotten.")
    forgetting_within(len(found.gone), kept.max_deletes if max_deletes is None else max_deletes)
    if not confirmed(surface, "Make it the state?", yes=yes):
        raise DeclinedError
    told = taken_in(kept, found.content, "import", f"state import {file}", len(found.resources))
    for line in told:
        surface.text(line)
    surface.text(f"{kept.target.stack}: {count(len(found.resources), 'resource')} imported.", bold=True)
    return surface.finish(
        {
            "stack": kept.target.stack,
            "resources": len(found.resources),
            "forgotten": [one.urn for one in found.gone],
            "notices": list(told),
        }
    )


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise InputError(f"{file} can't be read: {error.strerror}.") from error


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The passphrase file {file} can't be read.") from error

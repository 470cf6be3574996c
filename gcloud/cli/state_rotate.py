"""``govcloud state rotate``: another passphrase for all that the state keeps."""

import sys
from pathlib import Path

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.state_options import state_options
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.custody import Custody
from gcloud.deploy.rotate import Rotated, end, interrupted
from gcloud.deploy.rotate import rotate as change
from gcloud.errors import InputError

SHOWN = 5


@click.command(
    epilog=example(
        "govcloud state rotate examples/ha-tinh",
        "govcloud state rotate examples/ha-tinh --new-passphrase-file new --also-backups --yes",
    )
)
@state_options
@click.option(
    "--new-passphrase-file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Holds the new passphrase; without it a terminal is asked, twice.",
)
@click.option("--also-backups", is_flag=True, help="Encrypt earlier states and the history anew too.")
@yes_option
@common
def rotate(surface: Surface, kept: Custody, file: Path | None, *, also_backups: bool, yes: bool) -> int:
    """Encrypt the state's secrets under a new passphrase.

    The checkpoint, the journal and the stack's files change together: killed at any
    moment it is all under the old passphrase, or the same command ends it. Earlier
    states (.bak, backups, history) stay under the old one unless --also-backups
    says otherwise; what was copied elsewhere stays as it is in any case.
    """
    if interrupted(kept):
        surface.text("A change of the passphrase was interrupted; it is ended now.")
        done = end(kept)
    else:
        old = kept.passphrase
        new = _new(surface, file)
        if new == old:
            raise InputError("The new passphrase is the old one.")
        if not confirmed(surface, f"Encrypt all secrets of {kept.target.stack} anew?", yes=yes):
            raise DeclinedError
        done = change(kept, new, copies=also_backups)
    _show(surface, done)
    return surface.finish(
        {
            "stack": kept.target.stack,
            "files": [str(path) for path in done.files],
            "copies": [str(path) for path in done.copies],
            "left": [{"file": str(path), "why": why} for path, why in done.left.items()],
            "keyring": done.keyring,
        }
    )


def _new(surface: Surface, file: Path | None) -> str:
    if file is not None:
        try:
            given = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"The passphrase file {file} can't be read.") from error
    elif surface.json or not sys.stdin.isatty():
        raise InputError(
            "There is no terminal to ask for the new passphrase on.", hint="Give --new-passphrase-file FILE."
        )
    else:
        given = click.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True)
    if not given:
        raise InputError("The new passphrase is empty.")
    return given


def _show(surface: Surface, done: Rotated) -> None:
    for path in done.files:
        surface.text(f"  {path}")
    surface.text(f"{count(len(done.files), 'file')} under the new passphrase.", bold=True)
    if done.copies:
        surface.text(f"{count(len(done.copies), 'earlier state')} and entries of the history too.")
    if done.keyring:
        surface.text("The keyring holds the new passphrase.")
    if done.left:
        surface.text(f"Not under the new passphrase: {count(len(done.left), 'earlier file')}.", fg="yellow")
        for path, why in list(done.left.items())[:SHOWN]:
            surface.text(f"  {path}: {why}")
        surface.text("Use --also-backups, or delete them; copies kept elsewhere are not known here.")

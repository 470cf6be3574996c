"""The one way in which objects that run already come into a state: looked for, shown, asked, written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.found import found_json, show_found, trouble
from gcloud.cli.interrupt import stoppable
from gcloud.cli.progress import progress
from gcloud.cli.surface import Surface
from gcloud.cli.words import count
from gcloud.deploy.adopt import takeover
from gcloud.deploy.adopt_lost import clear, lost
from gcloud.deploy.adopt_site import Stacks
from gcloud.errors import ExitCode, GovCloudError, InputError

LOOKING = "Stopping. Nothing has been changed. Ctrl-C again stops at once."


def take(
    surface: Surface,
    stacks: Stacks,
    ids: Mapping[str, str],
    *,
    only_named: bool,
    yes: bool,
    about: Mapping[str, Any],
    incomplete: GovCloudError | None = None,
) -> int:
    """Look for what runs already, show it, ask, and write it into the states.

    Args:
        surface: the command's surface.
        stacks: the site's.
        ids: ids that the user gave.
        only_named: take nothing else.
        yes: do not ask.
        about: what the JSON document says beside.
        incomplete: why the whole is not whole, though what was found may be written.
    """
    with takeover(stacks) as open_:
        with (
            stoppable(LOOKING) as cancel,
            progress(
                surface, "Looking for what runs already", None, lambda type_: type_.startswith("openstack:")
            ) as display,
        ):
            found = open_.look(ids, display, cancel, only_named=only_named)
        if cancel.is_set():
            raise click.Abort
        show_found(surface, found)
        result = {**about, **found_json(found), "written": False}
        error = trouble(found)
        if error is not None:
            return surface.finish(result, error.exit_code, error=error)
        if not found.adopted:
            surface.text("Nothing to take over.")
            return surface.finish(result)
        number = count(len(found.adopted), "resource")
        if not confirmed(surface, f"Take {number} into the state? The cloud is not changed.", yes=yes):
            raise DeclinedError
        open_.keep(found)
    surface.text(f"Taken into the state: {number}.", bold=True)
    code = incomplete.exit_code if incomplete else ExitCode.OK
    return surface.finish({**result, "written": True}, code, error=incomplete)


def clear_lost(surface: Surface, stacks: Stacks, *, yes: bool) -> list[Path]:
    """Move states that can't be opened aside, after asking.

    Raises:
        DeclinedError: the user did not agree.
        InputError: there is nobody to ask.
    """
    moved: list[Path] = []
    for target in stacks.targets:
        found = lost(target, stacks.passphrase)
        if found is None:
            continue
        surface.note(f"The state of {target.program.project} can't be opened: {found.why.message}")
        if not confirmed(surface, "Move it aside (nothing is deleted) and build a new one?", yes=yes):
            raise DeclinedError
        moved += clear(found)
        for path in moved:
            surface.note(f"  moved to {path}")
    return moved


def pairs(texts: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=ID pairs; a URN may hold a `=` no more than an id does.

    Raises:
        InputError: one is no pair, or a name is given twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, id_ = text.partition("=")
        if not (name and equals and id_):
            raise InputError(f"{text!r} is no NAME=ID.", hint="Write for example Network::dmz=0b6e….")
        if name in found:
            raise InputError(f"{name} is given twice.", hint="Give each resource one id.")
        found[name] = id_
    return found

"""``govcloud state move`` and ``remove``: other names, other places, and what is to be forgotten."""

from collections.abc import Sequence

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.state_options import state_options
from gcloud.cli.surface import Surface
from gcloud.cli.words import count, type_word
from gcloud.deploy.bounds import forgetting_within
from gcloud.deploy.custody import Custody
from gcloud.deploy.relocation import Destination, relocated
from gcloud.engine.state import edit
from gcloud.engine.state.find import find, name_of
from gcloud.engine.state.rename import rename
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.urn import parse
from gcloud.errors import InputError

SHOWN = 20


@click.command(
    epilog=example(
        "govcloud state move examples/ha-tinh dmz front",
        "govcloud state move examples/ha-tinh Network::dmz --parent front",
        "govcloud state move examples/ha-tinh dmz --to datacenter/ha-tinh-2",
    )
)
@state_options
@click.argument("name")
@click.argument("new", required=False)
@click.option(
    "--parent", metavar="NAME", help="Its new parent; the word `stack` puts it under the stack itself."
)
@click.option(
    "--to", "elsewhere", metavar="PROJECT/STACK", help="Move it, with all below it, to another stack's state."
)
@yes_option
@common
def move(
    surface: Surface,
    kept: Custody,
    name: str,
    *,
    new: str | None,
    parent: str | None,
    elsewhere: str | None,
    yes: bool,
) -> int:
    """Give a resource another name, another parent, or another stack.

    All references follow. Do this when the program calls something by another
    name now, so that the next plan finds it instead of replacing it. To another
    stack of the same backend goes what is below the resource too, with a copy of
    the provider; references between what goes and what stays are lost, and named.
    """
    if (new is None and parent is None) == (elsewhere is None):
        raise InputError("Say either a NEW name or --parent, or --to another stack.", hint="See --help.")
    if elsewhere is not None:
        return _to_another_stack(surface, kept, name, Destination.parse(elsewhere), yes=yes)
    with kept.held() as store:
        before = store.snapshot()
        one = find(before, name)
        after = rename(before, one.urn, name=_last(one, new), parent=_parent(before, parent))
        pairs = [(old, now) for old, now in zip(before, after, strict=True) if old.urn != now.urn]
        for old, now in pairs:
            surface.text(f"  {old.urn}\n  → {now.urn}")
        followed = sum(old != now for old, now in zip(before, after, strict=True)) - len(pairs)
        surface.text(f"{count(followed, 'other resource')} referring to them will follow.")
        if after == before:
            surface.text("Nothing to do: it is so already.", bold=True)
        else:
            _require(surface, "Change the state so?", yes=yes)
            kept.save(store, after, "rename", f"state move {one.urn}", len(pairs))
        return surface.finish(
            {
                "stack": kept.target.stack,
                "moved": [{"old": old.urn, "new": now.urn} for old, now in pairs],
                "to": None,
                "cut": [],
            }
        )


def _to_another_stack(surface: Surface, kept: Custody, name: str, where: Destination, *, yes: bool) -> int:
    with relocated(kept, where, name) as plan:
        done = plan.transfer
        for one in done.moved:
            surface.text(f"  {type_word(one.type)} {name_of(one)}  ({one.id or 'no object'})")
        for who, kind, whom in done.cut:
            surface.text(f"  lost: the {kind} of {parse(who).name} on {parse(whom).name}", fg="yellow")
        surface.text(
            f"{count(len(done.moved), 'resource')} will move to {where.project}/{where.stack}.", bold=True
        )
        _require(surface, "Move them?", yes=yes)
        plan.carry_out()
    return surface.finish(
        {
            "stack": kept.target.stack,
            "moved": [{"old": old, "new": new} for old, new in done.urns.items()],
            "to": f"{where.project}/{where.stack}",
            "cut": [{"urn": who, "kind": kind, "on": whom} for who, kind, whom in done.cut],
        }
    )


@click.command(
    epilog=example(
        "govcloud state remove examples/ha-tinh dmz",
        "govcloud state remove examples/ha-tinh dmz --dependents --yes",
    )
)
@state_options
@click.argument("name")
@click.option("--dependents", is_flag=True, help="Remove what depends on it too.")
@click.option("--protected", is_flag=True, help="Remove protected resources too.")
@click.option(
    "--max-deletes",
    type=click.IntRange(min=0),
    metavar="N",
    help="Refuse to remove more than N.  [default: the site's max_deletes]",
)
@yes_option
@common
def remove(
    surface: Surface,
    kept: Custody,
    name: str,
    max_deletes: int | None,
    *,
    dependents: bool,
    protected: bool,
    yes: bool,
) -> int:
    """Take a resource out of the state; its object in the cloud stays and is forgotten.

    The next `up` would make it again if the site still describes it. Refused
    while others depend on it, unless they are to go too.
    """
    with kept.held() as store:
        before = store.snapshot()
        done = edit.remove(before, find(before, name), dependents=dependents, protected=protected)
        _listed(surface, done.removed)
        forgetting_within(len(done.removed), kept.max_deletes if max_deletes is None else max_deletes)
        _require(surface, "Forget them? Their objects stay in the cloud.", yes=yes)
        kept.save(store, done.kept, "remove", f"state remove {name}", len(done.removed))
    surface.text(f"{count(len(done.removed), 'resource')} forgotten.", bold=True)
    return surface.finish(
        {
            "stack": kept.target.stack,
            "removed": [{"urn": one.urn, "type": one.type, "id": one.id} for one in done.removed],
        }
    )


def _listed(surface: Surface, states: Sequence[ResourceState]) -> None:
    for one in states[:SHOWN]:
        surface.text(f"  - {type_word(one.type)} {name_of(one)}  ({one.id or 'no object'})")
    if len(states) > SHOWN:
        surface.text(f"  … and {len(states) - SHOWN} more")


def _require(surface: Surface, question: str, *, yes: bool) -> None:
    if not confirmed(surface, question, yes=yes):
        raise DeclinedError


def _last(one: ResourceState, new: str | None) -> str | None:
    """Give the new logical name; a URN is taken where it says no more than that."""
    if new is None or not new.startswith("urn:"):
        return new
    try:
        parts = parse(new)
    except ValueError as error:
        raise InputError(f"{error}.", hint="Write the new logical name alone.") from error
    own = parse(one.urn)
    if (parts.stack, parts.project, parts.type) != (own.stack, own.project, own.type):
        raise InputError(
            f"{new} is of another type, project or stack than {one.urn}.",
            hint="A name changes by NEW, a parent by --parent, a stack by --to.",
        )
    return parts.name


def _parent(states: Sequence[ResourceState], word: str | None) -> str | None:
    if word is None:
        return None
    if word == "stack":
        return next((one.urn for one in states if one.is_root), "")
    return find(states, word).urn

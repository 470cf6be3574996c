"""``govcloud state``: what the state holds, and how a person puts it right."""

from typing import Any

import click

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.state_edit import move, remove
from gcloud.cli.state_exchange import export, import_
from gcloud.cli.state_options import show_secrets_option, state_options
from gcloud.cli.state_repair import repair
from gcloud.cli.state_rotate import rotate
from gcloud.cli.surface import Surface
from gcloud.cli.table import show_table
from gcloud.cli.words import count, type_word, value_word
from gcloud.deploy.custody import Custody
from gcloud.engine.state.find import find, name_of
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.values import contains_secret, displayed, reveal


@click.group(
    epilog=example("govcloud state list examples/ha-tinh", "govcloud state show examples/ha-tinh dmz")
)
def state() -> None:
    """The state of a site's stack: look at it, move and remove in it, mend it, carry it elsewhere.

    A NAME is a resource's logical name, TYPE::NAME, its URN, or the id of its
    object. These commands change the state alone, never the cloud; each that
    changes anything shows it, asks, and is recorded in the history.
    """


@state.command(
    "list",
    epilog=example(
        "govcloud state list examples/ha-tinh", "govcloud state list examples/ha-tinh --type server"
    ),
)
@state_options
@click.option("--type", "kind", metavar="WORD", help="Only resources whose type has this word in it.")
@common
def list_(surface: Surface, kept: Custody, kind: str | None) -> int:
    """List the resources that the state holds: name, type, id, flags.

    Flags: component, provider, protected, retained, external, tainted, incomplete
    (its creation or change was interrupted), to-delete (replaced, its old object
    still there).
    """
    view = kept.view()
    for notice in view.notices:
        surface.note(notice)
    shown = [one for one in view.resources if _is(one, kind)]
    rows = [(name_of(one), type_word(one.type), one.id, " ".join(flags(one))) for one in shown]
    show_table(surface, ("Name", "Type", "Id", "Flags"), rows)
    surface.text(
        f"{kept.target.program.project}/{kept.target.stack}: {count(len(shown), 'resource')}.", bold=True
    )
    return surface.finish(
        {
            **about(kept),
            "resources": [
                {
                    "urn": one.urn,
                    "name": name_of(one),
                    "type": one.type,
                    "id": one.id,
                    "parent": one.parent,
                    "flags": list(flags(one)),
                    "created": one.created,
                    "modified": one.modified,
                }
                for one in shown
            ],
            "pending": [{"urn": one.state.urn, "operation": one.operation} for one in view.unanswered],
        }
    )


@state.command(
    epilog=example(
        "govcloud state show examples/ha-tinh dmz",
        "govcloud state show examples/ha-tinh SecGroup::dmz --output json",
    )
)
@state_options
@click.argument("name")
@show_secrets_option
@yes_option
@common
def show(surface: Surface, kept: Custody, name: str, *, show_secrets: bool, yes: bool) -> int:
    """Show what the state holds of one resource: options, inputs, outputs.

    Secrets are written as (secret), unless --show-secrets asks for them.
    """
    one = find(kept.view().resources, name)
    secret = contains_secret(one.inputs) or contains_secret(one.outputs)
    if show_secrets and secret and not confirmed(surface, "Write secrets in clear?", yes=yes):
        raise DeclinedError
    form = reveal if show_secrets else displayed
    inputs, outputs = form(dict(one.inputs)), form(dict(one.outputs))
    options = _options(one)
    surface.text(one.urn, bold=True)
    for title, properties in (("Options", options), ("Inputs", inputs), ("Outputs", outputs)):
        if properties:
            surface.text(f"{title}:")
        for key, value in sorted(properties.items()):
            surface.text(
                f"  {key}: {value if show_secrets and isinstance(value, str) else value_word(value)}"
            )
    return surface.finish(
        {
            **about(kept),
            "urn": one.urn,
            "type": one.type,
            "id": one.id,
            "options": options,
            "inputs": inputs,
            "outputs": outputs,
        }
    )


def about(kept: Custody) -> dict[str, Any]:
    """Say which state a result is about."""
    what = kept.target
    return {
        "site": str(what.site),
        "stack": what.stack,
        "project": what.program.project,
        "state": what.backend.url,
    }


def flags(one: ResourceState) -> list[str]:
    """Give the words for what is special about a resource."""
    words = {
        "component": not one.custom,
        "provider": one.is_provider,
        "protected": one.protect,
        "retained": one.retain_on_delete,
        "external": one.external,
        "tainted": one.taint,
        "incomplete": bool(one.init_errors),
        "to-delete": one.delete,
        "to-replace": one.pending_replacement,
    }
    return [word for word, true in words.items() if true]


def _is(one: ResourceState, kind: str | None) -> bool:
    return kind is None or kind.lower() in type_word(one.type) or kind.lower() in one.type.lower()


def _options(one: ResourceState) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "type": one.type,
        "id": one.id,
        "parent": one.parent,
        "provider": one.provider,
        "dependencies": list(one.dependencies),
        "deleted_with": one.deleted_with,
        "aliases": list(one.aliases),
        "ignore_changes": list(one.ignore_changes),
        "replace_on_changes": list(one.replace_on_changes),
        "custom_timeouts": dict(one.custom_timeouts),
        "init_errors": list(one.init_errors),
        "created": one.created,
        "modified": one.modified,
        "flags": flags(one),
    }
    return {key: value for key, value in whole.items() if value}


for command in (move, remove, repair, export, import_, rotate):
    state.add_command(command)

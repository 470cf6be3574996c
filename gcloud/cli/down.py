"""``govcloud down``: destroy what the site made."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import click

from gcloud.cli.confirm import DeclinedError, confirmed_by_name
from gcloud.cli.interrupt import stoppable
from gcloud.cli.options import common, example, yes_option
from gcloud.cli.progress import progress
from gcloud.cli.results import show_results, verdict
from gcloud.cli.scope import target_option
from gcloud.cli.surface import Surface
from gcloud.cli.wish import wish_options
from gcloud.cli.words import count, type_word
from gcloud.deploy.outcome import Collector
from gcloud.deploy.session import session
from gcloud.deploy.strangers import PROJECT
from gcloud.deploy.unprotect import unprotect
from gcloud.deploy.wish import Wish
from gcloud.engine.protection import ProtectedError
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.urn import parse
from gcloud.engine.targets import Targets
from gcloud.model.few import few

MANY: Final = 10
"""So many names are told."""


@click.command(
    epilog=example(
        "govcloud down examples/ha-tinh",
        "govcloud down examples/ha-tinh --protected --yes",
    )
)
@wish_options
@target_option
@click.option(
    "--protected", is_flag=True, help="Destroy what is protected too: tenants in use, adopted objects."
)
@yes_option
@common
def down(surface: Surface, wish: Wish, *, protected: bool, yes: bool) -> int:
    """Destroy what the site made in the cloud.

    Says how much of what will be destroyed and asks for the site's name to be
    typed. What this site did not make is not touched. --max-deletes does not apply:
    this command means all of it, and says so. Refused while something is protected,
    such as tenants in use: those end by `govcloud tenant retire`.
    """
    if protected:
        yes = _unprotected(surface, wish, yes=yes)
    with session(wish, changes=True, recorded=False) as opened:
        counted = Collector(opened.packages).real
        meant = Targets(wish.scope.targets).among(opened.engine.resources())
        doomed = [resource for resource in meant if counted(resource.type)]
        result = {**opened.about(), "resources": len(doomed), "run": None}
        if shielded := [resource for resource in meant if resource.protect]:
            raise _in_use(shielded, wish)
        if not doomed:
            surface.text(f"Nothing to do: {opened.target.stack} has no resources.", bold=True)
            return surface.finish(result)
        # Half a second of openstacksdk, which a stack without resources need not pay.
        from gcloud.deploy.readiness import ready  # noqa: PLC0415

        ready(opened.loaded.site, opened.gate)
        surface.text(
            f"{opened.target.stack}: {count(len(doomed), 'resource')} will be destroyed:", fg="red", bold=True
        )
        for word, number in Counter(type_word(resource.type) for resource in doomed).most_common():
            surface.text(f"  {number:4d}  {word}")
        surface.text()
        if not confirmed_by_name(surface, opened.target.stack, yes=yes):
            raise DeclinedError
        with stoppable() as cancel, progress(surface, "Destroying", len(doomed), counted) as display:
            outcome = opened.engine.destroy(display, cancel, opened.scope)
        show_results(surface, outcome)
        code, error = verdict(outcome, f"govcloud down {wish.site}")
        return surface.finish({**result, "run": outcome.as_json()}, code, error=error)


def _in_use(shielded: Sequence[ResourceState], wish: Wish) -> ProtectedError:
    """Say what keeps the site from being destroyed, and what to do first."""
    names = few([parse(resource.urn).name for resource in shielded], MANY)
    tenants = any(resource.type == PROJECT for resource in shielded)
    first = (
        "End or suspend each tenant first, by an approved request: govcloud tenant retire, then up."
        if tenants
        else "Take the protection away where it is written, in the program or in adopted.yaml, and run up."
    )
    return ProtectedError(
        f"Nothing was destroyed: what is in use or was adopted is protected: {names}.",
        hint=f"{first} To destroy all of it all the same, with what is in it: "
        f"govcloud down {wish.site} --protected",
        data={"protected": [resource.urn for resource in shielded]},
    )


def _unprotected(surface: Surface, wish: Wish, *, yes: bool) -> bool:
    """Lift the protection of what will be destroyed; give whether the user has been asked."""
    with session(wish, changes=False, recorded=False) as opened:
        shielded = [resource for resource in opened.engine.resources() if resource.protect]
        stack, targets = opened.target.stack, opened.targets
    if not shielded:
        return yes
    surface.text(f"{count(len(shielded), 'resource')} protected until now:", fg="red", bold=True)
    for resource in shielded:
        surface.text(f"  {type_word(resource.type)} {resource.urn.rpartition('::')[2]}")
    surface.text()
    if not confirmed_by_name(surface, stack, yes=yes):
        raise DeclinedError
    unprotect(targets, wish)
    return True

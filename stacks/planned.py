"""The plan that a program may run.

A plain `pulumi up` has no command of ours before it, so the program itself makes
sure of what `govcloud up` makes sure of: the site is right, the stack is the
site's own, and every address is on record before anything is made with it.
"""

from pathlib import Path

import pulumi

from gcloud.model.errors import SiteInvalid
from gcloud.model.load import LoadedSite, load_with_positions
from gcloud.plan.build import build
from gcloud.plan.check import check
from gcloud.plan.model import Plan
from gcloud.plan.text import from_json
from stacks.components.refusal import RefusedError
from stacks.given import given
from stacks.sites import require_own, told


def planned_or_given(config: pulumi.Config, *, stack: str, preview: bool) -> Plan:
    """Give the plan of a stack: the one that was given, else the one of the site.

    Args:
        config: `site`, the site's folder; a plan, if there is one.
        stack: the stack's name.
        preview: as for `planned`.

    Raises:
        RunError: as for `planned`; or the plan given is not what the settings say, or another stack's.
    """
    with told():
        plan = given(config, stack, from_json, lambda plan: plan.site)
    return plan or planned(Path(config.require("site")), stack=stack, preview=preview)


def planned(folder: Path, *, stack: str, preview: bool) -> Plan:
    """Load, judge and plan a site for a stack.

    Args:
        folder: the site's folder.
        stack: the stack's name.
        preview: whether nothing will be made; addresses that are not on record yet are then a warning.

    Raises:
        RunError: the site has problems, is another stack's, or has addresses that are not on record.
    """
    with told():
        return _planned(folder, stack, preview=preview)


def _planned(folder: Path, stack: str, *, preview: bool) -> Plan:
    loaded = load_with_positions(folder)
    require_own(loaded, folder, stack)
    return judged(loaded, folder, preview=preview)


def judged(loaded: LoadedSite, folder: Path, *, preview: bool) -> Plan:
    """Judge and plan a site that is loaded.

    Args:
        loaded: the site.
        folder: its folder.
        preview: as for `planned`.

    Raises:
        SiteInvalid: the site has problems.
        RefusedError: it has addresses that are not on record.
    """
    if problems := check(loaded):
        raise SiteInvalid(str(folder), problems)
    plan = build(loaded)
    if plan.unrecorded:
        owners = ", ".join(line.owner for line in plan.unrecorded)
        missing = f"Addresses are not on record yet: {owners}."
        hint = f"Run govcloud allot {folder} and commit its addresses.yaml."
        if not preview:
            raise RefusedError(missing, hint=hint)
        pulumi.log.warn(f"{missing} {hint}")
    return plan

"""Lifting the protection of what a site has made, where somebody means to destroy all of it.

As `pulumi state unprotect`: only the state changes. A stack of which nothing is
protected is not opened.
"""

import os
from collections.abc import Iterable
from dataclasses import replace

from gcloud.deploy.custody import Custody
from gcloud.deploy.target import Target
from gcloud.deploy.wish import Wish


def unprotect(targets: Iterable[Target], wish: Wish) -> int:
    """Lift the protection of every resource of some stacks.

    Args:
        targets: the stacks.
        wish: what the command was asked for.

    Returns:
        How many resources were protected.

    Raises:
        InputError: a state is in no folder.
        StackLockedError: a run holds one of them.
    """
    lifted = 0
    for target in targets:
        kept = Custody(target, 0, os.environ, wish.ask)
        if not any(state.protect for state in kept.view().resources):
            continue
        with kept.held() as store:
            before = store.snapshot()
            number = sum(state.protect for state in before)
            after = tuple(replace(state, protect=False) for state in before)
            kept.save(store, after, "unprotect", f"{number} resources unprotected", number)
        lifted += number
    return lifted

"""The plan that a program is given.

`govcloud` writes each stack's plan into a file and names it, with its hash, in the
stack's settings: the program then reads that and nothing else of the site, so what does
not change its plan is none of its business. A plain `pulumi up` names the site only,
and the program makes the plan itself, with all that `govcloud` would have checked.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pulumi

from stacks.components.refusal import RefusedError

Planned = TypeVar("Planned")


def given(
    config: pulumi.Config, stack: str, read: Callable[[str], Planned], stack_of: Callable[[Planned], str]
) -> Planned | None:
    """Give the plan that a program was given; None if it was given none.

    Args:
        config: `plan` and `plan-sha256`, a file and its hash, if there is one.
        stack: which stack runs.
        read: reads a plan's text.
        stack_of: tells whose a plan is.

    Raises:
        RefusedError: the file is not there, is not what the settings say, or is another stack's.
        InputError: it holds no plan.
    """
    named = config.get("plan")
    if named is None:
        return None
    file = Path(named)
    content = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(content).hexdigest() != config.require("plan-sha256"):
        raise RefusedError(
            f"The plan in {file} is not the one that this run was started with.",
            hint="Another run has planned the site meanwhile: run the command again.",
        )
    plan = read(content.decode())
    if (found := stack_of(plan)) != stack:
        raise RefusedError(f"The plan given is of {found}, not of {stack}.", hint="Run the command again.")
    return plan

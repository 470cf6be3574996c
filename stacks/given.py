"""The plan that a program is given.

`govcloud` writes each stack's plan into a file and names it, with its hash, in the
stack's settings: the program then reads that and nothing else of the site, so what does
not change its plan is none of its business. A plain `pulumi up` names the site only,
and the program makes the plan itself, with all that `govcloud` would have checked.
"""

import hashlib
from pathlib import Path

import pulumi

from stacks.components.refusal import RefusedError


def given(config: pulumi.Config) -> str | None:
    """Give the text of the plan that a program was given; None if it was given none.

    Args:
        config: `plan` and `plan-sha256`, a file and its hash, if there is one.

    Raises:
        RefusedError: the file is not there, or is not what the settings say.
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
    return content.decode()


def another(found: str, stack: str) -> RefusedError:
    """Say that a plan is another stack's.

    Args:
        found: whose it is.
        stack: which stack runs.
    """
    return RefusedError(f"The plan given is of {found}, not of {stack}.", hint="Run the command again.")

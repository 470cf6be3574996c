"""The file of `pulumi stack export` and `import`, to and from a checkpoint.

    {"version": 3, "deployment": {"manifest": …, "secrets_providers": …, "resources": […], …}}

It holds what the checkpoint's `latest` holds. Secrets stay encrypted, or stand
in it as `plaintext` where that was asked for.

Source: Pulumi's sdk/go/common/apitype/core.go (UntypedDeployment).
"""

import json
from dataclasses import replace
from typing import Any, Final

from gcloud.engine.state import checkpoint, snapshot, view
from gcloud.engine.state.checkpoint import Checkpoint
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.integrity import problems
from gcloud.engine.state.paths import StackFiles
from gcloud.engine.state.properties import Sealer
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.urn import parse
from gcloud.errors import InputError

SHOWN: Final = 5


def current(stack: StackFiles, sealer: Sealer) -> Checkpoint:
    """Read a stack's state as one checkpoint, with what a killed run left in its journal.

    Args:
        stack: where it is.
        sealer: asked only if there is such a journal.

    Raises:
        InputError: there is no state.
        StateError: it is damaged.
    """
    found = view.settled(stack)
    if not found.base:
        raise InputError(f"The stack {stack.project}/{stack.stack} has no state.")
    if not found.changes or not (found.belongs or found.saved):
        return found.checkpoint
    ledger = snapshot.load(stack, found, sealer)
    return snapshot.store(found.checkpoint, ledger.resources, ledger.unanswered, sealer)


def document(state: Checkpoint) -> dict[str, Any]:
    """Give a checkpoint in the form of an export.

    Args:
        state: its resources encoded, secrets encrypted or open as they are to be.
    """
    whole = json.loads(checkpoint.render(state))
    features = {"features": whole["features"]} if "features" in whole else {}
    return {"version": whole["version"], **features, "deployment": whole["checkpoint"]["latest"]}


def read(content: bytes, stack: str) -> Checkpoint:
    """Read an export; a checkpoint file is taken too.

    Args:
        content: the file.
        stack: the full name of the stack that it is read for.

    Raises:
        InputError: it is neither, or can't be used by this engine.
    """
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"It is not JSON ({error}).", hint="Give a file of `state export`.") from error
    if isinstance(whole, dict) and isinstance(whole.get("deployment"), dict):
        inner = {"stack": stack, "latest": whole["deployment"]}
        content = json.dumps({**whole, "checkpoint": inner}).encode()
    try:
        return replace(checkpoint.parse(content), stack=stack)
    except StateError as error:
        raise InputError(
            f"It can't be used: {error.message}.", hint=error.hint or "Give a file of `state export`."
        ) from error


def require_usable(resources: tuple[ResourceState, ...], project: str, stack: str) -> None:
    """Refuse a snapshot that does not fit together, or is another stack's.

    Raises:
        InputError: it is; names what is wrong.
    """
    foreign = sorted({_owner(state.urn) for state in resources} - {(project, stack)})
    if foreign:
        names = ", ".join("/".join(one) for one in foreign)
        raise InputError(
            f"It holds resources of the stack {names}, and this is {project}/{stack}.",
            hint="Import it into its own stack; `state move --to` takes resources from one to another.",
        )
    wrong = problems(resources)
    if wrong:
        shown = "; ".join(wrong[:SHOWN]) + ("; …" if len(wrong) > SHOWN else "")
        raise InputError(
            f"It does not fit together: {shown}.",
            hint="Mend the file, or import what is sound and run `state repair`.",
            data={"problems": list(wrong)},
        )


def _owner(urn: str) -> tuple[str, str]:
    try:
        parts = parse(urn)
    except ValueError as error:
        raise InputError(f"It is damaged: {error}.") from error
    return parts.project, parts.stack

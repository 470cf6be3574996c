"""Several files that change together: all of them or none, whenever the process is killed.

All new contents are written into one file first; that moment decides. Then each
goes to its place, and the file goes away. Who finds the file puts the rest in
place: doing so twice does no harm. It is used where a passphrase changes, which
concerns states, journals and stack files at once.
"""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gcloud.engine.state import files
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.paths import StackFiles

FORM: Final = 1


def pending(stack: StackFiles) -> bool:
    """Tell whether a change of the passphrase was interrupted after it was decided."""
    return stack.rotation.exists()


def require_none(stack: StackFiles) -> None:
    """Do nothing if no change of the passphrase is under way.

    Raises:
        StateError: one was interrupted.
    """
    if pending(stack):
        raise StateError(
            f"A change of the passphrase of {stack.stack} was interrupted: some files are under the new one, "
            "some under the old.",
            hint="Run `govcloud state rotate SITE`: it ends that change, and needs no passphrase for it.",
            data={"file": str(stack.rotation)},
        )


def decide(stack: StackFiles, contents: Mapping[Path, bytes]) -> None:
    """Write down what all files will hold; from then on it will be so. Call with all locks held.

    Args:
        stack: one of the stacks.
        contents: what each file is to hold, by its absolute path.

    Raises:
        StateWriteError: it can't be written; nothing has changed.
    """
    for path in contents:
        files.check_space(path.parent, len(contents[path]))
    whole = {
        "form": FORM,
        "files": [
            {"path": str(path), "content": base64.b64encode(content).decode()}
            for path, content in contents.items()
        ],
    }
    files.replace(stack.rotation, json.dumps(whole).encode(), stack.scratch)


def finish(stack: StackFiles) -> tuple[Path, ...]:
    """Put all files in their places. Call with all locks held.

    Returns:
        The files.

    Raises:
        StateWriteError: one can't be written; call it again when it can.
        StateError: what was written down is of another version.
    """
    whole = json.loads(files.read(stack.rotation) or b"{}")
    if whole.get("form") != FORM:
        raise StateError(f"{stack.rotation} was written by another version; end it with that one.")
    done = []
    for entry in whole["files"]:
        path = Path(entry["path"])
        # A stack file may be on another disk than the state: its temporary file is beside it.
        scratch = stack.scratch if path.is_relative_to(stack.root) else path.parent
        files.replace(path, base64.b64decode(entry["content"]), scratch)
        path.with_name(f"{path.name}.attrs").unlink(missing_ok=True)
        done.append(path)
    with files.explained(stack.rotation, "remove"):
        stack.rotation.unlink()
        files.sync_folder(stack.rotation.parent)
    for path in done:
        for leftover in path.parent.glob(f"{files.temporary_prefix(path.name)}*"):
            leftover.unlink(missing_ok=True)
    return tuple(done)

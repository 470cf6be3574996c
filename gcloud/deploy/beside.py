"""What the states say of stacks that nobody has opened: which there are, and what they have made.

Nothing of it is a secret, so no passphrase is needed.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gcloud.deploy.location import Backend
from gcloud.engine.state import files
from gcloud.engine.state.paths import StackFiles


def made_by(backend: Backend, stacks: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give type and id of what stacks have made.

    Args:
        backend: where their states are; of one that is no folder nothing is known.
        stacks: project and name of each.
    """
    for project, stack in stacks:
        for resource in resources_of(backend, project, stack):
            if resource.get("id"):
                yield str(resource.get("type", "")), str(resource["id"])


def resources_of(backend: Backend, project: str, stack: str) -> list[dict[str, Any]]:
    """Give the resources of a stack as its state has them; none if that can't be read.

    Args:
        backend: where its state is; of one that is no folder nothing is known.
        project: its project.
        stack: its name.
    """
    if backend.folder is None:
        return []
    content = files.read(StackFiles.locate(backend.folder, project, stack).checkpoint)
    try:
        checkpoint = json.loads(content or b"{}")
        found = ((checkpoint.get("checkpoint") or {}).get("latest") or {}).get("resources") or []
    except (ValueError, AttributeError):
        return []  # whoever opens that state says what is wrong with it
    return [one for one in found if isinstance(one, dict)]


def stacks_in(backend: Backend, project: str) -> tuple[str, ...]:
    """Give the names of a project's stacks that have a state, sorted.

    Args:
        backend: where the states are; of one that is no folder nothing is known.
        project: the project.
    """
    if backend.folder is None:
        return ()
    states = StackFiles.locate(backend.folder, project, "any").checkpoint.parent
    return tuple(sorted(file.stem for file in states.glob("*.json")))

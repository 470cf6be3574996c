"""What stacks have made that nobody has opened: type and id of each thing, read from their states.

Neither is a secret, so no passphrase is needed.
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
    if backend.folder is None:
        return
    for project, stack in stacks:
        content = files.read(StackFiles.locate(backend.folder, project, stack).checkpoint)
        for resource in _resources(content):
            if resource.get("id"):
                yield str(resource.get("type", "")), str(resource["id"])


def _resources(content: bytes | None) -> list[dict[str, Any]]:
    try:
        checkpoint = json.loads(content or b"{}")
        found = ((checkpoint.get("checkpoint") or {}).get("latest") or {}).get("resources") or []
    except (ValueError, AttributeError):
        return []  # whoever opens that state says what is wrong with it
    return [one for one in found if isinstance(one, dict)]

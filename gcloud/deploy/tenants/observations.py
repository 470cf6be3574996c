"""Keeps observations beside the site, a file each: SITE/.govcloud/usage/2026-11-23T080000Z.json.

Losing them loses trends, nothing else.
"""

import json
from datetime import UTC
from pathlib import Path
from typing import Final

from gcloud.deploy.location import LOCAL_FOLDER, prepare_local
from gcloud.engine.state import files
from gcloud.plan.tenants.observation import Observation

FOLDER: Final = "usage"
KEPT: Final = 400
"""How many are kept: a year and a month of daily ones."""


def keep(site: Path, observation: Observation) -> Path:
    """Keep an observation; the oldest go when there are too many.

    Args:
        site: the site's folder.
        observation: what was seen.

    Returns:
        Its file.

    Raises:
        InputError: the site's folder can't be written.
        StateWriteError: nor this file.
    """
    folder = prepare_local(site) / FOLDER
    files.make_folder(folder)
    file = folder / f"{observation.at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.json"
    content = json.dumps(observation.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
    files.replace(file, content, folder)
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


def kept(site: Path) -> tuple[Observation, ...]:
    """Give what was kept, oldest first; a file that is damaged is none.

    Args:
        site: the site's folder.
    """
    found = []
    for file in sorted((site / LOCAL_FOLDER / FOLDER).glob("*.json")):
        try:
            found.append(Observation.from_json(json.loads(file.read_bytes())))
        except (OSError, ValueError):
            continue
    return tuple(found)


def newest(site: Path) -> Observation | None:
    """Give the last observation; None if there is none.

    Args:
        site: the site's folder.
    """
    for file in sorted((site / LOCAL_FOLDER / FOLDER).glob("*.json"), reverse=True):
        try:
            return Observation.from_json(json.loads(file.read_bytes()))
        except (OSError, ValueError):
            continue
    return None

"""Keeps observations beside the site, a file each: SITE/.govcloud/usage/2026-11-23T080000Z.json.

Losing them loses trends, nothing else.
"""

import json
from datetime import UTC
from pathlib import Path
from typing import Final

from gcloud.deploy import keeping
from gcloud.deploy.location import LOCAL_FOLDER
from gcloud.errors import InputError
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
    name = f"{FOLDER}/{observation.at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}.json"
    content = json.dumps(observation.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
    file = keeping.keep(site, name, content)
    for old in _files(site)[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


def past(site: Path) -> tuple[Observation, ...]:
    """Give all observations that are kept, oldest first.

    Args:
        site: the site's folder.

    Raises:
        InputError: a file is damaged.
    """
    return tuple(_read(file) for file in _files(site))


def last(site: Path) -> Observation | None:
    """Give the last observation; None if nobody has looked.

    Args:
        site: the site's folder.

    Raises:
        InputError: its file is damaged.
    """
    found = _files(site)
    return _read(found[-1]) if found else None


def _files(site: Path) -> list[Path]:
    # Called by the moment, so that the last one sorts last.
    return sorted((site / LOCAL_FOLDER / FOLDER).glob("*.json"))


def _read(file: Path) -> Observation:
    try:
        return Observation.from_json(json.loads(file.read_bytes()))
    except (OSError, ValueError) as error:
        raise InputError(f"{file} can't be read: {error}.", hint="Remove it, and look again.") from error

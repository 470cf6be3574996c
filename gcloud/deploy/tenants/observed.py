"""What tenants used whenever somebody looked: files in the site's own folder of what is no part of it."""

import json
import os
from datetime import UTC
from pathlib import Path
from typing import Final

from gcloud.errors import InputError
from gcloud.plan.tenants.observation import Observation

FOLDER: Final = ".govcloud/usage"


def keep(site: Path, seen: Observation) -> Path:
    """Keep what was seen.

    Args:
        site: the site's folder.
        seen: what tenants used.

    Returns:
        The file; called by the moment, so that the last one sorts last.
    """
    file = site / FOLDER / f"{seen.at.astimezone(UTC):%Y%m%dT%H%M%SZ}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps(seen.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return aside.replace(file)


def past(site: Path) -> tuple[Observation, ...]:
    """All looks that are kept, oldest first.

    Args:
        site: the site's folder.

    Raises:
        InputError: a file is damaged.
    """
    return tuple(_read(file) for file in _files(site))


def last(site: Path) -> Observation | None:
    """The last look; None if nobody has looked.

    Args:
        site: the site's folder.

    Raises:
        InputError: its file is damaged.
    """
    files = _files(site)
    return _read(files[-1]) if files else None


def _files(site: Path) -> list[Path]:
    return sorted((site / FOLDER).glob("*.json"))


def _read(file: Path) -> Observation:
    try:
        return Observation.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, AttributeError) as error:
        raise InputError(f"{file} can't be read: {error}.", hint="Remove it, and look again.") from error

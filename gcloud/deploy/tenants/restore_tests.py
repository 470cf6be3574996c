"""Results of restores that were tried: one file a test, in the site's own folder of what is no part of it."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from gcloud.deploy import keeping
from gcloud.deploy.location import LOCAL_FOLDER
from gcloud.errors import InputError

FOLDER: Final = "restore-tests"


def keep(site: Path, result: Mapping[str, Any]) -> Path:
    """Keep the result of a test.

    Args:
        site: the site's folder.
        result: what `gcloud.deploy.tenants.backing.try_restore` gave.

    Returns:
        Its file.

    Raises:
        InputError: the site's folder can't be written.
        StateWriteError: nor this file.
    """
    at = datetime.fromisoformat(result["on"])
    content = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    return keeping.keep(site, f"{FOLDER}/{result['tenant']}/{at:%Y%m%dT%H%M%SZ}.json", content.encode())


def last_passed(site: Path, tenant: str) -> datetime | None:
    """Give when the last test that passed was; None if none did.

    Args:
        site: the site's folder.
        tenant: the tenant.

    Raises:
        InputError: a file is damaged.
    """
    for file in sorted((site / LOCAL_FOLDER / FOLDER / tenant).glob("*.json"), reverse=True):
        try:
            result = json.loads(file.read_text(encoding="utf-8"))
            if result["passed"]:
                return datetime.fromisoformat(result["on"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{file} is damaged: {error}.", hint="Remove it, or bring it back.") from error
    return None

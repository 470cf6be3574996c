"""Results of restores that were tried: one file a test, in the site's own folder of what is no part of it."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from gcloud.errors import InputError

FOLDER: Final = ".govcloud/restore-tests"


def keep(site: Path, result: Mapping[str, Any]) -> Path:
    """Keep the result of a test.

    Args:
        site: the site's folder.
        result: what `gcloud.deploy.tenants.backing.try_restore` gave.
    """
    at = datetime.fromisoformat(result["on"])
    file = site / FOLDER / str(result["tenant"]) / f"{at:%Y%m%dT%H%M%SZ}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return aside.replace(file)


def last_passed(site: Path, tenant: str) -> datetime | None:
    """Give when the last test that passed was; None if none did.

    Args:
        site: the site's folder.
        tenant: the tenant.

    Raises:
        InputError: a file is damaged.
    """
    for file in sorted((site / FOLDER / tenant).glob("*.json"), reverse=True):
        try:
            result = json.loads(file.read_text(encoding="utf-8"))
            if result["passed"]:
                return datetime.fromisoformat(result["on"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{file} is damaged: {error}.", hint="Remove it, or bring it back.") from error
    return None

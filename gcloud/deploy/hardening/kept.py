"""Results of runs over hosts, kept beside a site's states, so that two of them can be compared."""

from datetime import UTC
from pathlib import Path
from typing import Final

from gcloud.deploy.keeping import keep
from gcloud.deploy.location import LOCAL_FOLDER
from gcloud.plan.hardening.documents import results_from, results_text
from gcloud.plan.hardening.results import Results, Run

FOLDER: Final = "hardening"
_MOST: Final = 200
"""Runs that are kept; the oldest go first."""


def keep_results(folder: Path, results: Results) -> Path:
    """Keep what came of a run.

    Args:
        folder: the site's.
        results: what came of it.

    Returns:
        Where it is.

    Raises:
        InputError: the site's folder can't be written.
        StateWriteError: nor this file.
    """
    stamp = results.at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    file = keep(folder, f"{FOLDER}/{stamp}-{results.run}.json", results_text(results).encode())
    for old in sorted(file.parent.glob("*Z-*.json"))[:-_MOST]:
        old.unlink(missing_ok=True)
    return file


def kept_results(folder: Path, run: Run | None = None) -> tuple[Path, ...]:
    """The files of runs that are kept, the newest first.

    Args:
        folder: the site's.
        run: only of audits, or only of runs that changed hosts.
    """
    found = (folder / LOCAL_FOLDER / FOLDER).glob(f"*Z-{run or '*'}.json")
    return tuple(sorted(found, reverse=True))


def latest(folder: Path, run: Run) -> Results | None:
    """What came of the last such run; None if none is kept.

    Raises:
        InputError: the file holds something else.
    """
    files = kept_results(folder, run)
    return results_from(files[0].read_bytes(), str(files[0])) if files else None

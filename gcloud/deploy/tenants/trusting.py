"""The keepers that are trusted on this machine, and whether one of them has signed the roster.

The variable names a file that stands outside the site's repository, such as a protected
file variable of the CI system.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gcloud.errors import InputError
from gcloud.model.load import LoadedSite
from gcloud.model.problem import Position, Problem
from gcloud.plan.tenants.signature import unarmoured
from gcloud.plan.tenants.trust import keepers, roster_files, trust_problems

TRUST: Final = "GOVCLOUD_TRUST"


def distrusted(loaded: LoadedSite, environment: Mapping[str, str] = os.environ) -> tuple[Problem, ...]:
    """What is wrong with the roster by the keys that are trusted here; nothing where none are named.

    Args:
        loaded: the site.
        environment: the process's variables.

    Raises:
        InputError: the file of trusted keys can't be used.
    """
    named = environment.get(TRUST)
    if not named:
        return ()
    try:
        keys = keepers(Path(named).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The trusted keys can't be read: {error}.", hint=f"Mend the variable {TRUST}, or its file."
        ) from error
    return tuple(trust_problems({file: _signed(Path(file)) for file in roster_files(loaded)}, keys))


def trusted_as_it_stands(
    loaded: LoadedSite, environment: Mapping[str, str] = os.environ
) -> tuple[Problem, ...]:
    """The remark that nobody outside the repository vouches for the roster.

    Args:
        loaded: the site.
        environment: the process's variables.
    """
    files = roster_files(loaded)
    if environment.get(TRUST) or not files or not loaded.site.approvals:
        return ()
    what = "whoever may change this file may grant tenants: the roster is trusted as it stands"
    instead = f"let a keeper sign it, and name the keeper's key outside the repository by {TRUST}"
    return (Problem.at(Position(files[0]), "roster.trusted", what, instead),)


def _signed(file: Path) -> tuple[bytes, str | None]:
    content = file.read_bytes()
    try:
        return content, unarmoured(file.with_name(f"{file.name}.sig").read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        return content, None

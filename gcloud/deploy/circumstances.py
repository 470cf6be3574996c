"""Who runs what, where, from which commit: facts for the record of a run.

Where the official CLI has a name for a fact (`git.head`, pkg/backend/updates.go)
it is used, so that `pulumi stack history` shows ours and `govcloud history` shows
the CLI's.
"""

import contextlib
import getpass
import platform
import socket
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Final

from gcloud import __version__
from gcloud.engine.scope import Scope

HEAD: Final = "git.head"
BRANCH: Final = "git.headName"
DIRTY: Final = "git.dirty"
USER: Final = "govcloud.user"
HOST: Final = "govcloud.host"
ENGINE: Final = "govcloud.engine"
VERSION: Final = "govcloud.version"
PLAN: Final = "govcloud.plan"
RESULT: Final = "govcloud.result"
TARGETS: Final = "govcloud.targets"
REPLACE: Final = "govcloud.replace"
VERIFIED: Final = "govcloud.verified"
REQUESTS: Final = "govcloud.requests"

_PATIENCE: Final = 5.0
_NO_COMMIT: Final = "(initial)"


def circumstances(site: Path, engine: str, scope: Scope) -> dict[str, str]:
    """Gather the facts of a run that is about to begin.

    Args:
        site: the site's folder; its commit is told, and whether it has changes that are in none.
        engine: which engine runs.
        scope: what the run is about.
    """
    facts = {
        **who(site),
        ENGINE: engine,
        VERSION: __version__,
        "govcloud.python": platform.python_version(),
        **{f"govcloud.{name}": _version(name) for name in ("pulumi", "pulumi-openstack", "openstacksdk")},
    }
    if scope.targets:
        facts[TARGETS] = " ".join(scope.targets)
    if scope.replace:
        facts[REPLACE] = " ".join(scope.replace)
    if scope.verify:
        facts[VERIFIED] = "true"
    return facts


def who(site: Path) -> dict[str, str]:
    """Tell who is at work, on which machine, and from which commit.

    Args:
        site: the site's folder.
    """
    return {USER: _user(), HOST: socket.gethostname(), **commit(site)}


def commit(folder: Path) -> dict[str, str]:
    """Tell a folder's git commit and branch, and whether anything in the folder differs from it.

    Args:
        folder: any folder; one that is in no repository, or a machine without git, has no such facts.
    """
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["git", "--no-optional-locks", "status", "--porcelain=v2", "--branch", "--", "."],  # noqa: S607 - git is found by PATH everywhere
            cwd=folder,
            capture_output=True,
            check=True,
            text=True,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
        lines = done.stdout.splitlines()
        told = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# branch."))
        if told.get("branch.oid", _NO_COMMIT) == _NO_COMMIT:
            return {}
        facts = {HEAD: told["branch.oid"], DIRTY: str(any(line[:1] != "#" for line in lines)).lower()}
        if told.get("branch.head", "(detached)") != "(detached)":
            facts[BRANCH] = f"refs/heads/{told['branch.head']}"
        return facts
    return {}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"  # a container's user need not have a name


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "unknown"

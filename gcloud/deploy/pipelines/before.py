"""A site as it was at another commit."""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gcloud.errors import InputError

_NONE: Final = frozenset("0")
_PATIENCE: Final = 60.0


@contextmanager
def site_at(site: Path, revision: str) -> Iterator[Path | None]:
    """Lay a site's files out as they were at a commit; they are gone after the block.

    Args:
        site: the site's folder, in a git work tree.
        revision: the commit; all zeros, as CI systems name the commit before the first, is none.

    Yields:
        The folder; None where the site was not there yet.

    Raises:
        InputError: the folder is in no git work tree, or git knows no such commit.
    """
    if set(revision) == _NONE:
        yield None
        return
    top = Path(_git(site, "rev-parse", "--show-toplevel").decode().strip())
    commit = (
        _git(site, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    within = site.resolve().relative_to(top.resolve())
    if not _git(top, "ls-tree", "-d", commit, str(within)) and str(within) != ".":
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="govcloud-") as folder:
        archive = Path(folder) / "site.tar"
        _git(top, "archive", f"--output={archive}", commit, str(within))
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        archive.unlink()
        yield Path(folder) / within


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - git is where PATH has it
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except OSError as error:
        raise InputError(f"git can't be started: {error.strerror}.", hint="Install git.") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n", 1)[0]
        raise InputError(
            f"git {arguments[0]} failed in {folder}: {said}.",
            hint="Name a commit that the checkout has (fetch-depth: 0), or leave --since out.",
        )
    return done.stdout

"""Where a site's state is.

It is told by the official CLI's own variable, so that `govcloud` and `pulumi` in
the same shell mean the same state.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gcloud.errors import InputError

LOCAL_FOLDER = ".govcloud"
"""Folder inside a site for what this machine writes; never committed, never read as a site file."""


@dataclass(frozen=True)
class Backend:
    """Where states are kept.

    Args:
        url: as PULUMI_BACKEND_URL; always with a scheme.
        folder: the folder of a `file://` backend, None for every other kind.
    """

    url: str
    folder: Path | None

    def local(self) -> Path:
        """Return the folder of a local backend.

        Raises:
            InputError: the backend is of a kind that only the official CLI knows.
        """
        if self.folder is None:
            raise InputError(
                f"The embedded engine keeps its state in a folder; {self.url} is not one.",
                hint="Use a file:// URL, or --engine pulumi with the official CLI.",
            )
        return self.folder


def backend(site: Path, given: str | None = None, environment: Mapping[str, str] = os.environ) -> Backend:
    """Find the backend: `given`, else PULUMI_BACKEND_URL, else `SITE/.govcloud/state`.

    Args:
        site: the site's folder.
        given: `--state`: a folder or a URL.
        environment: the process's variables.

    Raises:
        InputError: the URL is malformed.
    """
    text = given or environment.get("PULUMI_BACKEND_URL") or ""
    if not text:
        folder = site.resolve() / LOCAL_FOLDER / "state"
        return Backend(url=folder.as_uri(), folder=folder)
    if "://" not in text:
        folder = Path(text).expanduser().resolve()
        return Backend(url=folder.as_uri(), folder=folder)
    parts = urlsplit(text)
    if parts.scheme != "file":
        return Backend(url=text, folder=None)
    # The official CLI takes file://~, file://./relative and file:///absolute.
    path = unquote(parts.netloc + parts.path)
    if not path:
        raise InputError(f"The state's URL {text} names no folder.", hint="Write file:///absolute/folder.")
    folder = Path(path).expanduser().resolve()
    return Backend(url=folder.as_uri(), folder=folder)


def prepare_local(site: Path) -> Path:
    """Make `SITE/.govcloud` with a .gitignore that hides it, and return it.

    Raises:
        InputError: the site's folder can't be written.
    """
    folder = site / LOCAL_FOLDER
    ignore = folder / ".gitignore"
    try:
        folder.mkdir(exist_ok=True)
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"{folder} can't be written: {error.strerror}.",
            hint="Make the site's folder writable, or keep the state elsewhere with --state DIR.",
        ) from error
    return folder

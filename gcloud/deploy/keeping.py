"""Files kept beside a site's states, in its folder of what is no part of it, for their owner only."""

from pathlib import Path

from gcloud.deploy.location import prepare_local
from gcloud.engine.state import files


def keep(site: Path, name: str, content: bytes) -> Path:
    """Write such a file whole, on the disk.

    Args:
        site: the site's folder.
        name: its path in the site's own folder; folders on the way are made.
        content: what it holds.

    Returns:
        Where it is.

    Raises:
        InputError: the site's folder can't be written.
        StateWriteError: nor this file.
    """
    file = prepare_local(site) / name
    files.make_folder(file.parent)
    files.replace(file, content, file.parent)
    return file

"""What tenants used when somebody last looked, kept in the site's own folder of what is no part of it."""

from pathlib import Path
from typing import Final

from gcloud.errors import InputError
from gcloud.plan.tenants.observation import Observation, from_json, to_json

OBSERVED: Final = ".govcloud/usage.json"


def observed(folder: Path, site: str) -> Observation | None:
    """The last look; None if nobody has looked.

    Args:
        folder: the site's folder.
        site: the site's name; what was seen of another one is refused.

    Raises:
        InputError: the file is damaged, or of another site.
    """
    file = folder / OBSERVED
    try:
        seen = from_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} can't be read: {error}.", hint="Remove it, and look again.") from error
    if seen.site != site:
        raise InputError(f"{file} is of the site {seen.site}.", hint="Remove it, and look again.")
    return seen


def keep(folder: Path, seen: Observation) -> Path:
    """Keep what was seen, in place of what was seen before.

    Args:
        folder: the site's folder.
        seen: what tenants used.
    """
    file = folder / OBSERVED
    file.parent.mkdir(exist_ok=True)
    aside = file.with_suffix(".tmp")
    aside.write_text(to_json(seen), encoding="utf-8")
    return aside.replace(file)

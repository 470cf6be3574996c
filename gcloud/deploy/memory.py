"""What this machine remembers of a site's stacks: fingerprints, and that a look at the cloud is due.

    SITE/.govcloud/fingerprints/key                  of the hashes; 32 random bytes
    SITE/.govcloud/fingerprints/site.json            which stacks there are, and of which files
    SITE/.govcloud/fingerprints/PROJECT/STACK.json   a stack's fingerprint, or that a look is due

Nothing is lost with it but time: what can't be read or written is as if it were
not there, and the programs run.
"""

import contextlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gcloud.deploy.fingerprint import Fingerprint
from gcloud.deploy.in_place import put
from gcloud.deploy.location import LOCAL_FOLDER, prepare_local
from gcloud.errors import InputError

FOLDER: Final = "fingerprints"
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Due:
    """The cloud is not what the state says: the next `up` looks at it.

    Args:
        why: what was found.
    """

    why: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """The last `up` went well, and it can't be told for certain what it depended on.

    Args:
        why: what could not be followed.
    """

    why: str


class Memory:
    """What is remembered of one site.

    Args:
        site: the site's folder.
    """

    def __init__(self, site: Path) -> None:
        self._site = site
        self._folder = site / LOCAL_FOLDER / FOLDER

    def key(self) -> bytes | None:
        """Give the key of the hashes; None if there is none yet."""
        try:
            key = (self._folder / "key").read_bytes()
        except OSError:
            return None
        return key if len(key) == _KEY_BYTES else None

    def make_key(self) -> bytes | None:
        """Give the key of the hashes, a new one if there is none; None if it can't be kept."""
        known = self.key()
        if known is None and self._write(self._folder / "key", secrets.token_bytes(_KEY_BYTES)):
            known = self.key()
        return known

    def recall(self, project: str, stack: str) -> Fingerprint | Due | Doubt | None:
        """Give what is remembered of a stack."""
        kept = self._read(self._of(project, stack))
        if isinstance(kept, dict) and len(kept) == 1:
            match kept:
                case {"due": str(why)}:
                    return Due(why)
                case {"doubt": str(why)}:
                    return Doubt(why)
        return Fingerprint.from_json(kept)

    def remember(self, project: str, stack: str, found: Fingerprint | Due | Doubt | None) -> None:
        """Put this in the place of what was remembered of a stack; None: nothing."""
        path = self._of(project, stack)
        kept: Mapping[str, Any] | None = None
        match found:
            case Due():
                kept = {"due": found.why}
            case Doubt():
                kept = {"doubt": found.why}
            case Fingerprint():
                kept = found.as_json()
        if kept is None or not self._write(path, _text(kept)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def forget(self, project: str, stack: str) -> None:
        """Forget a stack's fingerprint; that a look at the cloud is due stays."""
        if not isinstance(self.recall(project, stack), Due):
            self.remember(project, stack, None)

    def site(self) -> Mapping[str, Any] | None:
        """Give what is remembered of the site itself."""
        kept = self._read(self._folder / "site.json")
        return kept if isinstance(kept, dict) else None

    def remember_site(self, kept: Mapping[str, Any]) -> None:
        """Remember this of the site itself."""
        self._write(self._folder / "site.json", _text(kept))

    def _of(self, project: str, stack: str) -> Path:
        return self._folder / project / f"{stack}.json"

    @staticmethod
    def _read(path: Path) -> object:
        try:
            return json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None

    def _write(self, path: Path, content: bytes) -> bool:
        """Write a file whole or not at all; only its owner can read it."""
        try:
            prepare_local(self._site)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            put(path, content)
        except (OSError, InputError):
            return False
        return True


def _text(kept: Mapping[str, Any]) -> bytes:
    return json.dumps(kept, separators=(",", ":")).encode()

"""Where the files of one stack are in the official folder backend.

    .pulumi/meta.yaml                                      version: 1
    .pulumi/stacks/PROJECT/STACK.json, .json.bak           the checkpoint and the one before
    .pulumi/history/PROJECT/STACK/STACK-NANOS.{history,checkpoint}.json
    .pulumi/backups/PROJECT/STACK/STACK.NANOS.json
    .pulumi/locks/organization/PROJECT/STACK/ID.json
    .pulumi/govcloud/PROJECT/STACK.{journal,lock,tmp}      ours: journal, kernel lock, temporary files
    .pulumi/govcloud/STACK.rotation                        ours: a change of passphrase under way

Source: Pulumi's pkg/backend/diy/{backend,store}.go.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import unquote, urlsplit

from gcloud.errors import InputError

ORGANIZATION: Final = "organization"
"""The folder backend knows no organisations; the official engine writes this word."""
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, slots=True)
class StackFiles:
    """The paths of one stack's files.

    Args:
        root: the backend's folder (that which holds `.pulumi`).
        project: the project's name.
        stack: the stack's name.
    """

    root: Path
    project: str
    stack: str

    @classmethod
    def locate(cls, backend: str | Path, project: str, stack: str) -> Self:
        """Find a stack's files; nothing is read or made.

        Args:
            backend: a path, or a `file://` URL as in PULUMI_BACKEND_URL (`~` and relative paths too).
            project: the project's name.
            stack: the stack's name.

        Raises:
            InputError: another kind of backend, or a name that is no name.
        """
        for what, name in (("project", project), ("stack", stack)):
            if not _NAME.fullmatch(name) or set(name) == {"."}:
                raise InputError(
                    f"{name!r} can't be a {what}'s name.",
                    hint="Use up to 100 letters, digits, underscores, hyphens and periods.",
                )
        return cls(folder_of(backend), project, stack)

    @property
    def name(self) -> str:
        """The stack's full name, as the checkpoint holds it."""
        return f"{ORGANIZATION}/{self.project}/{self.stack}"

    @property
    def meta(self) -> Path:
        """The backend's own file."""
        return self.root / ".pulumi" / "meta.yaml"

    @property
    def checkpoint(self) -> Path:
        """The state."""
        return self.root / ".pulumi" / "stacks" / self.project / f"{self.stack}.json"

    @property
    def previous(self) -> Path:
        """The state before the last write."""
        return self.checkpoint.with_name(f"{self.stack}.json.bak")

    @property
    def history(self) -> Path:
        """The folder of finished runs."""
        return self.root / ".pulumi" / "history" / self.project / self.stack

    @property
    def backups(self) -> Path:
        """The folder of states after finished runs."""
        return self.root / ".pulumi" / "backups" / self.project / self.stack

    @property
    def locks(self) -> Path:
        """The folder where each run that holds the stack has a file."""
        return self.root / ".pulumi" / "locks" / ORGANIZATION / self.project / self.stack

    @property
    def own(self) -> Path:
        """The folder for what only the embedded engine uses."""
        return self.root / ".pulumi" / "govcloud" / self.project

    @property
    def scratch(self) -> Path:
        """The folder for temporary files of the run that holds the lock."""
        return self.own / f"{self.stack}.tmp"

    @property
    def rotation(self) -> Path:
        """What a change of the passphrase is about to write; of all stacks of this name."""
        return self.root / ".pulumi" / "govcloud" / f"{self.stack}.rotation"

    @property
    def journal(self) -> Path:
        """What a run did since the checkpoint."""
        return self.own / f"{self.stack}.journal"

    @property
    def kernel_lock(self) -> Path:
        """The file that a run holds a kernel lock on."""
        return self.own / f"{self.stack}.lock"


def folder_of(backend: str | Path) -> Path:
    """Give the folder of a backend.

    Raises:
        InputError: it is no local folder.
    """
    text = str(backend)
    if "://" not in text:
        return Path(text).expanduser().absolute()
    if not text.startswith("file://"):
        raise InputError(
            f"The backend {urlsplit(text).scheme}://… is not a local folder.",
            hint="Use file://FOLDER, or --engine pulumi, which knows the other backends.",
        )
    return Path(unquote(text.removeprefix("file://").partition("?")[0])).expanduser().absolute()

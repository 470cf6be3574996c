"""What pam-auth-update would make of other profiles: asked of it itself, in a folder of its own.

So a check shows exactly what a run writes, the files are put in place like any other, and the database of
debconf, which is only its memory of questions, is left alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import Dict, List, Mapping, Sequence, Set

from .. import programs
from ..edits import Edits
from ..errors import InapplicableError
from ..host import Host
from .profiles import FOLDER
from .stack import COMMON

_SAVED = "/var/lib/pam"
_FILES = (
    *(f"/etc/pam.d/common-{name}" for name in COMMON),
    *(f"{_SAVED}/{name}" for name in (*COMMON, "seen")),
)
_DEBCONF = """Config: configdb
Templates: templatedb

Name: configdb
Driver: File
Filename: {folder}/config.dat

Name: templatedb
Driver: File
Filename: {folder}/templates.dat
"""


def enabled(host: Host) -> Set[str]:
    """The profiles that the stacks are made of."""
    return {
        line[len("Module: ") :]
        for name in COMMON
        for line in host.lines(f"{_SAVED}/{name}")
        if line.startswith("Module: ")
    }


def rivals(host: Host, module: str, ours: Mapping[str, str]) -> List[str]:
    """Profiles in use that are not ours and bring the same module."""
    return sorted(
        name for name in enabled(host) - set(ours) if f"{module}" in (host.text(f"{FOLDER}/{name}") or "")
    )


def rebuild(item: str, edits: Edits, profiles: Mapping[str, str], disable: Sequence[str] = ()) -> None:
    """Write profiles, and the stacks as pam-auth-update makes them with these in use.

    Args:
        item: The item that asks for it.
        edits: Takes the files.
        profiles: Our profiles' text, by name.
        disable: Profiles that are not to be used any more.

    Raises:
        InapplicableError: Somebody has edited the stacks, or pam-auth-update made nothing of it.
        UnreadableError: It isn't installed.
    """
    made = _asked(edits, profiles, disable)
    for name, text in profiles.items():
        edits.write(item, f"{FOLDER}/{name}", text, mode=0o644)
    for path in _FILES:
        if path in made:
            edits.write(item, path, made[path])


def _asked(edits: Edits, profiles: Mapping[str, str], disable: Sequence[str]) -> Dict[str, str]:
    root = tempfile.mkdtemp(prefix="govcloud-pam-")
    try:
        _copy(edits, root, profiles)
        with open(f"{root}/debconf.conf", "w", encoding="ascii") as file:
            file.write(_DEBCONF.format(folder=root))
        argv = ["pam-auth-update", "--root", root, "--enable", *profiles]
        argv += ["--disable", *disable] if disable else []
        ran = programs.run(edits.host.root, argv, environment={"DEBCONF_SYSTEMRC": f"{root}/debconf.conf"})
        if "Local modifications" in ran.err:
            raise InapplicableError(
                "/etc/pam.d/common-* were edited by hand, so pam-auth-update leaves them alone: "
                "take the edits back, or move them into a profile in /usr/share/pam-configs"
            )
        if ran.code:
            raise InapplicableError(f"pam-auth-update: {ran.said}")
        return {path: _text(root + path) for path in _FILES if os.path.exists(root + path)}
    finally:
        shutil.rmtree(root)


def _copy(edits: Edits, root: str, profiles: Mapping[str, str]) -> None:
    """What pam-auth-update reads, as earlier items of the batch leave it."""
    known = {path for path in edits.host.glob(f"{FOLDER}/*") if not edits.host.is_folder(path)}
    known |= {path for path in edits.files if path.startswith(f"{FOLDER}/")}
    texts = {path: edits.text(path) for path in (*sorted(known), *_FILES)}
    texts.update({f"{FOLDER}/{name}": text for name, text in profiles.items()})
    for path, text in texts.items():
        if text is not None:
            os.makedirs(os.path.dirname(root + path), exist_ok=True)
            with open(root + path, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.write(text)


def _text(path: str) -> str:
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()

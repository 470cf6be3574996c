"""The kernel settings that a fresh host begins with: the machine's own keys with Debian's values.

A container sees the machine's /proc/sys and may not write it, so it gets files
instead; those of the network are real, since its network namespace has its own.
"""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml

SOURCE = Path("/proc/sys")
DEFAULTS = Path(__file__).with_suffix(".yaml")
LEFT_OUT = ("net", "kernel/random", "fs/binfmt_misc")
"""Real in the container, or not there."""


def emulate(folder: Path, source: Path = SOURCE) -> None:
    """Write the files that stand for /proc/sys; a killed run leaves the old ones or none.

    Args:
        folder: gets them; replaced as a whole.
        source: whose keys are taken.
    """
    new = folder.with_name(f"{folder.name}.new")
    for left in (new, folder):
        if left.exists():
            shutil.rmtree(left)
    for parent, folders, files in os.walk(source):
        inner = Path(parent).relative_to(source)
        folders[:] = [one for one in folders if str(inner / one) not in LEFT_OUT]
        for file in files:
            _write(new / inner / file, _value(Path(parent) / file), (Path(parent) / file).stat().st_mode)
    for key, value in _defaults("emulated").items():
        _write(new / key, f"{value}\n", 0o644)
    new.rename(folder)


def network() -> str:
    """The network's settings, a line each: ``KEY VALUE``."""
    return "".join(f"{key} {value}\n" for key, value in _defaults("network").items())


def _defaults(kind: str) -> Mapping[str, int | str]:
    found: Mapping[str, int | str] = yaml.safe_load(DEFAULTS.read_text())[kind]
    return found


def _value(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # some can be written only
        return ""


def _write(path: Path, text: str, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode & 0o777 | 0o200)

"""The virtual environment of the services' programs, exactly as the lock file says.

It is named by the lock's hash, so a changed lock makes another one and an
unchanged lock makes none. A folder without its mark was left by a killed run.
"""

import hashlib
import importlib.resources
import shutil
import subprocess
import sys
from pathlib import Path

from gcloud.lab.errors import StepFailed
from gcloud.lab.settings import LabSettings

LOCK = "requirements.lock"


def lock_text() -> str:
    """The pinned requirements."""
    return importlib.resources.files("gcloud.lab").joinpath(LOCK).read_text()


def lock_key() -> str:
    """Short name of what the lock and the interpreter determine."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256(f"{version}\n{lock_text()}".encode()).hexdigest()[:12]


def venv_folder(settings: LabSettings) -> Path:
    """Where the environment of this lock is or will be."""
    return settings.cache / f"venv-{lock_key()}"


def _mark(folder: Path) -> Path:
    return folder / "complete"


def is_complete(folder: Path) -> bool:
    """Whether the environment was made to the end."""
    return _mark(folder).exists()


def find_uv() -> Path | None:
    """uv, the installer: beside the running interpreter, else on PATH."""
    beside = Path(sys.executable).parent / "uv"
    found = str(beside) if beside.is_file() else shutil.which("uv")
    return Path(found) if found else None


def make_venv(settings: LabSettings) -> None:
    """Install the locked packages, unless that is done.

    Raises:
        StepFailed: uv is missing or could not install.
    """
    folder = venv_folder(settings)
    if is_complete(folder):
        return
    uv = find_uv()
    if uv is None:
        raise StepFailed("venv", "uv is missing: install it with `pip install uv`")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = folder.with_suffix(".lock")
    lock.write_text(lock_text())
    log = settings.log / "commands" / "venv.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        for command in (
            [str(uv), "venv", "--no-config", "--python", sys.executable, str(folder)],
            [str(uv), "pip", "install", "--python", str(folder / "bin/python"), "--no-deps", "--require-hashes", "-r", str(lock)],
        ):
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False)
            if done.returncode:
                output.flush()
                raise StepFailed(
                    "venv", f"uv ended with exit code {done.returncode}", log=str(log), tail=log.read_text()[-2000:]
                )
    _mark(folder).touch()

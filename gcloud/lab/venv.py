"""The virtual environment of the services' programs, exactly as the lock file says.

It is named by the lock's hash, so a changed lock makes another one and an
unchanged lock makes none. A folder without its mark was left by a killed run.
"""

import hashlib
import importlib.resources
import shutil
import sys
from pathlib import Path

from gcloud.lab.context import Lab
from gcloud.lab.errors import LabError
from gcloud.lab.run import run
from gcloud.lab.service import Command
from gcloud.lab.settings import LabSettings

LOCK = "requirements.lock"


def lock_text() -> str:
    """The pinned requirements."""
    return importlib.resources.files("gcloud.lab").joinpath(LOCK).read_text()


def lock_key() -> str:
    """Short name of what the lock's pins and the interpreter determine."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    pins = [line for line in lock_text().splitlines() if not line.startswith("#")]
    return hashlib.sha256("\n".join([version, *pins]).encode()).hexdigest()[:12]


def venv_folder(settings: LabSettings) -> Path:
    """Where the environment of this lab is or will be."""
    return settings.cache / f"venv-{lock_key()}"


def is_complete(folder: Path) -> bool:
    """Whether the environment was made to the end."""
    return _mark(folder).exists()


def find_uv() -> Path | None:
    """uv, the installer: beside the running interpreter, else on PATH."""
    beside = Path(sys.executable).parent / "uv"
    found = str(beside) if beside.is_file() else shutil.which("uv")
    return Path(found) if found else None


def make_venv(lab: Lab) -> None:
    """Install the locked packages, unless that is done.

    Raises:
        LabError: uv is missing.
        StepError: uv could not install.
    """
    folder = lab.venv
    if is_complete(folder):
        return
    uv = find_uv()
    if uv is None:
        raise LabError("uv, which installs the lab's programs, is missing", hint="pip install uv")
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = folder.with_suffix(".lock")
    lock.write_text(lock_text())
    run(lab, Command("venv", (str(uv), "venv", "--python", sys.executable, str(folder)), inherit=True))
    run(
        lab,
        Command(
            "venv-packages",
            (
                *(str(uv), "pip", "install", "--python", str(folder / "bin/python")),
                *("--no-deps", "--require-hashes", "-r", str(lock)),
            ),
            inherit=True,
            timeout=900,
        ),
    )
    _mark(folder).touch()


def compile_venv(lab: Lab) -> None:
    """Compile the programs' modules while Debian's packages are installed; their tests are left out.

    Nothing waits for it: what is not compiled yet is compiled by who needs it.
    """
    done = lab.venv / "compiled"
    if done.exists():
        return
    python = lab.program("python")
    run(
        lab,
        Command(
            "venv-compile",
            (
                "nice",
                "-n",
                "19",
                python,
                "-m",
                "compileall",
                "-q",
                "-j",
                "2",
                "-x",
                r"/tests?/",
                str(lab.venv / "lib"),
            ),
            accept=frozenset({0, 1}),  # 1: some file is not for this Python, which is its package's business
            timeout=900,
        ),
    )
    done.touch()


def _mark(folder: Path) -> Path:
    return folder / "complete"

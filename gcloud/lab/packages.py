"""Debian's packages, installed without starting anything.

Packages start their services when they are installed. Debian's way to forbid
that is a file /usr/sbin/policy-rc.d; ours stands there only while apt runs,
and what stood there before is put back, even by the run after a killed one.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gcloud.lab.errors import StepFailed
from gcloud.lab.files import tail
from gcloud.lab.settings import LabSettings

GUARD = Path("/usr/sbin/policy-rc.d")
GUARD_TEXT = "#!/bin/sh\n# govcloud lab: no service starts while the lab installs packages\nexit 101\n"
MAINTENANCE = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1", "LC_ALL": "C.UTF-8"}


def missing(packages: Iterable[str]) -> tuple[str, ...]:
    """Those that are not installed in full."""
    names = tuple(packages)
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names],
        capture_output=True, text=True, check=False,
    )
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return tuple(name for name in names if name not in installed)


def install(settings: LabSettings, packages: Iterable[str]) -> None:
    """Install what is missing.

    Raises:
        StepFailed: apt could not.
    """
    restore_guard()
    names = missing(packages)
    if not names:
        return
    log = settings.log / "commands" / "packages.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output, guarded():
        for command in (
            ("dpkg", "--configure", "-a"),
            ("apt-get", "-q", "update"),
            ("apt-get", "-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120",
             "-o", "Dpkg::Options::=--force-confold", "-o", "Dpkg::Options::=--force-unsafe-io", "install", *names),
        ):
            done = subprocess.run(
                command, env={**os.environ, **MAINTENANCE}, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
            )
            if done.returncode:
                output.flush()
                raise StepFailed(
                    "packages", f"`{' '.join(command[:2])}` ended with exit code {done.returncode}",
                    log=str(log), tail=tail(log),
                )


@contextmanager
def guarded(guard: Path = GUARD) -> Iterator[None]:
    """Forbid services to start meanwhile."""
    saved = _saved(guard)
    if guard.exists() and guard.read_text() != GUARD_TEXT:
        guard.rename(saved)
    guard.write_text(GUARD_TEXT)
    guard.chmod(0o755)
    try:
        yield
    finally:
        restore_guard(guard)


def restore_guard(guard: Path = GUARD) -> None:
    """Put back what stood there, if a killed run left ours."""
    saved = _saved(guard)
    if saved.exists():
        saved.replace(guard)
    elif guard.exists() and guard.read_text() == GUARD_TEXT:
        guard.unlink()


def _saved(guard: Path) -> Path:
    return guard.with_name(f"{guard.name}.govcloud-saved")

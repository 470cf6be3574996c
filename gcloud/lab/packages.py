"""Debian's packages, installed without starting anything.

Packages start their services when they are installed. Debian's way to forbid
that is a file /usr/sbin/policy-rc.d; ours stands there only while apt runs,
and what stood there before is put back, even by the run after a killed one.
"""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gcloud.lab.run import Workplace, run
from gcloud.lab.service import Command

GUARD = Path("/usr/sbin/policy-rc.d")
GUARD_TEXT = "#!/bin/sh\n# govcloud lab: no service starts while the lab installs packages\nexit 101\n"
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1", "LC_ALL": "C.UTF-8"}
APT = (
    *("apt-get", "-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"),
    *("-o", "Dpkg::Options::=--force-confold", "-o", "Dpkg::Options::=--force-unsafe-io"),
)


def missing(packages: Iterable[str]) -> tuple[str, ...]:
    """Those that are not installed in full."""
    names = tuple(dict.fromkeys(packages))
    if not names:
        return ()
    answer = subprocess.run(
        ["/usr/bin/dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    installed = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return tuple(name for name in names if name not in installed)


def refresh(lab: Workplace) -> None:
    """Fetch the lists of packages.

    Raises:
        StepError: apt could not.
    """
    run(lab, Command("apt-update", ("apt-get", "-q", "update"), QUIET, inherit=True, timeout=180))


def simulate(lab: Workplace, packages: Iterable[str]) -> None:
    """Ask apt whether it could install them.

    Raises:
        StepError: it could not.
    """
    run(lab, Command("apt-simulate", (*APT, "--simulate", "install", *packages), QUIET, inherit=True))


def install(lab: Workplace, packages: Iterable[str]) -> None:
    """Install what is missing.

    Raises:
        StepError: apt could not.
    """
    names = missing(packages)
    if not names:
        return
    with guarded():
        # does nothing unless an earlier run was killed in the middle
        run(lab, Command("dpkg-configure", ("dpkg", "--configure", "-a"), QUIET, inherit=True, keep=True))
        run(
            lab,
            Command("apt-install", (*APT, "install", *names), QUIET, inherit=True, keep=True, timeout=900),
        )


@contextmanager
def guarded(guard: Path = GUARD) -> Iterator[None]:
    """Forbid services to start meanwhile."""
    restore_guard(guard)
    if guard.exists():
        guard.rename(_saved(guard))
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

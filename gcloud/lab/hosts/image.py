"""Base systems: built once by mmdebstrap, never changed after, shared by all hosts by overlays."""

import hashlib
import shutil
from pathlib import Path

from filelock import FileLock

from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.hosts.mirrors import KEYRING, sources
from gcloud.lab.hosts.systems import PACKAGES, System
from gcloud.lab.run import run
from gcloud.lab.service import Command

CUSTOMISE = Path(__file__).with_name("customise.sh")
WARM = (
    *("aide", "aide-common", "apparmor-utils", "auditd", "libpam-pwquality", "nftables", "debsums"),
    *("libpam-google-authenticator", "libpam-tmpdir", "acct", "needrestart", "apt-show-versions"),
)
"""What hardening installs; downloaded into the image, so that no test waits for a mirror."""
PATIENCE = 1800


def base(lab: HostsLab, system: System) -> Path:
    """A system's root folder; built if it is not there.

    Raises:
        StepError: the mirrors or mmdebstrap failed.
    """
    made = lab.images / f"{system.name}-{_digest(system)}"
    if made.is_dir():
        return made
    lab.images.mkdir(parents=True, exist_ok=True)
    with FileLock(lab.images / f"{system.name}.lock"):
        if not made.is_dir():
            _build(lab, system, made)
    return made


def _build(lab: HostsLab, system: System, made: Path) -> None:
    new = made.with_suffix(".building")
    if new.exists():
        shutil.rmtree(new)
    list_file = lab.images / f"{system.name}.list"
    list_file.write_text(sources(system.suite))
    options = ('Acquire::Languages "none"', 'APT::Install-Recommends "false"')
    argv = (
        *("mmdebstrap", "--quiet", "--mode=root", "--variant=important", "--components=main"),
        *("--skip=cleanup/apt", f"--keyring={KEYRING}", f"--include={','.join(PACKAGES)}"),
        *(f"--aptopt={option}" for option in options),
        *(f"--customize-hook={CUSTOMISE}", system.suite, str(new), str(list_file)),
    )
    variables = {"GOVCLOUD_LAB_WARM": " ".join(WARM), "TMPDIR": "/tmp"}  # noqa: S108 - mmdebstrap's own way
    run(lab, Command(f"build-{system.name}", argv, variables, inherit=True, timeout=PATIENCE))
    new.chmod(0o755)
    new.rename(made)


def _digest(system: System) -> str:
    parts = (system.suite, *PACKAGES, *WARM, CUSTOMISE.read_text())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

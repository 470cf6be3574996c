"""What may be done with a lab: up, down, status, reset, env."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from filelock import FileLock, Timeout

from gcloud.errors import LockedError
from gcloud.lab import processes as machine
from gcloud.lab.context import Lab
from gcloud.lab.credentials import load_or_create
from gcloud.lab.files import write
from gcloud.lab.graph import OnProgress, run_steps
from gcloud.lab.registry import SERVICES
from gcloud.lab.services.common import IDENTITY
from gcloud.lab.settings import LabSettings
from gcloud.lab.start import steps, write_files
from gcloud.lab.supervisor import Supervisor
from gcloud.lab.venv import venv_folder


def up(settings: LabSettings, *, aliases: Sequence[str] = (), on_progress: OnProgress = lambda _: None) -> None:
    """Bring the lab up, from wherever it is."""
    with _locked(settings):
        lab = _lab(settings)
        for folder in (settings.run, settings.log, settings.data, settings.state):
            folder.mkdir(parents=True, exist_ok=True)
        write_files(lab, SERVICES)
        run_steps(steps(lab, SERVICES), on_progress)
        write_clouds(lab, aliases)


def down(settings: LabSettings) -> None:
    """Stop everything; the data stay."""
    with _locked(settings):
        lab = _lab(settings)
        Supervisor(lab).shutdown()
        machine.end(machine.owned(settings.folder))
        for service in reversed(SERVICES):
            service.clean(lab)


def reset(settings: LabSettings) -> None:
    """Stop everything and forget the data; the caches stay."""
    down(settings)
    with _locked(settings):
        for folder in (settings.data, settings.run, settings.etc, settings.log, settings.state, settings.bin):
            shutil.rmtree(folder, ignore_errors=True)
        for file in (settings.clouds_file, settings.passphrase_file, settings.folder / "credentials.json"):
            file.unlink(missing_ok=True)


def env(settings: LabSettings) -> Mapping[str, str]:
    """Variables with which any OpenStack or Pulumi program uses the lab."""
    return {
        "OS_CLIENT_CONFIG_FILE": str(settings.clouds_file),
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(settings.passphrase_file),
        "PULUMI_BACKEND_URL": f"file://{settings.state}",
    }


def write_clouds(lab: Lab, aliases: Sequence[str]) -> None:
    """clouds.yaml with `lab` and what the site calls its clouds, and the passphrase."""
    cloud = {
        "auth": {
            "auth_url": IDENTITY.url,
            "username": "admin",
            "password": lab.credentials.admin,
            "project_name": "admin",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        },
        "region_name": lab.settings.region,
        "identity_api_version": "3",
    }
    clouds = {name: cloud for name in ("lab", *aliases)}
    dumper = yaml.SafeDumper
    text = yaml.dump({"clouds": clouds}, Dumper=dumper, sort_keys=False)
    write(lab.settings.clouds_file, text)
    write(lab.settings.passphrase_file, lab.credentials.passphrase + "\n")


def _lab(settings: LabSettings) -> Lab:
    settings.folder.mkdir(parents=True, exist_ok=True)
    return Lab(settings, load_or_create(settings.folder / "credentials.json"), venv_folder(settings))


def _locked(settings: LabSettings) -> FileLock:
    settings.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.folder / "lock")
    try:
        return lock.acquire(timeout=0).lock
    except Timeout as error:
        raise LockedError(f"another run works on the lab in {settings.folder}", hint="wait until it is done") from error

"""What may be done with a lab: up, down, status, reset, env.

Each function may be called whatever state the lab is in, also after a run
that was killed. Those that change it hold the lab's lock.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event

from filelock import FileLock, Timeout

from gcloud.errors import LockedError
from gcloud.lab import packages, preflight
from gcloud.lab import processes as machine
from gcloud.lab.clouds import write_clouds
from gcloud.lab.context import Lab
from gcloud.lab.credentials import load_or_create
from gcloud.lab.errors import LabError, NotTriedError
from gcloud.lab.extras import checked, keep, kept
from gcloud.lab.graph import OnProgress, run_steps
from gcloud.lab.registry import EXTRAS, left_off, services
from gcloud.lab.run import KILL_WITH_US
from gcloud.lab.settings import LabSettings
from gcloud.lab.start import steps, write_files
from gcloud.lab.status import LabStatus, look
from gcloud.lab.supervisor import Supervisor
from gcloud.lab.venv import venv_folder

PRIVATE = 0o700
APT_PATIENCE = 300


def up(
    settings: LabSettings,
    *,
    aliases: Sequence[str] = (),
    extras: Sequence[str] | None = None,
    on_progress: OnProgress = lambda _: None,
    cancel: Event | None = None,
) -> None:
    """Bring the lab up, from wherever it is; does nothing to what runs as it should.

    A service whose configuration is another than the one it runs by is restarted, and no other.

    Args:
        settings: which lab.
        aliases: further names of the cloud in clouds.yaml.
        extras: services beside the usual ones, none but these, from now on; None: those of the last time.
        on_progress: told of each step.
        cancel: set it from elsewhere to stop the start; it ends within seconds.

    Raises:
        InputError: there is no such extra.
        NotTriedError: `cancel` was set.
        UnfitMachineError: the machine lacks something; nothing was started.
        StepError: a step failed; a further `up` goes on from there.
        LockedError: another run works on this lab.
    """
    chosen = kept(settings) if extras is None else checked(extras)
    wanted = services(chosen)
    preflight.check_rights(settings)
    with _locked(settings):
        lab = _open(settings, cancel)
        _end_commands(lab)
        preflight.check(lab, wanted)
        if lab.cancel.is_set():
            raise NotTriedError
        with Supervisor(lab) as supervisor:
            write_files(lab, wanted)
            keep(settings, chosen)
            if supervisor.is_current():
                supervisor.renew()
            else:
                _stop(lab, supervisor)
            run_steps(steps(lab, supervisor, wanted, left_off(chosen)), on_progress, cancel=lab.cancel)
        write_clouds(lab, aliases)


def down(settings: LabSettings) -> None:
    """Stop everything; no process, mount or network device stays. The data do.

    Raises:
        LockedError: another run works on this lab.
        UnfitMachineError: only root can do it.
    """
    preflight.check_rights(settings)
    if not settings.folder.is_dir():
        return
    with _locked(settings):
        _stop_everything(_open(settings))


def reset(settings: LabSettings) -> None:
    """Stop everything and forget the data and the passwords; the caches stay.

    Raises:
        LockedError: another run works on this lab.
        UnfitMachineError: only root can do it.
    """
    preflight.check_rights(settings)
    if not settings.folder.is_dir():
        return
    with _locked(settings):
        _stop_everything(_open(settings))
        # the credentials go last: until then a killed reset can be repeated
        for folder in (settings.run, settings.etc, settings.bin, settings.data, settings.log, settings.state):
            shutil.rmtree(folder, ignore_errors=True)
        for file in (settings.clouds_file, settings.passphrase_file, settings.credentials_file):
            file.unlink(missing_ok=True)


def status(settings: LabSettings) -> LabStatus:
    """What runs, and whether it answers; changes nothing.

    Raises:
        UnfitMachineError: only root can see it.
    """
    preflight.check_rights(settings)
    if not settings.credentials_file.is_file():
        return LabStatus(settings.folder, "down", (), 0, settings.clouds_file)
    return look(_lab(settings), services(kept(settings)))


def env(settings: LabSettings) -> Mapping[str, str]:
    """Variables with which any OpenStack or Pulumi program uses the lab.

    Raises:
        LabError: the lab has never been up.
    """
    if not settings.clouds_file.is_file():
        raise LabError(f"there is no lab in {settings.folder}", hint="govcloud lab up")
    return {
        "OS_CLIENT_CONFIG_FILE": str(settings.clouds_file),
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(settings.passphrase_file),
        "PULUMI_BACKEND_URL": f"file://{settings.state}",
    }


def _open(settings: LabSettings, cancel: Event | None = None) -> Lab:
    for folder in (settings.run, settings.log, settings.data, settings.etc, settings.bin, settings.state):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(PRIVATE)
    settings.cache.mkdir(parents=True, exist_ok=True)
    return _lab(settings, cancel)


def _lab(settings: LabSettings, cancel: Event | None = None) -> Lab:
    credentials = load_or_create(settings.credentials_file)
    return Lab(settings, credentials, venv_folder(settings), cancel or Event())


def _stop_everything(lab: Lab) -> None:
    _end_commands(lab)
    with Supervisor(lab) as supervisor:
        _stop(lab, supervisor)


def _end_commands(lab: Lab) -> None:
    """Be done with what a killed run left running: apt may end, everything else is ended."""
    left = machine.commands(lab.settings.folder)
    machine.end(pid for pid, fate in left.items() if fate == KILL_WITH_US)
    if machine.wait_for_end((pid for pid, fate in left.items() if fate != KILL_WITH_US), APT_PATIENCE):
        raise LabError(
            "an apt-get of a killed run does not end", hint="end it, then run `govcloud lab up` again"
        )
    packages.restore_guard()


def _stop(lab: Lab, supervisor: Supervisor) -> None:
    supervisor.shutdown()
    machine.end(machine.owned(lab.settings.folder))
    for service in reversed(services(EXTRAS)):
        service.clean(lab)


@contextmanager
def _locked(settings: LabSettings) -> Iterator[None]:
    settings.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LockedError(
            f"another run works on the lab in {settings.folder}", hint="wait until it is done, then try again"
        ) from error
    try:
        yield
    finally:
        lock.release()

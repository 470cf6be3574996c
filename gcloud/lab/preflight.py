"""What a machine must have, looked at before anything is started, all of it at once."""

import os
import platform
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gcloud.lab import packages
from gcloud.lab.context import Lab
from gcloud.lab.errors import StepError, UnfitMachineError
from gcloud.lab.processes import listeners, name, network_neighbours, owned
from gcloud.lab.run import run
from gcloud.lab.service import Command, Service
from gcloud.lab.services import ovs
from gcloud.lab.settings import LabSettings
from gcloud.lab.venv import find_uv, is_complete

GIB = 1024**3
MEMORY = 4 * GIB
DISK = 3 * GIB
LONGEST_FOLDER = 70
"""Bytes; a UNIX socket's path may have 107, and ours are up to 35 longer than the folder's."""
CAPABILITIES = {"network administration": 12, "mounting": 21}
"""Name → bit in /proc/self/status."""
DEVICES = {"/dev/net/tun": "network devices of its own", "/dev/loop-control": "a file system in a file"}


def check_rights(settings: LabSettings) -> None:
    """Look at that without which nothing else can be looked at.

    Raises:
        UnfitMachineError: something is missing; names all that is.
    """
    if lacks := tuple(_rights(settings)):
        raise UnfitMachineError(lacks)


def check(lab: Lab, services: Iterable[Service]) -> None:
    """Look at everything.

    Raises:
        UnfitMachineError: something is missing; names all that is.
    """
    services = tuple(services)
    settings = lab.settings
    questions: tuple[Callable[[], Iterable[str]], ...] = (
        _system,
        lambda: _room(settings, memory=not owned(settings.folder)),
        lambda: _ports(settings, services),
        lambda: _bridges(lab),
        lambda: _debian(lab, services),
        lambda: _programs(lab),
    )
    with ThreadPoolExecutor() as pool:
        lacks = tuple(lack for answer in pool.map(lambda ask: tuple(ask()), questions) for lack in answer)
    if lacks and not lab.cancel.is_set():  # what was cancelled could not answer
        raise UnfitMachineError(lacks)


def _rights(settings: LabSettings) -> Iterable[str]:
    if os.geteuid() != 0:
        yield "it must be run as root (mounts, network devices, packages)"
    if len(os.fsencode(settings.folder)) > LONGEST_FOLDER:
        yield f"the folder's name {settings.folder} is longer than {LONGEST_FOLDER} bytes: set GOVCLOUD_LAB"
    if shutil.which("apt-get") is None or shutil.which("dpkg-query") is None:
        yield f"it has no apt-get (Debian 12 or newer is needed; this is {platform.platform(terse=True)})"


def _system() -> Iterable[str]:
    release = platform.freedesktop_os_release()
    if release.get("ID") != "debian" or int(release.get("VERSION_ID", "0").partition(".")[0]) < 12:  # noqa: PLR2004
        yield f"it runs {release.get('PRETTY_NAME', 'an unknown system')}: Debian 12 or newer is needed"
    effective = next(
        int(line.split()[1], 16)
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("CapEff:")
    )
    for right, bit in CAPABILITIES.items():
        if not effective >> bit & 1:
            yield f"the right of {right} is missing: start the machine or container with it"
    for device, purpose in DEVICES.items():
        if not Path(device).exists():
            yield f"{device} is missing, without which there is no {purpose}"


def _room(settings: LabSettings, *, memory: bool) -> Iterable[str]:
    fields = (line.split() for line in Path("/proc/meminfo").read_text().splitlines())
    available = next(int(f[1]) * 1024 for f in fields if f[0] == "MemAvailable:")
    if memory and available < MEMORY:
        yield f"{MEMORY / GIB:.0f} GiB of free memory are needed, {available / GIB:.1f} are there"
    there = {_nearest(folder) for folder in (settings.folder, settings.cache)}
    for folder in {folder.stat().st_dev: folder for folder in sorted(there)}.values():
        free = shutil.disk_usage(folder).free
        if free < DISK:
            yield f"{DISK / GIB:.0f} GiB of free disk are needed in {folder}, {free / GIB:.1f} are there"


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _ports(settings: LabSettings, services: Iterable[Service]) -> Iterable[str]:
    wanted = {port: service.name for service in services for port in service.ports}
    ours = set(owned(settings.folder))
    for listener in listeners(network_neighbours()):
        if listener.protocol.startswith("tcp") and listener.port in wanted and listener.pid not in ours:
            yield (
                f"port {listener.port}, which {wanted[listener.port]} needs, is used by "
                f"{name(listener.pid)} (process {listener.pid}): stop it"
            )


def _bridges(lab: Lab) -> Iterable[str]:
    if (lab.settings.data / "ovs" / "conf.db").exists():
        return  # what is there, this lab made
    for device in sorted(ovs.devices(lab) & ovs.present()):
        yield f"there is a network device {device} already: another Open vSwitch or lab must be stopped"


def _debian(lab: Lab, services: Iterable[Service]) -> Iterable[str]:
    missing = packages.missing(package for service in services for package in service.packages)
    if not missing:
        return
    try:
        packages.refresh(lab)
        packages.simulate(lab, missing)
    except StepError as error:
        yield f"Debian's packages {', '.join(missing)} cannot be had: {_why(error)}"


def _programs(lab: Lab) -> Iterable[str]:
    if is_complete(lab.venv):
        return
    uv = find_uv()
    if uv is None:
        yield "uv, which installs the lab's programs, is missing: `pip install uv`"
        return
    # one small package, asked anew, shows whether the index answers
    target = str(lab.settings.cache / "unused")
    probe = ("pip", "install", "--dry-run", "--no-deps", "--refresh", "--target", target, "supervisor")
    try:
        run(lab, Command("index", (str(uv), *probe), inherit=True, timeout=120))
    except StepError as error:
        yield f"the Python package index does not answer: {_why(error)}"


def _why(error: StepError) -> str:
    return f"{error.data['reason']}, see {error.data['log']}"

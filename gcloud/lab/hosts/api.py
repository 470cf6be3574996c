"""What may be done with the lab's hosts: up, list, reset, restart, down.

Each may be called whatever state they are in, also after a run that was
killed. Those that change one host hold this host's lock, so that several can
be changed at once.
"""

import shutil
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from gcloud.errors import InputError
from gcloud.lab import processes
from gcloud.lab.errors import LabError
from gcloud.lab.files import write
from gcloud.lab.graph import OnProgress, run_steps
from gcloud.lab.hosts import (
    container,
    group,
    image,
    inventory,
    kernel_settings,
    keys,
    network,
    preflight,
    record,
)
from gcloud.lab.hosts.context import HostsLab
from gcloud.lab.hosts.record import Host
from gcloud.lab.hosts.systems import DEFAULT, system
from gcloud.lab.preflight import check_rights
from gcloud.lab.service import Step

PRIVATE = 0o700
FIRST, LAST = 11, 250
"""Hosts' numbers in the network."""
PORTS = 22_000
STRIDE, STRIDES = 250, 40


@dataclass(frozen=True)
class HostStatus:
    """How a host is.

    Args:
        host: which.
        on: whether it runs.
        memory: of its processes, bytes.
        console: the log of its console.
    """

    host: Host
    on: bool
    memory: int
    console: Path


def up(
    lab: HostsLab,
    names: Sequence[str],
    *,
    system_name: str = DEFAULT,
    on_progress: OnProgress = lambda _: None,
) -> tuple[Host, ...]:
    """Make hosts of these names, or switch on those that are there; does nothing to those that run.

    Args:
        lab: whose hosts.
        names: of the hosts.
        system_name: what those that are new get.
        on_progress: told of each step.

    Returns:
        The hosts, in the order of their names.

    Raises:
        InputError: no such system, or a host of that name has another one.
        UnfitMachineError: the machine lacks something.
        StepError: a base system could not be built.
        SilentHostError: a host does not answer.
    """
    wanted = system(system_name)
    _ground(lab)
    steps = [
        Step("base system", lambda: _base(lab, wanted.name)),
        Step("network", lambda: network.ensure(lab)),
    ]
    found = tuple(_enrol(lab, name, system_name) for name in names)
    steps += [Step(host.name, _starter(lab, host), ("base system", "network")) for host in found]
    run_steps(steps, on_progress, cancel=lab.cancel, workers=4)
    return found


def listed(lab: HostsLab) -> tuple[HostStatus, ...]:
    """All hosts, and how they are; changes nothing."""
    return tuple(
        HostStatus(
            host,
            container.runs(lab, host),
            processes.memory(group.members(lab, host)),
            container.console(lab, host),
        )
        for host in record.hosts(lab)
    )


def reset(lab: HostsLab, name: str) -> Host:
    """Make a host as if it had never run. It keeps its name, addresses and host keys.

    Raises:
        UnknownHostError: there is none.
        SilentHostError: it does not answer.
    """
    host = record.find(lab, name)
    network.ensure(lab)
    with _locked(lab, host):
        container.unmake(lab, host)
        _begin(lab, host)
    return host


def restart(lab: HostsLab, name: str, *, cut: bool = False) -> Host:
    """Reboot a host, or cut its power and switch it on again.

    Raises:
        UnknownHostError: there is none.
        SilentHostError: it does not go down, or does not answer afterwards.
    """
    host = record.find(lab, name)
    with _locked(lab, host):
        if cut:
            container.cut(lab, host)
            container.start(lab, host)
        else:
            container.reboot(lab, host)
        container.await_up(lab, host)
    return host


def down(lab: HostsLab, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Remove hosts; all, where none is named: then no process, mount or network of them is left.

    Returns:
        Names of those that were removed.

    Raises:
        UnknownHostError: there is none of a name.
    """
    check_rights(lab.settings)
    there = record.hosts(lab)
    gone = tuple(record.find(lab, name) for name in names) if names else there
    for host in gone:
        with _locked(lab, host):
            container.unmake(lab, host)
            network.keep_out(lab, host)
            shutil.rmtree(lab.home(host.name))
    if not names or len(gone) == len(there):
        _clear(lab)
    _write_down(lab)
    return tuple(host.name for host in gone)


def _ground(lab: HostsLab) -> None:
    for folder in (
        lab.settings.folder,
        lab.settings.run,
        lab.settings.log,
        lab.settings.data,
        lab.settings.etc,
    ):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(PRIVATE)
    preflight.check(lab)
    with _enrolment(lab):
        keys.ensure(lab)
        if not (lab.settings.etc / "sys").is_dir():
            kernel_settings.emulate(lab.settings.etc / "sys")
        write(lab.settings.etc / "network-settings", kernel_settings.network())


def _base(lab: HostsLab, name: str) -> None:
    image.base(lab, system(name))


def _enrol(lab: HostsLab, name: str, system_name: str) -> Host:
    with _enrolment(lab):
        there = {host.name: host for host in record.hosts(lab)}
        if name in there:
            host = there[name]
            if host.system != system_name:
                raise InputError(
                    f"the host {name} is there already, with {host.system}",
                    hint=f"govcloud lab hosts down {name}",
                )
            return host
        used = {host.number for host in there.values()}
        number = next(n for n in range(FIRST, LAST) if n not in used)
        host = Host(name, system_name, number, _free_port(lab, number))
        record.keep(lab, host)
    return host


def _starter(lab: HostsLab, host: Host) -> Callable[[], None]:
    def begin() -> None:
        with _locked(lab, host):
            if not container.runs(lab, host):
                container.cut(lab, host)
                _begin(lab, host)

    return begin


def _begin(lab: HostsLab, host: Host) -> None:
    """Switch a host on that is off, made anew unless its file system is there."""
    if not container.made(lab, host):
        container.unmake(lab, host)
        write(container.console(lab, host), keys.announcement(lab, host))
        container.make(lab, host)
    _write_down(lab)
    network.let_in(lab, host)
    container.start(lab, host)
    container.await_up(lab, host)


def _write_down(lab: HostsLab) -> None:
    with _enrolment(lab):
        there = record.hosts(lab)
        keys.write_known_hosts(lab, there)
        inventory.write_inventory(lab, there)


def _clear(lab: HostsLab) -> None:
    network.remove(lab)
    group.clear(lab)
    for folder in (lab.settings.run, lab.settings.etc):
        shutil.rmtree(folder, ignore_errors=True)


def _free_port(lab: HostsLab, number: int) -> int:
    # labs begin at different places, so that two that start at once do not take the same one
    first = int(lab.mark[-4:], 16) % STRIDES
    for stride in range(STRIDES):
        port = PORTS + (first + stride) % STRIDES * STRIDE + number
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise LabError("no port of 127.0.0.1 is free for a host")


@contextmanager
def _enrolment(lab: HostsLab) -> Iterator[None]:
    with FileLock(lab.settings.folder / "hosts.lock"):
        yield


@contextmanager
def _locked(lab: HostsLab, host: Host) -> Iterator[None]:
    with FileLock(lab.settings.folder / f"host-{host.name}.lock"):
        yield

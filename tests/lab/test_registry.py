"""Every service's description, checked without starting anything."""

import configparser
import ipaddress
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from gcloud.lab.context import Lab
from gcloud.lab.credentials import Credentials
from gcloud.lab.graph import _checked
from gcloud.lab.ini import render
from gcloud.lab.registry import EXTRAS, left_off, services
from gcloud.lab.settings import LabSettings
from gcloud.lab.start import steps, write_files
from gcloud.lab.supervisor import Supervisor, configuration
from gcloud.lab.venv import lock_text

FOLDER = Path("/var/lib/lab")
SERVICES = services(EXTRAS)


@pytest.fixture(scope="module")
def lab():
    return Lab(LabSettings(FOLDER), Credentials.generate(), FOLDER / "cache/venv-x")


@pytest.fixture(scope="module")
def processes(lab):
    return [process for service in SERVICES for process in service.processes(lab)]


def test_names_databases_and_ports_are_each_service_s_own(lab, processes):
    for things in (
        [s.name for s in SERVICES],
        [p.name for p in processes],
        [d for s in SERVICES for d in s.databases],
        [port for s in SERVICES for port in s.ports],
    ):
        assert len(things) == len(set(things))


def test_the_ports_that_are_looked_at_before_a_start_are_those_that_processes_show(processes):
    assert {p.port for p in processes if p.port} <= {port for s in SERVICES for port in s.ports}


def test_every_step_needs_only_what_there_is(lab):
    _checked(steps(lab, Supervisor(lab), SERVICES))
    _checked(steps(lab, Supervisor(lab), services(()), left_off(())))


def test_no_secret_is_in_a_command_line(lab, processes):
    secrets = asdict(lab.credentials).values()
    lines = [p.command for p in processes]
    lines += [c.argv for s in SERVICES for c in s.migrations(lab)]
    assert not [line for line in lines if any(secret in word for word in line for secret in secrets)]


def test_every_file_is_private(tmp_path):
    lab = Lab(LabSettings(tmp_path), Credentials.generate(), tmp_path / "venv")
    write_files(lab, SERVICES)
    modes = {p: p.stat().st_mode & 0o777 for p in tmp_path.rglob("*") if p.is_file()}
    assert {p.name for p, mode in modes.items() if mode == 0o700} == {"sudo", "mount.nfs"}
    assert set(modes.values()) == {0o600, 0o700}


def test_every_address_that_is_configured_is_loopback(lab):
    text = "\n".join(
        [render(sections) for s in SERVICES for sections in s.config(lab).values()]
        + [content for s in SERVICES for content in s.files(lab).values()]
        + [word for s in SERVICES for p in s.processes(lab) for word in (*p.command, *p.environment.values())]
    )
    found = set(re.findall(r"(?<![\d.])\d+\.\d+\.\d+\.\d+(?![\d.])", text))
    assert found
    assert all(ipaddress.ip_address(address).is_loopback for address in found)


def test_as_many_compute_services_as_hosts_each_with_a_controller(processes):
    names = {p.name for p in processes}
    for host in LabSettings(FOLDER).hosts:
        assert {f"nova-compute-{host}", f"ovn-controller-{host}"} <= names


def supervised(lab, digest="as it was"):
    parser = configparser.RawConfigParser()
    groups = {service.name: service.processes(lab) for service in SERVICES}
    parser.read_string(render(configuration(lab, groups, dict.fromkeys(groups, digest))))
    return parser


def test_supervisord_reads_its_configuration_as_it_was_meant(lab, processes):
    parser = supervised(lab)
    for service in SERVICES:
        programs = parser[f"group:{service.name}"]["programs"].split(",")
        assert programs == [p.name for p in service.processes(lab)]
    for process in processes:
        program = parser[f"program:{process.name}"]
        assert program["autostart"] == "false"
        assert program["autorestart"] == "true"
        assert program["command"].endswith(process.command[-1].replace("%", "%%").split()[-1])
    assert not [name for name in parser.sections() if name.startswith("inet_http_server")]


def test_another_configuration_of_a_service_is_another_one_of_its_programs(lab):
    before, after = supervised(lab), supervised(lab, "another")
    assert all(before[name] != after[name] for name in before if name.startswith("program:"))
    assert before["supervisord"] == after["supervisord"]


def test_another_virtual_environment_is_another_supervisor(lab):
    moved = Lab(lab.settings, lab.credentials, FOLDER / "cache/venv-y")
    assert supervised(lab)["supervisord"]["identifier"] != supervised(moved)["supervisord"]["identifier"]


def test_the_lock_pins_everything_by_hash_and_names_no_index():
    lines = [x for x in lock_text().splitlines() if x.strip() and not x.lstrip().startswith("#")]
    pinned = [x for x in lines if not x.startswith(" ")]
    assert all(re.fullmatch(r"[a-z0-9.-]+==[0-9a-z.+]+ \\", x) for x in pinned)
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", x) for x in lines if x.startswith(" "))
    assert "://" not in lock_text()
    assert any(x.startswith("nova==34.") for x in pinned)


def test_a_lab_s_secrets_are_not_shown(lab):
    assert lab.credentials.admin not in repr(lab)

import socket
from pathlib import Path

import pytest

from gcloud.errors import ExitCode
from gcloud.lab import api, preflight
from gcloud.lab.context import Lab
from gcloud.lab.credentials import Credentials
from gcloud.lab.errors import UnfitMachineError
from gcloud.lab.service import Service
from gcloud.lab.settings import LabSettings


class Greedy(Service):
    """Wants a package that nobody has, and ports."""

    name = "greedy"

    def __init__(self, ports=(), packages=()):
        self.ports = ports
        self.packages = packages


@pytest.fixture
def lab(tmp_path, monkeypatch):
    monkeypatch.setattr(preflight, "MEMORY", 0)
    monkeypatch.setattr(preflight, "DISK", 0)
    monkeypatch.setattr(preflight, "_bridges", lambda _: ())
    monkeypatch.setattr(preflight, "_programs", lambda _: ())
    monkeypatch.setattr(preflight, "_system", lambda: ())
    return Lab(LabSettings(tmp_path), Credentials.generate(), tmp_path / "venv")


def test_a_fit_machine_is_no_error(lab):
    preflight.check(lab, [Greedy()])


def test_everything_that_is_missing_is_told_at_once(lab, monkeypatch):
    monkeypatch.setattr(preflight, "MEMORY", 2**60)
    monkeypatch.setattr(preflight, "DISK", 2**60)
    with socket.create_server(("127.0.0.1", 0)) as theirs:
        port = theirs.getsockname()[1]
        with pytest.raises(UnfitMachineError) as caught:
            preflight.check(lab, [Greedy(ports=(port,))])
    memory, disk, used = caught.value.lacks
    assert "free memory" in memory
    assert "free disk" in disk
    assert f"port {port}" in used
    assert "greedy" in used
    assert caught.value.exit_code == ExitCode.REFUSED
    assert "nothing was started" in caught.value.hint


def test_a_folder_whose_sockets_could_not_be_named_is_refused():
    folder = Path("/var/lib") / ("x" * 80)
    with pytest.raises(UnfitMachineError, match="longer than"):
        preflight.check_rights(LabSettings(folder))


def test_without_root_nothing_is_touched(tmp_path, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    settings = LabSettings(tmp_path / "lab")
    for command in (api.up, api.down, api.reset, api.status):
        with pytest.raises(UnfitMachineError, match="root"):
            command(settings)
    assert not settings.folder.exists()

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gcloud.engine.state import backend
from gcloud.engine.state.backend import UpdateRecord
from gcloud.engine.state.errors import StateError
from gcloud.engine.state.paths import StackFiles, folder_of
from gcloud.engine.state.store import StackStore
from gcloud.errors import ExitCode, InputError


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ("/srv/state", "/srv/state"),
        ("file:///srv/state", "/srv/state"),
        ("file:///srv/state?no_tmp_dir=true", "/srv/state"),
        ("file:///srv/trung%20t%C3%A2m", "/srv/trung tâm"),
        ("file://~/state", "{home}/state"),
        ("file://state", "{here}/state"),
        ("state", "{here}/state"),
    ],
)
def test_a_folder_is_given_as_the_official_engine_takes_it(given, folder):
    expected = folder.format(home=Path.home(), here=Path.cwd())
    assert folder_of(given) == Path(expected)


@pytest.mark.parametrize("given", ["s3://bucket", "https://api.pulumi.com", "postgres://host/db"])
def test_other_backends_are_refused_with_a_way_out(given):
    with pytest.raises(InputError, match="not a local folder") as error:
        folder_of(given)
    assert "--engine pulumi" in error.value.hint


@pytest.mark.parametrize("name", ["", "..", "a/b", "../x", "tên", "x" * 101])
def test_a_name_can_not_lead_out_of_the_folder(name, tmp_path):
    with pytest.raises(InputError, match="can't be a stack's name"):
        StackFiles.locate(tmp_path, "demo", name)
    with pytest.raises(InputError, match="can't be a project's name"):
        StackFiles.locate(tmp_path, name, "dev")


def test_the_layout_is_the_officials(official_backend):
    stack = StackFiles.locate(official_backend, "features", "s")
    backend.check_layout(stack)
    assert stack.name == "organization/features/s"
    assert stack.checkpoint.exists()
    assert stack.previous.exists()
    assert [path.name for _, path in backend.backups(stack)] == ["s.1795411679435957950.json"]
    assert [path.name for path in sorted(stack.history.iterdir())] == [
        "s-1795411679434954203.checkpoint.json",
        "s-1795411679434954203.history.json",
    ]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"meta.yaml": "version: 0\n"}, "says version 0"),
        ({"meta.yaml": "version: 2\n"}, "says version 2"),
        ({"meta.yaml": "\t"}, "says version None"),
        ({"stacks/dev.json": "{}"}, "layout without projects"),
        ({"meta.yaml": "version: 1\n", "stacks/demo/dev.json.gz": ""}, "compressed"),
        ({"meta.yaml": "version: 1\n", "stacks/demo/dev.json.zst": ""}, "compressed"),
    ],
)
def test_a_layout_that_is_not_ours_is_refused_with_a_way_out(files, said, tmp_path):
    for name, text in files.items():
        path = tmp_path / ".pulumi" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with pytest.raises(StateError, match=said) as error:
        backend.check_layout(StackFiles.locate(tmp_path, "demo", "dev"))
    assert error.value.hint
    assert error.value.exit_code == ExitCode.USAGE


def test_a_run_is_recorded_as_the_official_engine_does(official_backend, data):
    stack = StackFiles.locate(official_backend, "features", "s")
    stack.scratch.mkdir(parents=True)
    official = json.loads((data / "features/history.json").read_text())
    backend.record(
        stack,
        UpdateRecord(
            kind="update",
            started=official["startTime"],
            ended=official["endTime"] + 0.5,
            succeeded=True,
            changes={"create": 13},
            environment=official["environment"],
            config=official["config"],
        ),
    )
    (_, newest), (_, _) = backend.backups(stack)
    moment = newest.name.split(".")[1]
    ours = stack.history / f"s-{moment}.history.json"
    assert json.loads(ours.read_text()) == official
    assert list(json.loads(ours.read_text())) == list(official)
    copies = [newest, stack.history / f"s-{moment}.checkpoint.json"]
    assert all(copy.read_bytes() == stack.checkpoint.read_bytes() for copy in copies)


def test_a_clock_that_jumps_back_does_not_confuse_the_order_of_backups(official_backend):
    stack = StackFiles.locate(official_backend, "features", "s")
    stack.scratch.mkdir(parents=True)
    future = 9_000_000_000_000_000_000
    (stack.backups / f"s.{future}.json").write_text("{}")
    backend.record(stack, UpdateRecord(kind="update", started=0, ended=1, succeeded=False))
    assert [nanos for nanos, _ in backend.backups(stack)][:2] == [future + 1, future]


def test_the_official_metadata_that_no_longer_fits_goes(official_backend):
    stack = StackFiles.locate(official_backend, "features", "s")
    stack.scratch.mkdir(parents=True)
    attributes = stack.checkpoint.with_name("s.json.attrs")
    assert attributes.exists()
    before = stack.checkpoint.read_bytes()
    backend.write_checkpoint(stack, b"{}")
    assert not attributes.exists()
    assert stack.previous.read_bytes() == before


OPEN_AS_NOBODY = """
import os, sys
from gcloud.engine.state import store
from gcloud.errors import GovCloudError
os.setgid(65534); os.setuid(65534)
try:
    store.StackStore.open(sys.argv[1], "features", "s", "x")
except GovCloudError as error:
    print(int(error.exit_code), error.message, "|", error.hint)
"""


def tree(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.skipif(os.getuid() != 0, reason="needs root, to drop its rights")
@pytest.mark.parametrize("state", ["new", "official", "used"])
def test_a_folder_without_rights_is_told_before_anything_is_touched(state, official_backend):
    with tempfile.TemporaryDirectory(prefix="govcloud-state-") as private:  # pytest's are closed to others
        Path(private).chmod(0o755)
        folder = Path(private, "state")
        if state == "new":
            folder.mkdir()
        else:
            shutil.copytree(official_backend, folder)
        if state == "used":
            StackStore.open(folder, "features", "s", "x").close()
        before = tree(folder)
        done = subprocess.run(
            [sys.executable, "-c", OPEN_AS_NOBODY, folder], capture_output=True, text=True, check=True
        )
        assert done.stdout.startswith("2 Can't "), done.stderr
        assert "Permission denied" in done.stdout
        assert "PULUMI_BACKEND_URL" in done.stdout
        assert tree(folder) == before


def test_a_path_through_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="Not a directory") as error:
        StackStore.open(tmp_path / "file" / "state", "demo", "dev", "x")
    assert "is a file" in error.value.hint

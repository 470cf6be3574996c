import sys
import threading
import time

import pytest

from gcloud.lab.context import OWNER_VARIABLE, Lab
from gcloud.lab.credentials import Credentials
from gcloud.lab.errors import StepError
from gcloud.lab.run import run
from gcloud.lab.service import Command
from gcloud.lab.settings import LabSettings


@pytest.fixture
def lab(tmp_path):
    lab = Lab(LabSettings(tmp_path), Credentials.generate(), tmp_path / "venv")
    lab.settings.run.mkdir()
    return lab


def python(code, **options):
    return Command("c", (sys.executable, "-c", code), **options)


def test_output_is_returned_and_kept(lab):
    assert run(lab, python("print('hello')")) == "hello\n"
    assert "hello\nexit code 0" in (lab.settings.log / "commands/c.log").read_text()


def test_a_command_knows_whose_it_is(lab, monkeypatch):
    monkeypatch.setenv("PRIVATE", "x")
    code = (
        f"import os; print(os.environ['{OWNER_VARIABLE}'], os.environ.get('PRIVATE'), os.environ.get('MORE'))"
    )
    assert run(lab, python(code, environment={"MORE": "y"})) == f"{lab.settings.folder} None y\n"
    assert run(lab, python(code, inherit=True)) == f"{lab.settings.folder} x None\n"


def test_a_failure_shows_the_end_of_the_log(lab):
    with pytest.raises(StepError, match="exit code 3") as caught:
        run(lab, python("import sys; print('reason', file=sys.stderr); sys.exit(3)"))
    assert "reason" in caught.value.message
    assert caught.value.data["log"] in caught.value.hint


def test_an_accepted_exit_code_is_no_failure(lab):
    run(lab, python("raise SystemExit(2)", accept=frozenset({0, 2})))


def test_a_missing_program_is_named(lab):
    with pytest.raises(StepError, match="/no/such cannot be started: No such file"):
        run(lab, Command("c", ("/no/such",)))


def test_time_is_bounded(lab):
    began = time.monotonic()
    with pytest.raises(StepError, match="not done after 0 s"):
        run(lab, python("import time; time.sleep(60)", timeout=0.3))
    assert time.monotonic() - began < 5


def test_a_cancelled_start_ends_its_commands_but_lets_a_package_manager_end(lab):
    threading.Timer(0.3, lab.cancel.set).start()
    with pytest.raises(StepError, match="cancelled"):
        run(lab, python("import time; time.sleep(60)"))
    assert run(lab, python("import time; time.sleep(0.5); print('done')", keep=True)) == "done\n"


def test_a_file_can_be_read(lab, tmp_path):
    (tmp_path / "in").write_text("text")
    code = "import sys; print(sys.stdin.read())"
    assert run(lab, python(code, stdin=tmp_path / "in")) == "text\n"
    assert run(lab, python(code)) == "\n"

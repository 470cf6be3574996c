import json
import signal
import subprocess
import sys

import click
import pytest

from gcloud import __version__
from gcloud.cli import main
from gcloud.cli.tenant.group import COMMANDS as TENANT_COMMANDS
from gcloud.errors import LockedError

HELP_SECONDS = 0.3


def test_help_lists_the_commands_in_the_order_of_use(govcloud):
    ran = govcloud("--help")
    assert ran.code == 0
    places = [ran.out.index(f"\n  {name} ") for name in main.COMMANDS]
    assert places == sorted(places)


def test_version(govcloud):
    assert govcloud("--version").out == f"govcloud {__version__}\n"


def test_no_arguments_is_help_and_exit_code_2(govcloud):
    ran = govcloud()
    assert ran.code == 2
    assert "Usage: govcloud" in ran.err
    assert ran.out == ""


def test_unknown_command_names_the_help(govcloud):
    ran = govcloud("chek")
    assert (ran.code, ran.out) == (2, "")
    assert "No such command 'chek'" in ran.err
    assert "govcloud --help" in ran.err


@pytest.mark.parametrize("wish", [("--output", "json"), ("--output=json",)])
def test_even_a_usage_error_is_json_when_json_is_asked_for(govcloud, wish):
    ran = govcloud("check", "/no/such/folder", *wish)
    assert ran.code == 2
    assert ran.err == ""
    assert "does not exist" in ran.document["error"]["message"]


COMMAND_LINES = [
    *(name for name in main.COMMANDS if name not in {"ci", "hosts", "lab", "results", "state", "tenant"}),
    *(f"state {name}" for name in ("list", "show", "move", "remove", "repair", "export", "import", "rotate")),
    *(f"tenant {name}" for name in TENANT_COMMANDS),
    *(f"hosts {name}" for name in ("list", "trust", "inventory")),
    *(f"results {name}" for name in ("show", "compare")),
    *(f"ci {name}" for name in ("pipeline", "jobs")),
    *(f"lab {name}" for name in ("up", "status", "down", "reset", "env")),
]


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_every_command_has_help_with_an_example_and_output_option(govcloud, line):
    ran = govcloud(*line.split(), "--help")
    assert ran.code == 0
    assert "--output [text|json]" in ran.out
    assert "Example:" in ran.out
    assert f"govcloud {line}" in ran.out.partition("Example:")[2]


@pytest.fixture
def command_x(monkeypatch):
    """Put a command `x` in the table's place that does what the test says."""

    def put(action):
        @click.command()
        def command():
            action()

        monkeypatch.setattr(main.LazyGroup, "get_command", lambda *_: command)

    return put


def test_foreseen_error_is_message_hint_and_its_own_exit_code(govcloud, command_x):
    def locked():
        raise LockedError("Another run holds it.", hint="Wait.", data={"pid": 7})

    command_x(locked)
    ran = govcloud("x")
    assert (ran.code, ran.out) == (5, "")
    assert ran.err == "Error: Another run holds it.\n  Wait.\n"


def test_unforeseen_error_is_short_and_its_traceback_is_in_a_file_without_secrets(
    govcloud, command_x, monkeypatch, tmp_path
):
    def crash():
        raise ZeroDivisionError("password=hunter2 and planted-token")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("OS_TOKEN", "planted-token")
    command_x(crash)
    ran = govcloud("x")
    assert ran.code == 1
    [file] = (tmp_path / "govcloud").iterdir()
    assert str(file) in ran.err
    written = file.read_text()
    assert "Traceback" in written
    assert "ZeroDivisionError" in written
    for text in (written, ran.err):
        assert "hunter2" not in text
        assert "planted-token" not in text


def test_ctrl_c_is_130(govcloud, command_x):
    def interrupt():
        raise KeyboardInterrupt

    command_x(interrupt)
    ran = govcloud("x")
    assert ran.code == 130
    assert "Interrupted." in ran.err


def test_reader_that_goes_away_is_no_error():
    program = [sys.executable, "-c", "from gcloud.cli.main import main; main()", "schema"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_help_starts_quickly(processor_seconds):
    assert processor_seconds("--help") <= HELP_SECONDS


def test_help_imports_nothing_heavy():
    code = (
        "import sys, json\nfrom gcloud.cli.main import run\nrun(['--help'])\n"
        "print(json.dumps([m for m in ('pydantic', 'rich', 'yaml', 'pulumi', 'grpc', 'openstack')"
        " if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_sigint_of_a_real_process_is_130():
    code = (
        "import sys, time, click\nfrom gcloud.cli import main\n"
        "@click.command()\ndef x():\n    print('ready', flush=True)\n    time.sleep(30)\n"
        "main.LazyGroup.get_command = lambda self, ctx, name: x\n"
        "sys.exit(main.run(['x']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "Traceback" not in err

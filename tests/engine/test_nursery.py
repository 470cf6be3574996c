"""Programs forked from one interpreter run as those that start one of their own."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from gcloud.engine import nursery as nursery_module
from gcloud.engine import reads
from gcloud.engine.events import Diagnostic
from gcloud.engine.host import run_program
from gcloud.engine.nursery import Nursery
from gcloud.engine.process import Child, environment
from gcloud.engine.values import Secret
from tests.engine.stack import Stack
from tests.engine.test_host import _alive, _until

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported")
    (folder / "early.py").write_text("count = 0\n")
    (folder / "broken.py").write_text("1 / 0\n")
    time.sleep(0.06)  # older than what counts as being changed
    return folder


@pytest.fixture(scope="module")
def shared(imported):
    """One nursery for all tests that leave it alive."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{imported}{os.pathsep}{Path(__file__).parents[2]}")
        with Nursery(("early", "broken", "nothing_of_that_name", "pulumi")) as one:
            yield one


@pytest.fixture
def nursery(shared, monkeypatch):
    monkeypatch.setattr(nursery_module, "environment", lambda: shared._environment)
    return shared


def forking(stack, nursery, text):
    stack.program(text)
    stack.host = partial(run_program, start=nursery.start)
    return stack


def printed(stack, severity="info"):
    return [event.text for event in stack.told(Diagnostic) if event.severity == severity]


def test_a_forked_program_is_a_process_of_its_own(stack, nursery):
    text = """
        import os, sys
        print(os.getcwd(), sys.argv, sys.path[0], __file__)
        print(os.getpid() == os.getpgid(0) == os.getsid(0), os.getppid())
        print(os.fstat(0).st_rdev == os.stat("/dev/null").st_rdev)
        print(dict(os.environ) == %r)
        Net("n")
    """
    assert forking(stack, nursery, text % nursery._environment).up().ok
    folder = f"{stack.folder}/program"
    file = f"{folder}/__main__.py"
    assert printed(stack) == [
        f"{folder} {[file]} {folder} {file}",
        f"True {nursery._process.pid}",
        "True",
        "True",
    ]


def test_no_program_sees_what_another_has_done(stack, nursery):
    text = """
        import early, os, sys, random
        print(early.count, "seen" in sys.modules, "SEEN" in os.environ)
        early.count += 1
        sys.modules["seen"] = early
        os.environ["SEEN"] = str(random.random())
        print("drawn", os.environ["SEEN"])
    """
    drawn = set()
    for _ in range(2):
        assert forking(stack, nursery, text).preview().ok
        first, *others = printed(stack)
        assert first == "0 False False"
        drawn |= set(others)
    assert len(drawn) == 2


def test_a_file_beside_the_program_comes_before_what_is_installed_unless_it_was_imported(stack, nursery):
    forking(stack, nursery, "import wave\nprint(wave.own)").folder.joinpath("program/wave.py").write_text(
        "own = 'mine'"
    )
    assert stack.up().ok
    assert "mine" in printed(stack)


def test_what_was_imported_before_is_on_the_record_of_each_program(stack, nursery, imported, tmp_path):
    forking(stack, nursery, "open('own.txt').close()")
    (stack.folder / "program" / "own.txt").write_text("own")
    time.sleep(0.06)
    with stack.open() as deployment:
        deployment._program = replace(deployment._program, reads=tmp_path / "reads")
        assert deployment.preview().ok
    found = reads.merged((tmp_path / "reads").read_text())
    # Its own forks and messages are none of the program's looks; folders of the tests may be in use.
    assert [doubt for doubt in found["doubts"] if "was being changed" not in doubt] == []
    assert found["looked"][str(imported / "early.py")]
    assert found["looked"][f"{stack.folder}/program/own.txt"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "was killed by signal 9 before"),
        ("os._exit(7)", "died with status 7 before"),
        ("import broken", "ZeroDivisionError"),
        ("import nothing_of_that_name", "ModuleNotFoundError"),
        ("sys.exit(3)", "sys.exit(3)"),
    ],
)
def test_how_a_program_ended_is_told_as_ever(stack, nursery, text, message):
    (failure,) = forking(stack, nursery, f"import os, signal, sys\nNet('n')\n{text}").up().failures
    assert message in failure.error.message
    assert stack.cloud.calls == []


def test_what_a_program_has_started_ends_with_it(stack, nursery):
    text = """
        import subprocess
        print(subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid)
    """
    assert forking(stack, nursery, text).preview().ok
    (pid,) = map(int, printed(stack))
    _until(lambda: not _alive(pid))


def test_nothing_secret_is_seen_of_a_forked_process(stack, nursery):
    stack.config = {"project:key": Secret("planted")}
    seen = []

    def look(*_):
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if f"PPid:\t{nursery._process.pid}\n" in (process / "status").read_text():
                    seen.append((process / "cmdline").read_text() + (process / "environ").read_text())
            except (FileNotFoundError, ProcessLookupError):
                continue

    stack.cloud.before = look
    text = "Key('key', name='key', value=pulumi.Config().require_secret('key'))"
    assert forking(stack, nursery, text).up().ok
    assert seen
    assert not [one for one in seen if "planted" in one]


def test_many_are_forked_at_once(tmp_path, nursery):
    def run(number):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        stack = forking(Stack(folder), nursery, f"print({number})\nNet('n')")
        return stack.preview().ok, printed(stack)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(6))) == [(True, [f"{number}"]) for number in range(6)]


def test_dynamic_resources_are_served_by_a_forked_process(stack, nursery):
    from gcloud.engine.plugin import Plugins  # noqa: PLC0415 - this test's alone

    with Plugins(stack.folder, "project", stack.heard, nursery.start) as plugins:
        plugins.serving({})
        (plugin,) = plugins._running.values()
        status = (Path("/proc") / str(plugin._child.pid) / "status").read_text()
    assert f"PPid:\t{nursery._process.pid}\n" in status


@pytest.mark.parametrize("variable", ["PYTHONPATH", "SOMETHING"])
def test_where_a_fork_would_not_be_the_same_a_new_interpreter_is_started(stack, monkeypatch, variable):
    monkeypatch.setenv("PYTHONPATH", f"lib{os.pathsep}{Path(__file__).parents[2]}")
    with Nursery(()) as nursery:
        if variable == "SOMETHING":
            monkeypatch.setenv("SOMETHING", "else")
            monkeypatch.setattr(nursery_module, "_is_absolute", lambda _: True)
        text = "import os\nprint(os.getppid(), os.environ.get('SOMETHING'))"
        assert forking(stack, nursery, text).preview().ok
        assert printed(stack) == [f"{os.getpid()} {os.environ.get('SOMETHING')}"]


def test_a_nursery_that_was_killed_is_told_of_once_and_programs_start_without_it(stack):
    with Nursery(()) as nursery:
        nursery._environment = environment()
        os.kill(nursery._process.pid, signal.SIGKILL)
        forking(stack, nursery, "import os\nprint(os.getppid())\nNet('n')")
        assert stack.up().ok
        assert set(printed(stack)) == {str(os.getpid())}
        assert [text for text in printed(stack, "warning") if "was killed by signal 9" in text]
        assert stack.up().ok
        assert printed(stack, "warning") == []


def test_a_nursery_that_is_killed_while_a_program_runs(stack, nursery, imported):
    with Nursery(("pulumi",)) as other:
        other._environment = nursery._environment
        stack.cloud.before = lambda *_: os.kill(other._process.pid, signal.SIGKILL)
        text = """
            import os, time
            print(os.getpid())
            Net("n").id.apply(lambda _: time.sleep(60))
        """
        forking(stack, other, text)
        (failure,) = stack.up().failures
        assert "killed by signal 9" in failure.error.message
        assert [text for text in printed(stack, "warning") if "was killed by signal 9" in text]
        for pid in map(int, printed(stack)):
            _until(lambda pid=pid: not _alive(pid))
    stack.cloud.before = lambda *_: None
    assert forking(stack, nursery, "Net('n')").up().ok


ENGINE = """
import sys
from functools import partial
from pathlib import Path
from gcloud.engine.host import run_program
from gcloud.engine.nursery import Nursery
from tests.engine.folder import FolderCloud
from tests.engine.stack import Stack
here = Path(sys.argv[1])
with Nursery(("pulumi",)) as nursery:
    stack = Stack(here, FolderCloud(here / "cloud"))
    stack.host = partial(run_program, start=nursery.start)
    stack.up()
"""


def test_neither_a_nursery_nor_what_it_has_forked_outlives_the_engine(tmp_path):
    program = tmp_path / "program"
    program.mkdir()
    (program / "__main__.py").write_text(
        "import os, pathlib, subprocess, time\n"
        "other = subprocess.Popen(['sleep', '60'])\n"
        "pathlib.Path('pids').write_text(f'{os.getpid()} {os.getppid()} {other.pid}\\n')\n"
        "time.sleep(60)\n"
    )
    engine = subprocess.Popen([sys.executable, "-c", ENGINE, str(tmp_path)], cwd=Path(__file__).parents[2])
    try:
        told = program / "pids"
        _until(lambda: told.exists() and told.read_text().endswith("\n"))
        pids = [int(pid) for pid in told.read_text().split()]
    finally:
        engine.send_signal(signal.SIGKILL)
        engine.wait()
    assert engine.pid not in pids
    _until(lambda: not any(map(_alive, pids)))


def test_a_new_interpreter_is_started_by_the_same_words(tmp_path):
    said = []
    read, write = os.pipe()
    orders = {"folder": str(tmp_path), "project": "p", "socket": str(tmp_path / "s")}
    child = Child(
        "gcloud.engine.plugin_child", tmp_path, orders, lambda *words: said.append(words), pass_fds=(write,)
    )
    try:
        assert not child.ended()
    finally:
        assert child.end() == -signal.SIGKILL
        os.close(read)
        os.close(write)
    assert child.ended()

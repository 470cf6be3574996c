import time

from gcloud.cli import progress as module
from gcloud.cli.progress import progress
from gcloud.cli.surface import Surface
from gcloud.engine.events import Diagnostic, Resolved, StepFailed, StepFinished, StepStarted

SERVER = "openstack:compute/instance:Instance"


def counted(type_):
    return type_.startswith("openstack:")


def test_without_a_terminal_one_line_for_each_finished_step_on_stderr(capsys):
    with progress(Surface("up", json=True), "Applying", 2, counted) as display:
        display(StepStarted("u", SERVER, "web-1", "create"))
        display(StepFinished("u", SERVER, "web-1", "create", 3.21))
        display(StepFinished("z", "govcloud:datacenter:Zone", "dmz", "create", 0.1))
        display(StepFailed("v", SERVER, "web-2", "create", "No host has room.", "Add one.", 1.0))
        display(Diagnostic("debug", "noise"))
        display(Diagnostic("info", "said by the program\n"))
        display(Resolved("w", SERVER, "web-3", "create", found=True, text="it is there; it is kept"))
    out, err = capsys.readouterr()
    assert out == ""
    lines = [line.split("  ", 3)[-1].strip() for line in err.splitlines()]
    assert lines == [
        "Applying ...",
        "1/2  created server web-1 (3.2 s)",
        "1/2  FAILED creating server web-2: No host has room.",
        "1/2  said by the program",
        "1/2  looked up: server web-3: it is there; it is kept",
    ]


def test_silence_is_broken_by_what_is_under_way(capsys, monkeypatch):
    monkeypatch.setattr(module, "_SILENCE", 0.0)
    with progress(Surface("up"), "Applying", 9, counted) as display:
        for number in range(4):
            display(StepStarted(f"u{number}", SERVER, f"web-{number}", "create"))
        time.sleep(1.2)
    line = capsys.readouterr().err.splitlines()[1]
    assert "0/9  still creating server web-0 (" in line
    assert line.endswith(" and 1 more")

"""What a program's process looks at is on record; each case is a process of its own, for a hook stays."""

import json
import os
import subprocess
import sys
import time

import pytest

from gcloud.engine import reads

SCRIPT = """
import sys
from gcloud.engine import reads
recorder = reads.record()
import os, pathlib
os.chdir(sys.argv[2])
{code}
recorder.leave(sys.argv[1])
"""


@pytest.fixture
def folder(tmp_path):
    there = tmp_path / "there"
    (there / "sub").mkdir(parents=True)
    for name in ("a.txt", "sub/b.txt"):
        (there / name).write_text(name)
    (there / "link").symlink_to("a.txt")
    time.sleep(0.06)  # older than what counts as being changed
    return there


@pytest.fixture
def record(tmp_path, folder):
    def run(code):
        file = tmp_path / "record"
        subprocess.run(
            [sys.executable, "-c", SCRIPT.format(code=code), str(file), str(folder)],
            check=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        merged = reads.merged(file.read_text())
        inside = {
            os.path.relpath(path, folder): mark
            for path, mark in merged["looked"].items()
            if path.startswith(str(folder))
        }
        listed = [os.path.relpath(path, folder) for path in merged["listed"] if path.startswith(str(folder))]
        return inside, listed, merged["doubts"]

    return run


@pytest.mark.parametrize(
    ("code", "looked"),
    [
        ("open('a.txt').read()", ["a.txt"]),
        ("pathlib.Path('a.txt').read_bytes()", ["a.txt"]),
        ("os.close(os.open('a.txt', os.O_RDONLY))", ["a.txt"]),
        ("open(b'a.txt').close()", ["a.txt"]),
        ("open('link').close()", ["link"]),
        ("os.path.exists('sub/b.txt')", ["sub/b.txt"]),
        ("pathlib.Path('sub/b.txt').is_file()", ["sub/b.txt"]),
        ("os.access('a.txt', os.R_OK)", ["a.txt"]),
        ("os.listdir('sub')", ["sub"]),
        ("os.listdir()", ["."]),
        ("list(os.walk('sub'))", ["sub"]),
        ("list(pathlib.Path('sub').glob('*.txt'))", ["sub"]),
        ("open('a.txt', 'w').close()", ["a.txt"]),
        ("os.stat(0)", []),
        ("open('new.txt', 'w').close(); open('new.txt').close()", []),
    ],
)
def test_what_is_looked_at_is_on_record(record, code, looked):
    inside, _, doubts = record(code)
    assert set(looked) <= set(inside)
    assert bool(inside) == bool(looked)
    assert doubts == []


def test_what_was_asked_for_in_vain_is_on_record_too(record):
    inside, _, _ = record("os.path.exists('none')\ntry: open('gone/x')\nexcept OSError: pass")
    assert (inside["none"], inside["gone/x"]) == (None, None)


def test_the_first_look_counts(record, folder):
    before = list(reads.mark_of(str(folder / "a.txt")))
    inside, _, _ = record("open('a.txt').close(); open('a.txt', 'a').write('more')")
    assert inside["a.txt"] == before


def test_folders_that_were_listed_are_told_from_those_that_were_only_asked_for(record):
    inside, listed, _ = record("os.listdir('sub'); os.path.isdir('.')")
    assert listed == ["sub"]
    assert len(inside["sub"]) == 5
    assert len(inside["."]) == 1


def test_a_module_is_its_source_whether_or_not_it_was_compiled(record, folder):
    (folder / "mine.py").write_text("x = 1\n")
    time.sleep(0.06)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(folder)], check=True)
    inside, _, _ = record("import sys; sys.path.insert(0, '.'); import mine")
    assert "mine.py" in inside
    assert not [path for path in inside if path.endswith(".pyc")]


def test_what_the_libraries_are_made_of_is_left_out(record, tmp_path):
    record("import yaml, json.tool, decimal")
    looked = reads.merged((tmp_path / "record").read_text())["looked"]
    assert not [path for path in looked if path.startswith(reads.libraries())]


@pytest.mark.parametrize(
    ("code", "doubt"),
    [
        ("import subprocess; subprocess.run(['true'])", "another program"),
        ("os.system('true')", "another program"),
        ("import socket; socket.getaddrinfo('127.0.0.1', 80)", "address"),
        (
            "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass",
            "connects",
        ),
        ("import sqlite3; sqlite3.connect('a.txt')", "database"),
    ],
)
def test_what_depends_on_more_than_files_is_a_doubt(record, code, doubt):
    assert doubt in " ".join(record(code)[2])


@pytest.mark.parametrize(
    "code",
    [
        "import sqlite3; sqlite3.connect(':memory:')",
        "import asyncio; asyncio.run(asyncio.sleep(0))",
        "open('/dev/null').close(); open('/proc/self/status').close()",
    ],
)
def test_what_asks_nobody_is_no_doubt(record, code):
    assert record(code)[2] == []


def test_a_file_that_is_being_changed_is_a_doubt(record):
    _, _, doubts = record(
        "f = open('sub/b.txt', 'a'); f.write('x'); f.close(); os.utime('a.txt'); open('a.txt')"
    )
    assert [doubt for doubt in doubts if "a.txt was being changed" in doubt]


def test_what_two_runs_of_a_program_found_different_is_a_doubt():
    lines = [
        {"looked": {"/a": [1, 2], "/b": None, "/c": [9]}, "listed": [], "doubts": []},
        {"looked": {"/a": [1, 3], "/b": None, "/c": [9, 1, 1]}, "listed": ["/c"], "doubts": []},
    ]
    found = reads.merged("\n".join(json.dumps(line) for line in lines))
    assert found["doubts"] == ["/a changed during the run"]
    assert found["looked"]["/c"] == [9, 1, 1]


@pytest.mark.parametrize(
    ("age", "whole", "fresh"),
    [
        (10_000_000, False, True),
        (60_000_000, False, False),
        (1_000_000_000, True, True),
        (3_000_000_000, True, False),
    ],
)
def test_how_long_a_change_might_hide_another(age, whole, fresh):
    then = 1_700_000_000_000_000_000 + (0 if whole else 123_456_789)
    assert reads.is_fresh((1, 1, 1, then, then), then + age) is fresh

"""Runs of real Ansible on this machine: what is told, what is left behind, who sees secrets."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gcloud.harden.errors import RunError
from gcloud.harden.events import TaskStarted
from gcloud.harden.orders import Orders, Secrets
from gcloud.harden.run import run

pytestmark = pytest.mark.process

LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
SECRET = "planted-2f6c1"
MIXED = """
- hosts: all
  gather_facts: false
  tasks:
    - {name: Greet, ansible.builtin.ping: }
    - name: Break
      ansible.builtin.fail: {msg: "Read-only file system"}
      when: inventory_hostname == 'b'
    - {name: Go on, ansible.builtin.ping: , tags: [later]}
"""
LOOK = """
- hosts: all
  gather_facts: false
  tasks:
    - name: Look at every process's words and variables
      ansible.builtin.shell: |
        cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' > "{{ seen }}"
        cp -r "{{ folder }}" "{{ copy }}"
    - name: Use the password
      ansible.builtin.copy: {content: "{{ ansible_become_password }}", dest: "{{ got }}", mode: "0600"}
"""
WAIT = """
- hosts: all
  gather_facts: false
  tasks:
    - {name: Wait, ansible.builtin.command: sleep 60}
"""


@pytest.fixture(autouse=True)
def runtime(tmp_path, monkeypatch):
    folder = tmp_path / "run"
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def playbook(tmp_path):
    def write(text):
        file = tmp_path / "playbook.yml"
        file.write_text(text)
        return file

    return write


def inventory(**hosts):
    return {"all": {"hosts": hosts}}


def test_a_host_that_fails_and_one_that_is_not_there_keep_no_other_from_going_on(playbook, runtime):
    told = []
    gone = {"ansible_host": "127.0.0.1", "ansible_port": 1}
    hosts = inventory(a=LOCAL, b=LOCAL, c=gone, d=LOCAL)
    outcome = run(Orders(playbook(MIXED), hosts, ("a", "b", "c")), told.append, threading.Event())
    problems = {name: one.problem.kind if one.problem else None for name, one in outcome.hosts.items()}
    assert problems == {"a": None, "b": "read-only", "c": "unreachable"}
    assert TaskStarted("a", "Go on") in told
    assert outcome.hosts["a"].tasks == 3
    assert not outcome.interrupted
    assert list(runtime.iterdir()) == []


def test_a_playbook_that_is_none_is_told_in_ansibles_words(playbook, runtime):
    with pytest.raises(RunError) as caught:
        run(
            Orders(playbook("- hosts: all\n  tasks: [{no_such_module: }]\n"), inventory(a=LOCAL), ("a",)),
            lambda _: None,
            threading.Event(),
        )
    assert "no_such_module" in caught.value.hint
    assert list(runtime.iterdir()) == []


def test_a_password_reaches_ansible_and_nothing_that_others_can_see(playbook, runtime, tmp_path, monkeypatch):
    monkeypatch.setenv("OS_PASSWORD", SECRET)
    vault = tmp_path / "vault.yml"
    vault.write_text(
        "ansible_become_password: '{{ passwords[inventory_hostname] }}'\npasswords: {a: of-the-vault}\n"
    )
    subprocess.run(
        [
            Path(sys.executable).with_name("ansible-vault"),
            "encrypt",
            "--vault-password-file",
            "/dev/stdin",
            vault,
        ],
        input=SECRET.encode(),
        check=True,
        capture_output=True,
    )
    files = {name: str(tmp_path / name) for name in ("seen", "copy", "got")}
    orders = Orders(
        playbook(LOOK),
        inventory(a=LOCAL),
        ("a",),
        variables={**files, "folder": str(runtime)},
        secrets=Secrets(become=SECRET, vault=SECRET, vault_file=vault),
    )
    outcome = run(orders, lambda _: None, threading.Event())
    assert outcome.hosts["a"].problem is None
    assert (tmp_path / "got").read_text() == "of-the-vault"
    seen = (tmp_path / "seen").read_text(errors="replace").splitlines()
    assert "ANSIBLE_HOST_KEY_CHECKING=True" in seen
    assert not [line for line in seen if SECRET in line]
    for file in (tmp_path / "copy").rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
    assert SECRET not in json.dumps([str(one) for one in outcome.hosts.values()])


def test_a_run_that_is_stopped_ends_soon_and_says_so(playbook, runtime):
    cancel = threading.Event()

    def stop(event):
        if isinstance(event, TaskStarted):
            cancel.set()

    began = time.monotonic()
    outcome = run(Orders(playbook(WAIT), inventory(a=LOCAL), ("a",)), stop, cancel)
    assert time.monotonic() - began < 20
    assert outcome.interrupted
    assert outcome.hosts["a"].problem.kind == "unfinished"
    assert list(runtime.iterdir()) == []


STEPS = """
- hosts: all
  gather_facts: false
  tasks:
    - {name: Wait, ansible.builtin.command: sleep 2}
    - {name: Go on, ansible.builtin.file: {path: "{{ playbook_dir }}/went-on", state: touch, mode: "0600"}}
"""
KILLED = """
import sys, threading
from pathlib import Path
from gcloud.harden.orders import Orders
from gcloud.harden.run import run
local = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
orders = Orders(Path(sys.argv[1]), {"all": {"hosts": {"a": local}}}, ("a",))
run(orders, lambda event: print(event, flush=True), threading.Event())
"""


def test_after_a_kill_no_further_task_begins_and_the_next_run_removes_what_was_left(playbook, runtime):
    command = [sys.executable, "-c", KILLED, playbook(STEPS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        assert "TaskStarted" in killed.stdout.readline()
        killed.send_signal(signal.SIGKILL)
    left = list(runtime.iterdir())
    assert len(left) == 1
    deadline = time.monotonic() + 20
    while _uses(left[0]) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not _uses(left[0])
    assert not (runtime.parent / "went-on").exists()
    run(Orders(playbook(MIXED), inventory(a=LOCAL), ("a",)), lambda _: None, threading.Event())
    assert list(runtime.iterdir()) == []


def _uses(folder):
    """Whether a process was started with a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*/environ"):
        try:
            found.append(str(folder).encode() in process.read_bytes())
        except OSError:
            continue
    return any(found)

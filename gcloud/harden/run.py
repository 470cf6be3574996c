"""Runs a playbook by ansible-runner and says what came of each host.

Ansible runs in a folder of its own that is gone afterwards, sees no variable of
ours that it does not need, reads passwords from pipes, and ends when we do.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import yaml

from gcloud.harden.errors import RunError
from gcloud.harden.folder import private_folder
from gcloud.harden.listener import Listener, OnEvent
from gcloud.harden.orders import Orders, Secrets
from gcloud.harden.outcome import Outcome
from gcloud.harden.pipe import readable
from gcloud.harden.surroundings import CONFIGURATION, cleaned, settings

_LINES: Final = 6
_PATIENCE: Final = 10.0
"""Seconds that the connections kept open get to close."""


def run(orders: Orders, tell: OnEvent, cancel: threading.Event) -> Outcome:
    """Run a playbook.

    Args:
        orders: what is to be done.
        tell: told how it goes on, from another thread.
        cancel: set to stop it: what runs on hosts is left to itself and to the guard.

    Returns:
        What came of every host that was ordered.

    Raises:
        RunError: Ansible could not be started, or ended before it came to any host.
    """
    began = time.monotonic()
    listener = Listener(orders.hosts, tell)
    with private_folder() as folder, ExitStack() as stack:
        given = {**settings(folder), **_secrets(orders.secrets, folder, stack)}
        stack.callback(_close_connections, folder / "cp")
        interrupted = _ansible(orders, folder, given, listener, cancel)
    if not listener.came_to_hosts and not interrupted:
        raise RunError(
            "Ansible ended before it came to any host.",
            hint=_reason(listener.said),
            data={"said": list(listener.said)},
        )
    return Outcome(
        listener.outcomes(interrupted=interrupted), interrupted, time.monotonic() - began, listener.said
    )


def _reason(said: tuple[str, ...]) -> str:
    """What Ansible said from its error on, else its last lines."""
    start = next((index for index, line in enumerate(said) if "ERROR" in line), -_LINES)
    return "\n  ".join(said[start:][:_LINES]) or "It gave no reason."


def _ansible(
    orders: Orders, folder: Path, given: dict[str, str], listener: Listener, cancel: threading.Event
) -> bool:
    # Its imports take half a second, which no other command of ours should wait for.
    from ansible_runner.interface import init_runner  # noqa: PLC0415

    (folder / "ansible.cfg").write_text(CONFIGURATION, encoding="utf-8")
    for name in ("env", "cp", "tmp"):
        (folder / name).mkdir(mode=0o700)
    # Looked at every second whether to stop; and nothing that Ansible says goes to a file.
    quiet = {"pexpect_timeout": 1, "suppress_output_file": True, "suppress_ansible_output": True}
    (folder / "env" / "settings").write_text(json.dumps(quiet), encoding="utf-8")
    (folder / "env" / "cmdline").write_text(_options(orders, folder), encoding="utf-8")
    variables = {**orders.variables, **_compiled(orders, folder)}
    (folder / "variables.json").write_text(json.dumps(variables), encoding="utf-8")
    runner = init_runner(
        private_data_dir=str(folder),
        playbook=str(orders.playbook.resolve()),
        inventory=str(_inventory(orders, folder)),
        envvars=given,
        forks=orders.forks,
        limit=_limit(orders, folder),
        quiet=True,
        event_handler=listener,
        cancel_callback=cancel.is_set,
    )
    runner.config.env = cleaned(runner.config.env, given)
    program = shutil.which(runner.config.command[0], path=runner.config.env["PATH"])
    if program is None:
        raise RunError("ansible-playbook is not installed.", hint="Install govcloud with its dependencies.")
    child = [sys.executable, "-P", "-m", "gcloud.harden.child", program]
    runner.config.command = [*child, *runner.config.command[1:]]
    runner.run()
    return cancel.is_set()


def _options(orders: Orders, folder: Path) -> str:
    words = ["-e", f"@{folder / 'variables.json'}"]
    words += ["--check"] if orders.check else []
    words += ["--diff"] if orders.diff else []
    if orders.secrets.vault_file is not None:
        words += ["-e", f"@{orders.secrets.vault_file.resolve()}"]
    return shlex.join(words)


def _compiled(orders: Orders, folder: Path) -> dict[str, str]:
    if not orders.compiled:
        return {}
    made = folder / "compiled"
    made.mkdir(mode=0o700)
    for host, items in orders.compiled.items():
        (made / f"{host}.json").write_text(json.dumps(list(items), default=list), encoding="utf-8")
    # A template, and not the items themselves, which every task of every host would have to read.
    file = f"'{made}/' ~ inventory_hostname ~ '.json'"
    return {"baseline_items": f"{{{{ lookup('ansible.builtin.file', {file}) | from_json }}}}"}


def _inventory(orders: Orders, folder: Path) -> Path:
    if isinstance(orders.inventory, Path):
        return orders.inventory.resolve()
    file = folder / "inventory" / "hosts.yml"
    file.parent.mkdir(mode=0o700)
    file.write_text(yaml.safe_dump(dict(orders.inventory), allow_unicode=True), encoding="utf-8")
    return file


def _limit(orders: Orders, folder: Path) -> str:
    """A file with the hosts' names: three hundred don't fit a readable command line."""
    file = folder / "limit"
    file.write_text("".join(f"{name}\n" for name in orders.hosts), encoding="utf-8")
    return f"@{file}"


def _secrets(secrets: Secrets, folder: Path, stack: ExitStack) -> dict[str, str]:
    found: dict[str, str] = {}
    if secrets.become is not None:
        pipe = stack.enter_context(readable(secrets.become, folder / "become"))
        found["ANSIBLE_BECOME_PASSWORD_FILE"] = str(pipe)
    if secrets.vault is not None:
        pipe = stack.enter_context(readable(secrets.vault, folder / "vault"))
        found["ANSIBLE_VAULT_PASSWORD_FILE"] = str(pipe)
    return found


def _close_connections(folder: Path) -> None:
    """End the connections that ssh keeps open for the next task: there is none."""
    ssh = shutil.which("ssh")
    if ssh is None or not folder.is_dir():
        return
    for socket in sorted(folder.glob("*")):
        subprocess.run(  # the host's name is asked for and not used
            [ssh, "-o", f"ControlPath={socket}", "-O", "exit", "nobody"],
            check=False,
            capture_output=True,
            timeout=_PATIENCE,
            env={"PATH": os.environ.get("PATH", "")},
        )

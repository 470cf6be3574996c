"""What Ansible is told by its environment: the little of ours that it needs, and settings of our own.

ansible-runner hands on every variable of its process and writes them to a file; a
passphrase or a cloud's password has no business there. It also switches the
checking of host keys off unless it is told otherwise.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_NEEDED: Final = re.compile(
    r"PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_.*|TZ|TMPDIR|SSH_AUTH_SOCK|VIRTUAL_ENV|PYTHON(PATH|HOME|UTF8"
    r"|DONTWRITEBYTECODE|PYCACHEPREFIX|WARNINGS)|XDG_(RUNTIME_DIR|CACHE_HOME|CONFIG_HOME)|AWX_.*|RUNNER_.*"
)
"""Variables that Ansible, Python, ssh and ansible-runner need; no other of ours reaches them."""

CONFIGURATION: Final = """\
[defaults]
host_key_checking = True
gathering = explicit
interpreter_python = auto_silent
retry_files_enabled = False
deprecation_warnings = False
display_args_to_stdout = False
no_target_syslog = True
nocows = True
timeout = 20
[ssh_connection]
pipelining = True
retries = 1
ssh_args = -C -o ControlMaster=auto -o ControlPersist=60s -o ServerAliveInterval=10 -o ServerAliveCountMax=3
[diff]
context = 3
"""
"""ansible.cfg of a run. No other one counts, so that a run does the same wherever it is started."""


def settings(folder: Path) -> dict[str, str]:
    """The variables that a run sets.

    Args:
        folder: the run's own.
    """
    return {
        "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_LOCAL_TEMP": str(folder / "tmp"),
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(folder / "cp"),
        "ANSIBLE_HOST_KEY_CHECKING": "True",
        "ANSIBLE_NOCOLOR": "True",
    }


def cleaned(environment: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What of an environment Ansible gets.

    Args:
        environment: ansible-runner's: ours, with its own and the run's settings.
        given: the run's settings.
    """
    own = {name for name in environment if name.startswith("ANSIBLE_") and name in _OF_THE_RUNNER}
    kept = {
        name: value
        for name, value in environment.items()
        if name in given or name in own or _NEEDED.fullmatch(name)
    }
    programs = Path(sys.executable).parent
    return {**kept, "PATH": f"{programs}:{kept.get('PATH', '/usr/bin:/bin')}"}


_OF_THE_RUNNER: Final = frozenset(
    {"ANSIBLE_CALLBACK_PLUGINS", "ANSIBLE_STDOUT_CALLBACK", "ANSIBLE_RETRY_FILES_ENABLED"}
)
"""Ansible's variables that ansible-runner sets to hear of events."""

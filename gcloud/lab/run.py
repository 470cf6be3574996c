"""Running a command of the lab to its end."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Protocol

from gcloud.lab.context import COMMAND_VARIABLE
from gcloud.lab.errors import StepError
from gcloud.lab.files import tail
from gcloud.lab.service import Command
from gcloud.lab.settings import LabSettings

KILL_WITH_US, LET_END = "kill", "wait"
GLANCE = 0.2


class Workplace(Protocol):
    """Where commands run: the lab's cloud, or its hosts."""

    @property
    def settings(self) -> LabSettings:
        """Folders: logs go to one, commands run in another."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables of every process; the owner's is how they are found again."""

    @property
    def cancel(self) -> Event:
        """Set when whatever waits or runs should give up."""


def run(lab: Workplace, command: Command) -> str:
    """Run a command in the lab's environment; its output also goes to its log.

    Returns:
        What it wrote to its standard output.

    Raises:
        StepError: it is missing, ended with an exit code not accepted, took too long, or was cancelled.
    """
    log = lab.settings.log / "commands" / f"{command.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("w+") as errors, (command.stdin or Path(os.devnull)).open() as stdin:
        try:
            process = subprocess.Popen(
                command.argv,
                env={
                    **(os.environ if command.inherit else {}),
                    **lab.environment,
                    **({"HOME": os.environ.get("HOME", "/root")} if command.inherit else {}),
                    **command.environment,
                    COMMAND_VARIABLE: LET_END if command.keep else KILL_WITH_US,
                },
                cwd=lab.settings.run,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        except OSError as error:
            raise StepError(command.name, f"{command.argv[0]} cannot be started: {error.strerror}") from error
        try:
            output = _output(lab, command, process, started)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise
        errors.write(f"{output}exit code {process.returncode} after {time.monotonic() - started:.1f} s\n")
    if process.returncode not in command.accept:
        raise StepError(command.name, f"exit code {process.returncode}", log=str(log), tail=tail(log))
    return output


def _output(lab: Workplace, command: Command, process: "subprocess.Popen[str]", started: float) -> str:
    while True:
        try:
            return process.communicate(timeout=GLANCE)[0]
        except subprocess.TimeoutExpired:
            if lab.cancel.is_set() and not command.keep:
                raise StepError(command.name, "cancelled") from None
            if time.monotonic() - started > command.timeout:
                log = lab.settings.log / "commands" / f"{command.name}.log"
                raise StepError(
                    command.name, f"not done after {command.timeout:.0f} s", log=str(log), tail=tail(log)
                ) from None

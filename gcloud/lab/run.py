"""Running a command of the lab to its end."""

import os
import signal
import subprocess
import time

from gcloud.lab.context import Lab
from gcloud.lab.errors import StepFailed
from gcloud.lab.files import tail
from gcloud.lab.service import Command


def run(lab: Lab, command: Command) -> str:
    """Run a command in the lab's environment; its output also goes to its log.

    Returns:
        What it wrote to its standard output.

    Raises:
        StepFailed: it is missing, ended with another exit code than accepted, or took too long.
    """
    log = lab.settings.log / "commands" / f"{command.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("w") as errors:
        try:
            process = subprocess.Popen(
                command.argv,
                env={**lab.environment, **command.environment},
                cwd=lab.settings.run,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        except OSError as error:
            raise StepFailed(command.name, f"{command.argv[0]} cannot be started: {error.strerror}") from error
        try:
            output, _ = process.communicate(timeout=command.timeout)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise StepFailed(
                    command.name, f"not done after {command.timeout:.0f} s", log=str(log), tail=tail(log)
                ) from error
            raise
        errors.write(output)
        errors.write(f"exit code {process.returncode} after {time.monotonic() - started:.1f} s\n")
    if process.returncode not in command.accept:
        raise StepFailed(command.name, f"exit code {process.returncode}", log=str(log), tail=tail(log))
    return output

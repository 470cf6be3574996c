"""The official engine: the `pulumi` CLI, driven through its Automation API.

It is used where it is installed, and never installed by us: nothing here
downloads. The CLI's own wish to fetch a plugin is switched off too, so that a
closed network gets an answer instead of a wait.

The CLI runs in its own process group. Ctrl-C then reaches us alone, and is
passed on as the one interrupt at which it stops cleanly.
"""

import contextlib
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pulumi import automation
from pulumi.automation.errors import CommandError, ConcurrentUpdateError, InvalidVersionError
from pulumi.automation.events import EngineEvent

from gcloud.deploy.engine import Name
from gcloud.deploy.official_events import Translator
from gcloud.deploy.outcome import Collector, Listener, Outcome
from gcloud.deploy.target import Target
from gcloud.deploy.workspace import prepare_workspace
from gcloud.engine.events import Summary
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.view import read_stack
from gcloud.errors import CloudError, GovCloudError, InputError, LockedError

_MISSING_PLUGIN = re.compile(r"no (?P<kind>resource|language) plugin '(?P<name>[^']+)'", re.IGNORECASE)
_QUIET = {
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_SKIP_CONFIRMATIONS": "true",
}
_POLL = 0.2


class OfficialEngine:
    """The official CLI on one target.

    Args:
        target: what to deploy.
        passphrase: of the state's secrets.

    Raises:
        InputError: the CLI is not installed, or can't be used.
    """

    name: Name = "pulumi"

    def __init__(self, target: Target, passphrase: str) -> None:
        command = shutil.which("pulumi")
        if command is None:
            raise InputError(
                "The official engine was asked for and no `pulumi` is on PATH.",
                hint="Put the directory that holds it on PATH, or use --engine embedded, which needs no CLI.",
            )
        self._target = target
        self._passphrase = passphrase
        self._interrupt = threading.Event()
        try:
            self._cli = _Cli(command, self._interrupt)
        except (OSError, subprocess.CalledProcessError, InvalidVersionError) as error:
            raise InputError(
                f"{command} can't be used: {error}", hint="Install it again, or use --engine embedded."
            ) from error
        self.version = str(self._cli.version)

    def preview(self, listener: Listener | None = None, cancel: threading.Event | None = None) -> Outcome:
        """Find out what `up` would do, changing nothing."""
        return self._run("preview", listener, cancel)

    def up(self, listener: Listener | None = None, cancel: threading.Event | None = None) -> Outcome:
        """Make the cloud what the program says."""
        return self._run("up", listener, cancel)

    def destroy(self, listener: Listener | None = None, cancel: threading.Event | None = None) -> Outcome:
        """Delete everything that the state knows."""
        return self._run("destroy", listener, cancel)

    def resources(self) -> tuple[ResourceState, ...]:
        """Return what the state holds; a backend that is no folder is known to the CLI alone."""
        what = self._target
        return read_stack(what.backend.local(), what.program.project, what.stack, self._passphrase).resources

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held between commands: the CLI locks for itself."""

    @functools.cached_property
    def _stack(self) -> automation.Stack:
        folder = prepare_workspace(self._target)
        if self._target.backend.folder is not None:
            self._target.backend.folder.mkdir(parents=True, exist_ok=True)
        # The language host starts "python3" or "python" by PATH: it must be the one that has our packages.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        environment = {
            **_QUIET,
            "PATH": path,
            "PULUMI_BACKEND_URL": self._target.backend.url,
            "PULUMI_CONFIG_PASSPHRASE": self._passphrase,
        }
        workspace = automation.LocalWorkspace(
            work_dir=str(folder),
            env_vars=environment,
            secrets_provider="passphrase",
            pulumi_command=self._cli,
        )
        try:
            return automation.Stack.create_or_select(self._target.stack, workspace)
        except CommandError as error:
            raise explained(error) from error

    def _run(self, verb: str, listener: Listener | None, cancel: threading.Event | None) -> Outcome:
        collector = Collector(self._target.program.packages, listener)
        translator = Translator()

        def on_event(event: EngineEvent) -> None:
            for told in translator.translate(event):
                collector(told)

        stack = self._stack
        arguments: dict[str, Any] = {
            "on_event": on_event,
            "parallel": self._target.parallel,
            "color": "never",
        }
        start = time.monotonic()
        failure: CommandError | None = None
        outputs: Mapping[str, Any] = {}
        with _forwarding(cancel, self._interrupt):
            try:
                getattr(stack, verb)(**arguments)
                outputs = _outputs(stack) if verb == "up" else {}
            except CommandError as error:
                failure = error
        interrupted = cancel is not None and cancel.is_set()
        collector(Summary({}, time.monotonic() - start, interrupted=interrupted, outputs=outputs))
        outcome = collector.outcome()
        if failure is not None and not outcome.failed and not interrupted:
            raise explained(failure) from failure
        return outcome


def explained(error: CommandError) -> GovCloudError:
    """Say in our words what the CLI said, with the exit code that belongs to it.

    Args:
        error: what the Automation API raised; its text is the CLI's whole output.
    """
    text = str(error)
    if isinstance(error, ConcurrentUpdateError):
        return LockedError(
            "Another run of the official CLI holds the stack, or one that was killed has left its lock.",
            hint="Wait for it; if there is none any more, run `pulumi cancel` in the stack's folder.",
        )
    missing = _MISSING_PLUGIN.search(text)
    if missing:
        return InputError(
            f"The official engine has no {missing['kind']} plugin {missing['name']}, and downloads nothing.",
            hint="Install the plugin from a file (`pulumi plugin install --file`), or use --engine embedded.",
        )
    if "incorrect passphrase" in text:
        return InputError(
            "The passphrase is not the one that the state was written with.",
            hint="Correct PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.",
        )
    lines = [line.strip() for line in text.splitlines() if "error:" in line]
    reason = "; ".join(dict.fromkeys(lines)) or text.strip().splitlines()[-1]
    return CloudError(
        f"The official engine failed: {reason}", hint="The same command continues where it stopped."
    )


class _Cli(automation.PulumiCommand):
    """The CLI in a process group of its own, which an event can interrupt."""

    def __init__(self, command: str, interrupt: threading.Event) -> None:
        super().__init__()
        self.command = command
        self._interrupt = interrupt

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> automation.CommandResult:
        """Run one command of the CLI; see the base class."""
        with subprocess.Popen(
            [self.command, "--non-interactive", *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, **additional_env, "PULUMI_AUTOMATION_API": "true"},
            encoding="utf-8",
            process_group=0,
        ) as process:
            texts: dict[str, str] = {}

            def read(name: str, callback: Callable[[str], Any] | None) -> None:
                stream = process.stdout if name == "out" else process.stderr
                lines = []
                for line in stream or ():
                    lines.append(line.rstrip())
                    if callback is not None:
                        callback(line.rstrip())
                texts[name] = "\n".join(lines)

            readers = [
                threading.Thread(target=read, args=("out", on_output)),
                threading.Thread(target=read, args=("err", on_error)),
            ]
            for reader in readers:
                reader.start()
            while process.poll() is None:
                if self._interrupt.wait(_POLL):
                    self._interrupt.clear()
                    process.send_signal(signal.SIGINT)
            for reader in readers:
                reader.join()
        result = automation.CommandResult(stdout=texts["out"], stderr=texts["err"], code=process.returncode)
        if result.code != 0:
            raise automation.errors.create_command_error(result)
        return result


@contextlib.contextmanager
def _forwarding(cancel: threading.Event | None, interrupt: threading.Event) -> Any:  # noqa: ANN401 - a generator
    """Pass one cancellation on to the CLI while the block runs."""
    done = threading.Event()

    def watch() -> None:
        while cancel is not None and not done.wait(_POLL):
            if cancel.is_set():
                interrupt.set()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _outputs(stack: automation.Stack) -> dict[str, Any]:
    return {name: "(secret)" if output.secret else output.value for name, output in stack.outputs().items()}

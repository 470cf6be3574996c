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
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pulumi import automation
from pulumi.automation.errors import CommandError, InvalidVersionError
from pulumi.automation.events import EngineEvent

from gcloud.deploy.basis import Basis
from gcloud.deploy.embedded import EmbeddedEngine
from gcloud.deploy.official_cli import Cli, forwarding
from gcloud.deploy.official_errors import explained
from gcloud.deploy.official_events import Translator
from gcloud.deploy.official_scope import scope_options
from gcloud.deploy.outcome import Collector, Listener, Outcome, silent
from gcloud.deploy.recording import annotated
from gcloud.deploy.remembering import Remembering
from gcloud.deploy.target import Target
from gcloud.deploy.wish import Name
from gcloud.deploy.workspace import prepare_workspace
from gcloud.engine.drift import Drift
from gcloud.engine.events import Summary
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.view import read_stack
from gcloud.errors import InputError

_QUIET = {
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    "PULUMI_SKIP_CONFIRMATIONS": "true",
}


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
        self._memory = Remembering(target, self.name)
        try:
            self._cli = Cli(command, self._interrupt)
        except (OSError, subprocess.CalledProcessError, InvalidVersionError) as error:
            raise InputError(
                f"{command} can't be used: {error}", hint="Install it again, or use --engine embedded."
            ) from error
        self.version = str(self._cli.version)

    def preview(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Find out what `up` would do, changing nothing; see Engine."""
        return self._run("preview", listener, cancel, self._memory.scoped(scope, listener or silent))

    def up(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Make the cloud what the program says; see Engine."""
        scope = self._memory.scoped(scope, silent)
        outcome = self._run("up", listener, cancel, scope)
        if scope.verify and not scope.targets and not (outcome.failed or outcome.interrupted):
            self._memory.looked()
        return outcome

    def destroy(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Delete everything that the state knows, or what the scope names; see Engine."""
        return self._run("destroy", listener, cancel, replace(scope, replace=()))

    def refresh(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Outcome:
        """Make the state what the cloud is; see Engine."""
        outcome = self._run("refresh", listener, cancel, Scope(targets=scope.targets))
        if not scope.targets and not (outcome.failed or outcome.interrupted):
            self._memory.looked()
        return outcome

    def drift(
        self,
        listener: Listener | None = None,
        cancel: threading.Event | None = None,
        scope: Scope = WHOLE,
    ) -> Drift:
        """Find out where the cloud is not what the state says; see Engine.

        The CLI can only say what a refresh would change, one resource after the other, and
        knows nothing of what is there beside the state. So our own provider looks, at the
        state that the CLI has written.
        """
        with EmbeddedEngine(self._target, self._passphrase, changes=False) as look:
            return look.drift(listener, cancel, scope)

    def basis(self) -> Basis:
        """Refuse: the CLI does not tell what its plan rests on.

        Raises:
            InputError: always.
        """
        raise InputError(
            "A plan can't be saved with the official CLI: it does not tell what its plan rests on.",
            hint="Use --engine embedded; both engines work on the same state.",
        )

    def bind(self) -> None:
        """Nothing to bind: the CLI plans anew in each run; see basis()."""

    def rest(self) -> None:
        """Nothing to do: the CLI's processes are gone, and nothing of theirs is kept here."""

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

    def _run(
        self,
        verb: str,
        listener: Listener | None,
        cancel: threading.Event | None,
        scope: Scope,
    ) -> Outcome:
        options = scope_options(scope)
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
            **options,
        }
        start = time.monotonic()
        failure: CommandError | None = None
        outputs: Mapping[str, Any] = {}
        changing = verb != "preview"
        if changing:
            self._memory.begins(changing=True)
        with (
            forwarding(cancel, self._interrupt),
            annotated(self._target, self.name, scope) if changing else contextlib.nullcontext(),
        ):
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


def _outputs(stack: automation.Stack) -> dict[str, Any]:
    return {name: "(secret)" if output.secret else output.value for name, output in stack.outputs().items()}

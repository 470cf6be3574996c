"""Runs a stack's program, for real or in a plan, and judges how it ended."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gcloud.engine import dynamic
from gcloud.engine.engine_service import EngineService
from gcloud.engine.events import Severity
from gcloud.engine.host import CORRECT, Host, ProgramError, ProgramRun
from gcloud.engine.monitor import MonitorService
from gcloud.engine.performer import Performer
from gcloud.engine.refusals import UnsupportedFeatureError
from gcloud.engine.registrar import Registrar
from gcloud.engine.reporter import Failure, Reporter
from gcloud.engine.settings import refuse_settings
from gcloud.engine.state import urn as urns
from gcloud.engine.values import SECRET_TEXT, Secret, Value
from gcloud.engine.work import Work
from gcloud.errors import GovCloudError


@dataclass(frozen=True, slots=True)
class Program:
    """A stack's program.

    Args:
        folder: its folder; holds __main__.py.
        project: the project's name.
        stack: the stack's name.
        config: its configuration by full key.
        parallel: steps at once.
        host: runs it.
        reads: file to which what it looks at is added; None: nobody asks.
    """

    folder: Path
    project: str
    stack: str
    config: Mapping[str, str | Secret]
    parallel: int
    host: Host
    reads: Path | None = None

    def run(self, work: Work, performer: Performer, stopped: Callable[[], bool]) -> bool:
        """Run it, its registrations brought about by a performer.

        Returns:
            Whether it came to its end. If not, why is reported.
        """
        root = urns.root(self.stack, self.project)
        try:
            refuse_settings(self.config)
        except UnsupportedFeatureError as refusal:
            work.reporter.problem(root, refusal)
            return False
        what = ProgramRun(
            folder=self.folder,
            project=self.project,
            stack=self.stack,
            preview=performer.previewing,
            parallel=self.parallel,
            config={key: _bare(value) for key, value in self.config.items()},
            secret_keys=tuple(key for key, value in self.config.items() if isinstance(value, Secret)),
            reads=self.reads,
        )
        registrar = Registrar(
            project=self.project,
            stack=self.stack,
            work=work,
            performer=performer,
            package_config=self._package_config,
            stopped=stopped,
        )
        say = self._discreet(work.reporter)
        engine = EngineService(say)
        monitor = MonitorService(what, registrar)
        error = self.host(what, monitor, engine, say, stopped)
        if error is None and engine.errors:
            error = ProgramError("the program reported an error", hint="See its messages.")
        for found in self._found(error):
            told = next((one for one in monitor.refused if one.message in found.error.message), found.error)
            if _is_told(found, work.reporter):
                continue
            if found.urn:
                work.reporter.failed(found.urn, "same", told, None, found.position)
            else:
                work.reporter.problem(root, told, found.position)
        return error is None and not stopped()

    def _found(self, error: GovCloudError | None) -> Iterator[Failure]:
        """Give what went wrong in the program one by one, without the secrets of its configuration."""
        for fault in error.faults if isinstance(error, ProgramError) else ():
            known = ProgramError(without_secrets(fault.message, self.config), hint=CORRECT)
            yield Failure(fault.urn, "same", known, fault.position)
        if error is not None and error.message:
            error.message = without_secrets(error.message, self.config)
            error.data["trace"] = [without_secrets(line, self.config) for line in error.data.get("trace", ())]
            yield Failure(error.data.get("urn", ""), "same", error, str(error.data.get("position", "")))

    def _package_config(self, package: str) -> dict[str, Value]:
        """Give a package's part of the configuration, which its default provider is made with.

        Dynamic resources are the program's own, so they get all of it.
        """
        if package == dynamic.PACKAGE:
            return dict(self.config)
        prefix = f"{package}:"
        return {
            key.removeprefix(prefix): value for key, value in self.config.items() if key.startswith(prefix)
        }

    def _discreet(self, reporter: Reporter) -> Callable[..., None]:
        """Give a way to pass the program's words on that leaves out the secrets of its configuration."""

        def say(severity: Severity, text: str, urn: str = "") -> None:
            reporter.note(severity, without_secrets(text, self.config), urn)

        return say


def without_secrets(text: str, config: Mapping[str, str | Secret]) -> str:
    """Leave the secrets of a configuration out of what a program says."""
    for value in config.values():
        if isinstance(value, Secret) and value.value:
            text = text.replace(str(value.value), SECRET_TEXT)
    return text


def _is_told(found: Failure, reporter: Reporter) -> bool:
    """Tell whether a program has failed of nothing but what was told already (a resource's refusal)."""
    return any(
        failure.error.message in found.error.message and found.urn in {"", failure.urn}
        for failure in reporter.failures
    )


def _bare(value: str | Secret) -> str:
    return str(value.value) if isinstance(value, Secret) else value

"""Runs a stack's program, for real or in a plan, and judges how it ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gcloud.engine import dynamic
from gcloud.engine.engine_service import EngineService
from gcloud.engine.events import Severity
from gcloud.engine.host import Host, ProgramError, ProgramRun
from gcloud.engine.monitor import MonitorService
from gcloud.engine.performer import Performer
from gcloud.engine.refusals import UnsupportedFeatureError
from gcloud.engine.registrar import Registrar
from gcloud.engine.reporter import Reporter
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
        error = self.host(what, MonitorService(what, registrar, work.reporter), engine, say, stopped)
        if error is None and engine.errors:
            error = ProgramError("the program reported an error", hint="See its messages.")
        if error is not None and not _is_told(error, work.reporter):
            error.message = without_secrets(error.message, self.config)
            error.data["trace"] = [without_secrets(line, self.config) for line in error.data.get("trace", ())]
            position = str(error.data.get("position", ""))
            work.reporter.problem(root, error, position)
        return error is None and not stopped()

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


def _is_told(error: GovCloudError, reporter: Reporter) -> bool:
    """Tell whether a program has failed of nothing but what was told already (a data source's refusal)."""
    return any(failure.error.message in error.message for failure in reporter.failures)


def _bare(value: str | Secret) -> str:
    return str(value.value) if isinstance(value, Secret) else value

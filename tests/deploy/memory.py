"""The embedded engine on a program of a few lines and a cloud in memory."""

from dataclasses import dataclass, field
from pathlib import Path

from gcloud.deploy.embedded import EmbeddedEngine
from gcloud.deploy.location import Backend
from gcloud.deploy.stacks import StackProgram
from gcloud.deploy.target import Target
from gcloud.engine.state.stackfile import StackFile
from tests.engine.memory import Cloud, MemoryProvider

HEAD = "import pulumi\nfrom tests.engine.mem import *\n"


@dataclass(frozen=True)
class Small(StackProgram):
    place: Path = Path()

    @property
    def folder(self):
        return self.place


@dataclass
class MemoryProviders:
    cloud: Cloud

    def planning(self, package):  # noqa: ARG002 - there is but one
        return MemoryProvider(self.cloud)

    changing = planning


@dataclass
class Ground:
    """A site with one file, a program, a state, and a cloud in memory."""

    folder: Path
    passphrase: str = "pass"
    cloud: Cloud = field(default_factory=Cloud)
    config: dict = field(default_factory=dict)

    def __post_init__(self):
        self.site = self.folder / "site"
        self.site.mkdir(parents=True)
        self.file.write_text("name: small\n")

    @property
    def file(self) -> Path:
        return self.site / "site.yaml"

    def program(self, text: str) -> None:
        folder = self.folder / "programs" / "small"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__main__.py").write_text(HEAD + text)

    @property
    def target(self) -> Target:
        state = self.site / ".govcloud" / "state"
        return Target(
            site=self.site,
            program=Small("small", "", ("mem",), self.folder / "programs" / "small"),
            stack="s",
            backend=Backend(state.as_uri(), state),
            workspace=self.site / ".govcloud" / "pulumi",
            settings=StackFile(None, self.config),
        )

    def engine(self, *, changes: bool) -> EmbeddedEngine:
        return EmbeddedEngine(
            self.target, self.passphrase, changes=changes, providers=MemoryProviders(self.cloud)
        )

    def up(self):
        with self.engine(changes=True) as engine:
            return engine.up()

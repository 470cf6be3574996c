"""A stack under test: a program, a state on the disk, a cloud in memory, and what was told."""

import sys
import textwrap
import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from gcloud.engine.builtin import with_builtin
from gcloud.engine.deployment import Deployment
from gcloud.engine.events import Diagnostic, StepPlanned
from gcloud.engine.host import run_program
from gcloud.engine.plugin import Plugins
from gcloud.engine.scope import WHOLE
from gcloud.engine.state.references import OtherStacks
from gcloud.engine.state.store import StackStore
from gcloud.engine.takeover import Request
from gcloud.errors import InputError
from tests.engine.folder import FolderCloud
from tests.engine.memory import Cloud, MemoryProvider
from tests.engine.script import Program, host

HEAD = "import pulumi\nfrom pulumi import ResourceOptions as Opts\nfrom tests.engine.mem import *\n"


class Stack:
    def __init__(self, folder: Path, cloud: Cloud | None = None) -> None:
        self.folder = folder
        self.cloud = cloud or Cloud()
        self.config = {}
        self.events = []
        self.cancel = threading.Event()
        self.parallel = 8
        self.host = run_program
        self.name = "stack"

    def beside(self, name: str) -> "Stack":
        """Give another stack of the same project, with the same state folder and cloud."""
        other = Stack(self.folder, self.cloud)
        other.name = name
        return other

    def script(self, script: Callable[[Program], None]) -> "Stack":
        """Take a program that runs in this process."""
        self.host = host(script)
        return self

    def program(self, text: str) -> "Stack":
        """Take a real program, which runs in a process of its own."""
        self.host = run_program
        folder = self.folder / "program"
        folder.mkdir(exist_ok=True)
        (folder / "__main__.py").write_text(HEAD + textwrap.dedent(text))
        return self

    @contextmanager
    def open(self):
        others = OtherStacks(self.folder / "state", "project", "pass")
        with (
            StackStore.open(self.folder / "state", "project", self.name, "pass") as store,
            Plugins(self.folder / "program", "project", self.heard) as plugins,
        ):
            self.events, self.store = [], store
            yield Deployment(
                self.folder / "program",
                "project",
                self.name,
                config=self.config,
                store=store,
                providers=with_builtin(self.make, others.outputs, plugins),
                parallel=self.parallel,
                on_event=self.events.append,
                cancel=self.cancel,
                host=self.host,
            )
            self.states = store.snapshot()

    def heard(self, severity, text):
        self.events.append(Diagnostic(severity, text))

    def make(self, package: str) -> MemoryProvider:
        if package != "mem":
            raise InputError(f"there is no provider for the package {package}")
        return MemoryProvider(self.cloud)

    def preview(self, scope=WHOLE):
        with self.open() as deployment:
            return deployment.preview(scope)

    def up(self, scope=WHOLE):
        with self.open() as deployment:
            return deployment.up(scope=scope)

    def destroy(self, scope=WHOLE):
        with self.open() as deployment:
            return deployment.destroy(scope)

    def refresh(self, scope=WHOLE):
        with self.open() as deployment:
            return deployment.refresh(scope)

    def drift(self, scope=WHOLE):
        with self.open() as deployment:
            return deployment.drift(scope)

    def adopt(self, *, only_named=False, **ids):
        """Look for what runs already, and take it over if everything is clear."""
        with self.open() as deployment:
            wanted = {key.replace("__", "::"): id_ for key, id_ in ids.items()}
            found = deployment.look(Request(wanted, only_named))
            if found.whole:
                deployment.adopt(found)
            return found

    @property
    def checkpoint(self) -> bytes:
        """The state as it is on the disk."""
        return (self.folder / "state/.pulumi/stacks/project/stack.json").read_bytes()

    def told(self, kind):
        return [event for event in self.events if isinstance(event, kind)]

    def planned(self):
        return {event.name: event.op for event in self.told(StepPlanned) if event.type.startswith("mem:")}

    def state(self, name, type_="mem:index:Net"):
        return next(state for state in self.states if state.type == type_ and state.urn.endswith(f"::{name}"))


if __name__ == "__main__":
    here = Path(sys.argv[1])
    Stack(here, FolderCloud(here / "cloud")).up()

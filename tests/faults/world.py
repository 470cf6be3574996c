"""A stack's state and its cloud in one folder, which runs of real processes work on and are killed in."""

import random
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gcloud.engine.deployment import Deployment
from gcloud.engine.events import Event
from gcloud.engine.result import Result
from gcloud.engine.scope import Scope
from gcloud.engine.state.backend import UpdateRecord
from gcloud.engine.state.replay import Unanswered
from gcloud.engine.state.resource import ResourceState
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import read_stack
from gcloud.errors import CloudError, UnansweredError
from tests.engine.folder import FolderCloud
from tests.engine.memory import MemoryProvider
from tests.engine.script import Program, host
from tests.faults.wish import STRANGERS

Verb = Literal["up", "verify", "refresh", "destroy"]
"""What a run is; to verify is an `up` that looks at the cloud first."""


_DO: Mapping[Verb, Callable[[Deployment], Result]] = {
    "up": lambda deployment: deployment.up(),
    "verify": lambda deployment: deployment.up(scope=Scope(verify=True)),
    "refresh": lambda deployment: deployment.refresh(),
    "destroy": lambda deployment: deployment.destroy(),
}


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run did."""

    result: Result
    events: Sequence[Event]
    states: tuple[ResourceState, ...]
    unanswered: tuple[Unanswered, ...]

    @property
    def problems(self) -> list[str]:
        return [f"{failure.urn}: {failure.error.message}" for failure in self.result.failures]


class World:
    """A state and a cloud in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.state = folder / "state"
        self.cloud = FolderCloud(folder / "cloud")

    @classmethod
    def new(cls, folder: Path) -> "World":
        """Make one in which only strangers have anything."""
        world = cls(folder)
        for id_, object_ in STRANGERS.items():
            world.cloud.objects[id_] = {"id": id_, **object_}
        return world

    def copy(self, to: Path) -> "World":
        shutil.copytree(self.folder, to)
        return World(to)

    def remove(self) -> None:
        shutil.rmtree(self.folder)

    def run(
        self, verb: Verb, program: Callable[[Program], None], cancel: threading.Event | None = None
    ) -> Ran:
        """Run to the end, and note it in the history as the command does."""
        events: list[Event] = []
        with StackStore.open(self.state, "project", "stack", "pass") as store:
            deployment = self._deployment(store, program, events, cancel)
            result = _DO[verb](deployment)
            store.record(
                UpdateRecord(
                    kind={"up": "update", "verify": "update"}.get(verb, verb),
                    started=0,
                    ended=1,
                    succeeded=result.ok,
                )
            )
            return Ran(result, events, store.snapshot(), store.unanswered)

    def preview(self, program: Callable[[Program], None]) -> list[str]:
        """Look at what a run would do; gives what is wrong."""
        view = read_stack(self.state, "project", "stack", "pass")
        changes = self._deployment(view, program, []).preview()
        return [failure.error.message for failure in changes.failures]

    def _deployment(self, store, program, events, cancel=None) -> Deployment:
        return Deployment(
            self.folder,
            "project",
            "stack",
            config={},
            store=store,
            providers=lambda _: MemoryProvider(self.cloud),
            on_event=events.append,
            host=host(program),
            cancel=cancel,
        )


class Weather:
    """Lets calls fail now and then, before or after the cloud has done what it is asked."""

    def __init__(self, seed: int, share: float) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
        self._share = share

    def before(self, *_: object) -> None:
        roll = self._chance.random()
        if roll < self._share / 2:
            raise CloudError("refused")
        if roll < self._share:
            raise UnansweredError("lost on the way")

    def after(self, *_: object) -> None:
        if self._chance.random() < self._share:
            raise UnansweredError("answer lost")

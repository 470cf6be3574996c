"""The processes that serve a program's dynamic resources, started when the first one is asked.

One for each configuration: a provider keeps what it was configured with.
"""

import json
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import grpc
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from gcloud.engine.events import Severity
from gcloud.engine.plugin_child import READY
from gcloud.engine.process import Child, Say, Start
from gcloud.engine.wire import to_struct
from gcloud.errors import ExitCode, GovCloudError

_LARGEST: Final = 400 * 1024 * 1024
_LOOK: Final = 0.1
_PATIENCE: Final = 60.0


class PluginError(GovCloudError):
    """The process that serves dynamic resources could not be started."""

    exit_code = ExitCode.INTERNAL


class Plugins:
    """The processes of one run, ended with the `with` block; safe to use from many threads.

    Args:
        folder: the program's folder, where they run.
        project: the project's name.
        say: told of what they print.
        start: starts them.
    """

    def __init__(self, folder: Path, project: str, say: Say, start: Start = Child) -> None:
        self._folder = folder
        self._project = project
        self._say = say
        self._start = start
        self._lock = threading.Lock()
        self._running: dict[str, _Plugin] = {}

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process."""
        with self._lock:
            for plugin in self._running.values():
                plugin.end()
            self._running.clear()

    def serving(self, config: Mapping[str, Any]) -> provider_pb2_grpc.ResourceProviderStub:
        """Give the server of dynamic resources under a configuration, started if it is the first call.

        Args:
            config: the stack's whole configuration by full key, in clear.

        Raises:
            PluginError: it can't be started.
        """
        key = json.dumps(config, sort_keys=True)
        with self._lock:
            if key not in self._running:
                self._running[key] = _Plugin(self._folder, self._project, self._say, self._start, config)
            return self._running[key].stub


class _Plugin:
    """One process, configured."""

    def __init__(self, folder: Path, project: str, say: Say, start: Start, config: Mapping[str, Any]) -> None:
        self._say = say
        self._ready = threading.Event()
        self._last = ""
        self._room = Path(tempfile.mkdtemp(prefix="govcloud-"))
        socket = self._room / "s"
        orders = {"folder": str(folder.resolve()), "project": project, "socket": str(socket)}
        self._child = start("gcloud.engine.plugin_child", folder, orders, self._heard)
        self._channel = grpc.insecure_channel(
            f"unix:{socket}",
            options=[
                ("grpc.max_receive_message_length", _LARGEST),
                ("grpc.max_send_message_length", _LARGEST),
            ],
        )
        try:
            self._wait()
            self.stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
            self.stub.Configure(provider_pb2.ConfigureRequest(args=to_struct(config)))
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        self._channel.close()
        self._child.end()
        shutil.rmtree(self._room, ignore_errors=True)

    def _wait(self) -> None:
        since = time.monotonic()
        while not self._ready.wait(_LOOK):
            if time.monotonic() - since > _PATIENCE:
                raise PluginError(
                    f"the process that serves dynamic resources is not ready after {_PATIENCE:.0f} s",
                    hint="See what it printed; something in the program's folder may shadow a module.",
                )
            if self._child.ended():
                raise PluginError(
                    f"the process that serves dynamic resources died: {self._last}",
                    hint="See what it printed; the program's Python must have the package dill.",
                )

    def _heard(self, severity: Severity, text: str) -> None:
        if not self._ready.is_set() and severity == "info" and text == READY:
            self._ready.set()
            return
        self._last = text
        self._say(severity, text)

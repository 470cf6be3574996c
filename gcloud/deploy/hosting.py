"""A stack in the hands of the embedded engine: what the engine is told, put together from a target."""

import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from gcloud.deploy.outcome import Listener
from gcloud.deploy.target import Target
from gcloud.engine.builtin import with_builtin
from gcloud.engine.deployment import Deployment
from gcloud.engine.host import run_program
from gcloud.engine.plugin import Plugins
from gcloud.engine.pool import MakeProvider
from gcloud.engine.process import Child, Start
from gcloud.engine.state.references import OtherStacks
from gcloud.engine.state.store import StackStore
from gcloud.engine.state.view import StackView
from gcloud.engine.values import Secret


def deployment_on(
    target: Target,
    *,
    passphrase: str,
    config: Mapping[str, str | Secret],
    store: StackStore | StackView,
    providers: MakeProvider,
    plugins: Plugins,
    listener: Listener,
    cancel: threading.Event | None,
    reads: Path | None,
    start: Start = Child,
) -> Deployment:
    """Make the engine's view of a target.

    Args:
        target: the stack.
        passphrase: of its secrets, and of those of the stacks that it refers to.
        config: its configuration, decrypted.
        store: its state.
        providers: makes what reaches the clouds.
        plugins: runs the code of dynamic resources.
        listener: called with every event.
        cancel: once set, no new steps are started.
        reads: where what the program looks at is noted; None: nobody asks.
        start: starts the program's process.
    """
    others = OtherStacks(target.backend.local(), target.program.project, passphrase)
    return Deployment(
        target.program.folder,
        target.program.project,
        target.stack,
        config=config,
        store=store,
        providers=with_builtin(providers, others.outputs, plugins),
        parallel=target.parallel,
        on_event=listener,
        cancel=cancel,
        host=partial(run_program, start=start),
        reads=reads,
    )

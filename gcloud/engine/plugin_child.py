"""The process that serves dynamic resources: `python -m gcloud.engine.plugin_child`.

It runs the SDK's own server of dynamic providers, as the official engine does,
with two differences: the server listens on a UNIX socket in a folder that only
this user can enter instead of a port that everybody on the machine can reach
(whoever reaches it can run code here), and the process ends with the engine.
"""

import os
import runpy
import sys
from typing import Any, Final

import grpc

from gcloud.engine import tether

READY: Final = "1"
"""The first line that it prints: the server listens."""


def main(_: object = None) -> None:
    """Serve until the engine goes; what this process looks at is on nobody's record."""
    spec = tether.orders()
    os.chdir(spec["folder"])
    # Providers may import what lies beside the program.
    sys.path.insert(0, spec["folder"])
    os.environ["PULUMI_PROJECT"] = spec["project"]
    serve = grpc.server

    def server(*args: Any, **options: Any) -> grpc.Server:  # noqa: ANN401 - passed on as they are
        made = serve(*args, **options)
        bind = made.add_insecure_port

        def on_the_socket(address: str) -> int:  # noqa: ARG001 - the port that it asks for
            bind(f"unix:{spec['socket']}")
            # It prints what it is given here when it has started.
            return int(READY)

        made.add_insecure_port = on_the_socket  # type: ignore[method-assign]  # the SDK's server knows ports only
        return made

    grpc.server = server
    runpy.run_module("pulumi.dynamic", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

"""One stack, run by the embedded engine in a process of its own: `python -m benchmarks.stack SPEC`.

SPEC is a JSON object: the program's folder and project, the stack, its state's
folder, its configuration, and the operations to do one after the other. What comes
out is JSON too: seconds, what was done, and the greatest memory of this process
and of the program's.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gcloud.engine.deployment import Deployment
from gcloud.engine.interface import Provider
from gcloud.engine.pool import MakeProvider
from gcloud.engine.scope import WHOLE, Scope
from gcloud.engine.state.store import StackStore

KIB_A_MIB = 1024


def main() -> None:
    """Do what the first argument says."""
    spec: dict[str, Any] = json.loads(sys.argv[1])
    make = memory() if spec["project"] == "memory" else openstack
    done = {operation: run(spec, make, operation) for operation in spec["operations"]}
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    names = ("engine_mib", "program_mib")
    print(json.dumps({"done": done, **{n: p / KIB_A_MIB for n, p in zip(names, peaks, strict=True)}}))


def run(spec: Mapping[str, Any], make: MakeProvider, operation: str) -> dict[str, Any]:
    """Do one operation; a failure ends the process with its reason."""
    start = time.perf_counter()
    passphrase = os.environ["PULUMI_CONFIG_PASSPHRASE"]
    with StackStore.open(spec["state"], spec["project"], spec["stack"], passphrase) as store:
        deployment = Deployment(
            Path(spec["program"]),
            spec["project"],
            spec["stack"],
            config={f"{spec['project']}:{name}": value for name, value in spec["config"].items()},
            store=store,
            providers=make,
        )
        counts = work(deployment, operation)
    return {"seconds": time.perf_counter() - start, "counts": counts}


def work(deployment: Deployment, operation: str) -> dict[str, int]:
    """Give how many resources it did what to; drift gives how many differ from the state."""
    if operation == "drift":
        return {"drifted": len(deployment.drift().drifted)}
    if operation == "destroy":
        result = deployment.destroy()
    else:
        verify = operation in {"verified", "mended"}
        result = deployment.up(scope=Scope(verify=True) if verify else WHOLE)
    if result.failures:
        sys.exit(f"{operation}: {result.failures[0].urn}: {result.failures[0].error.message}")
    return dict(result.summary.counts)


def openstack(_: str) -> Provider:
    """Make the provider of the cloud that OS_CLOUD names."""
    from gcloud.provider.openstack import OpenStackProvider  # noqa: PLC0415 - not needed in memory

    return OpenStackProvider()


def memory() -> MakeProvider:
    """Give a maker of providers that share one cloud in memory: the tests' own."""
    from tests.engine.memory import Cloud, MemoryProvider  # noqa: PLC0415 - not needed on a cloud

    cloud = Cloud()
    return lambda _: MemoryProvider(cloud)


if __name__ == "__main__":
    main()

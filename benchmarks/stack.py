"""One stack, run by the embedded engine in a process of its own: `python -m benchmarks.stack SPEC`.

SPEC is a JSON object: the site's folder, the stack's project and name, and the
operations to do one after the other. What comes out is JSON too: seconds, what was
done to how many, and the greatest memory of this process and of the program's.
"""

import json
import os
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gcloud.cloud.gate import Gate
from gcloud.deploy.embedded import EmbeddedEngine
from gcloud.deploy.outcome import Outcome
from gcloud.deploy.providers import OpenStackProviders, Providers
from gcloud.deploy.stacks import StackProgram
from gcloud.deploy.target import Target, target
from gcloud.engine.interface import Provider
from gcloud.engine.scope import WHOLE, Scope

KIB_A_MIB = 1024


class Program(StackProgram):
    """A program of the benchmarks."""

    @property
    def folder(self) -> Path:
        """The folder that holds its Pulumi.yaml."""
        return Path(__file__).resolve().parent / self.project


@dataclass(frozen=True)
class InMemory:
    """Makes providers that share one cloud in memory: the tests' own."""

    cloud: Any

    def planning(self, package: str) -> Provider:
        """Make one to look."""
        return self.changing(package)

    def changing(self, _: str) -> Provider:
        """Make one to change."""
        from tests.engine.memory import MemoryProvider  # noqa: PLC0415 - not needed on a cloud

        return MemoryProvider(self.cloud)


def main() -> None:
    """Do what the first argument says."""
    spec: dict[str, Any] = json.loads(sys.argv[1])
    what = target(
        Path(spec["site"]),
        spec["stack"],
        program=Program(spec["project"], "a benchmark", ("openstack", "mem")),
        environment={},
    )
    providers = _providers(spec["project"], what.parallel)
    done = {operation: _run(what, providers, operation) for operation in spec["operations"]}
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    names = ("engine_mib", "program_mib")
    print(json.dumps({"done": done, **{n: p / KIB_A_MIB for n, p in zip(names, peaks, strict=True)}}))


def _providers(project: str, parallel: int) -> Providers:
    if project != "memory":
        return OpenStackProviders(Gate(parallel))
    from tests.engine.memory import Cloud  # noqa: PLC0415 - not needed on a cloud

    return InMemory(Cloud())


def _run(what: Target, providers: Providers, operation: str) -> dict[str, Any]:
    """Do one operation; a failure ends the process with its reason."""
    start = time.perf_counter()
    passphrase = os.environ["PULUMI_CONFIG_PASSPHRASE"]
    with EmbeddedEngine(what, passphrase, changes=True, providers=providers) as engine:
        counts = _work(engine, operation)
    return {"seconds": time.perf_counter() - start, "counts": counts}


def _work(engine: EmbeddedEngine, operation: str) -> dict[str, int]:
    """Give how many resources it did what to; drift gives how many differ from the state."""
    if operation == "drift":
        return {"drifted": len(engine.drift().drifted)}
    if operation == "destroy":
        return _counts(operation, engine.destroy())
    verify = operation in {"verified", "mended"}
    return _counts(operation, engine.up(scope=Scope(verify=True) if verify else WHOLE))


def _counts(operation: str, outcome: Outcome) -> dict[str, int]:
    if outcome.failed:
        sys.exit(f"{operation}: {outcome.failed[0].urn}: {outcome.failed[0].error}")
    return dict(outcome.counts)


if __name__ == "__main__":
    main()

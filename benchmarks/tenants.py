"""The figures of tenants, in one run: `python -m benchmarks.tenants [--tenants 1000] [--lab 20]`.

Without a cloud: a synthetic province of so many tenants (benchmarks.province) is checked,
planned, judged, brought up on a cloud that answers at once (benchmarks.offline), left alone,
and brought up again after one tenant was changed by a further request and approval. All
but the cloud is real: files, signatures, programs, engine, states, fingerprints.

`--lab N`: N tenants on the built-in cloud (or the one that OS_CLOUD names), with the API
calls of each step; everything there is removed at the end, and whatever an earlier run left.

Every figure is the wall time of a whole command; beside it the processor time of all its
processes, for a busy machine measures badly. A figure that misses its aim is printed as
such; the exit code stays 0.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import province
from benchmarks.commands import OFFLINE, Figure, measured
from benchmarks.tenants_lab import on_the_lab

SCRIPT = """
import gc, sys
gc.set_threshold(50_000, 20, 100)
from pathlib import Path
from gcloud.deploy.examine import usable
from gcloud.plan.tenants.build import shard_plans
assert shard_plans(usable(Path(sys.argv[1])))
"""
PLAN = (sys.executable, "-c", SCRIPT)
MEMORY = 300.0
"""MiB that a command may take, its largest process counted."""


def main() -> None:
    """Measure what the command line asks for."""
    wish = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    os.environ.setdefault("PULUMI_CONFIG_PASSPHRASE", "benchmark")
    figures = []
    for figure in _measured(wish):
        figures.append(figure)
        if wish.output == "table":
            print(figure.line(), flush=True)
    if wish.output == "json":
        print(json.dumps({"figures": [figure.as_json() for figure in figures]}, indent=2))


def _measured(wish: argparse.Namespace) -> Iterator[Figure]:
    if wish.tenants:
        yield from _offline(wish.tenants)
    if wish.lab:
        yield from on_the_lab(wish.lab)


def _offline(tenants: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="govcloud-bench-") as folder:
        site = Path(folder) / "site"
        province.write(site, tenants)
        measured("allot", tenants, "allot", str(site))
        yield measured("check", tenants, "check", str(site), aim=3)
        yield measured("check and plan", tenants, str(site), program=PLAN, aim=3)
        yield measured("policy rules", tenants, "policy", str(site))
        up = ("up", str(site), "--yes", "--engine", "embedded")
        yield measured("first up, no cloud", tenants, *up, program=OFFLINE, memory=MEMORY)
        yield measured("nothing changed", tenants, *up, aim=1, memory=MEMORY)
        for name, text in province.files("bench", tenants // 2, changed=True):
            (site / name).write_text(text, encoding="utf-8")
        yield measured("one changed, no cloud", tenants, *up, program=OFFLINE, aim=2, memory=MEMORY)
        yield measured("nothing changed again", tenants, *up, aim=1, memory=MEMORY)


def _options() -> argparse.Namespace:
    words = argparse.ArgumentParser(
        prog="python -m benchmarks.tenants",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_argument("--tenants", type=int, default=1000, help="tenants without a cloud; 0: none (1000)")
    words.add_argument("--lab", type=int, default=0, help="tenants on the built-in cloud (0: none)")
    words.add_argument("--output", choices=["table", "json"], default="table")
    return words.parse_args()


if __name__ == "__main__":
    main()

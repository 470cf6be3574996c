"""The engine's figures, in one run: `python -m benchmarks.engine [--tenants 10 100] [--output json]`.

Synthetic tenants of ten resources each are made, run again in three kinds, spoiled,
mended, changed and destroyed: by the embedded engine, and by the official CLI and
terraform where they are on PATH, one tool after the other on the same cloud. Every
figure is the wall time of whole commands. Every run removes what it has made.

Without options it takes a minute or two: ten tenants, and a thousand resources in
memory. The sizes of the record: `--tenants 10 100 300 --projects 250 1000 2000
--memory 10000`. The built-in cloud must be up (`govcloud lab up`), unless OS_CLOUD
names another one or `--tenants` is given without a number. A figure that misses its
aim is printed as such; the exit code stays 0, because a busy machine is not a defect.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator

from benchmarks.commands import point_at_lab
from benchmarks.embedded import Embedded
from benchmarks.life import Tool, in_memory, on_the_cloud
from benchmarks.official import Official
from benchmarks.report import Figure, as_json, verdicts
from benchmarks.terraform import Terraform

TOOLS: tuple[Tool, ...] = (Embedded, Official, Terraform)


def main() -> None:
    """Measure what the command line asks for."""
    wish = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # what was made is removed then, too
    os.environ.setdefault("PULUMI_CONFIG_PASSPHRASE", "benchmark")
    figures = []
    for figure in _measured(wish):
        figures.append(figure)
        if wish.output == "table":
            print(figure.line(), flush=True)
    if wish.output == "table":
        print(*(verdict.line() for verdict in verdicts(figures)), sep="\n")
    else:
        print(as_json(figures))


def _measured(wish: argparse.Namespace) -> Iterator[Figure]:
    if wish.tenants or wish.projects:
        point_at_lab()
        tools = [kind for kind in TOOLS if kind.name in wish.tools and _there(kind)]
        for tenants in wish.tenants:
            for kind in tools:
                yield from on_the_cloud(kind, "tenant", tenants, wish.a_stack, wish.at_once)
        for projects in wish.projects:
            for kind in tools:
                yield from on_the_cloud(kind, "project", projects, projects, wish.at_once)
    for resources in wish.memory:
        yield from in_memory(resources // 10, wish.a_stack)


def _options() -> argparse.Namespace:
    words = argparse.ArgumentParser(
        prog="python -m benchmarks.engine",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_argument("--tenants", type=int, nargs="*", default=[10], help="numbers of tenants (10)")
    words.add_argument("--projects", type=int, nargs="*", default=[], help="numbers of projects in one stack")
    words.add_argument("--memory", type=int, nargs="*", default=[1000], help="resources in memory (1000)")
    words.add_argument("--a-stack", type=int, default=100, help="tenants that share a stack at most (100)")
    words.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="stacks side by side")
    words.add_argument("--tools", nargs="*", default=[kind.name for kind in TOOLS], help="what to measure")
    words.add_argument("--output", choices=["table", "json"], default="table")
    return words.parse_args()


def _there(kind: Tool) -> bool:
    """Tell whether a tool can be used; say why not if it can't."""
    reason = kind.absent()
    if reason:
        print(f"{kind.name}: not measured, {reason}", file=sys.stderr, flush=True)
    return not reason


if __name__ == "__main__":
    main()

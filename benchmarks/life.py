"""The life of synthetic tenants, by one tool: made, run again, spoiled, mended, changed, destroyed."""

import secrets
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks import cloud
from benchmarks.embedded import Embedded
from benchmarks.official import Official
from benchmarks.report import Figure
from benchmarks.shards import Estate, Shape
from benchmarks.terraform import Terraform

Tool: TypeAlias = type[Embedded] | type[Official] | type[Terraform]

OPERATIONS: Final[Mapping[Shape, tuple[str, ...]]] = {
    "tenant": ("create", "executed", "verified", "skipped", "drift", "mended", "changed", "destroy"),
    "project": ("create", "executed", "destroy"),
    "memory": ("create", "executed", "verified", "destroy"),
}
SPOILED: Final = 2


def on_the_cloud(kind: Tool, shape: Shape, tenants: int, a_stack: int, at_once: int) -> Iterator[Figure]:
    """Measure one tool; whatever happens, nothing is left.

    Args:
        kind: the tool.
        shape: what a tenant has.
        tenants: how many there are.
        a_stack: how many share a stack.
        at_once: stacks side by side.
    """
    estate = Estate(f"bench-{secrets.token_hex(2)}-", shape, tenants, a_stack)
    owners: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="govcloud-bench-") as folder:
        tool = kind(estate, Path(folder), at_once)
        try:
            for operation in (one for one in OPERATIONS[shape] if one in tool.operations):
                if operation == "drift":
                    cloud.spoil(estate.prefix)
                if operation == "destroy":
                    owners = {one.id for one in cloud.projects(estate.prefix)}
                seconds, counts = tool.do(
                    operation, changed=0 if operation in {"changed", "destroy"} else None
                )
                _expect(estate, kind.name, operation, counts)
                yield Figure(operation, kind.name, shape, tenants, estate.resources, seconds)
        finally:
            cloud.remove_default_groups(owners)
            left = cloud.remove_all(estate.prefix)
        if left:
            sys.exit(f"{kind.name} left {left} objects behind; they were removed")
        if isinstance(tool, Embedded):
            yield from _peaks(tool)


def in_memory(tenants: int, a_stack: int) -> Iterator[Figure]:
    """Measure what the embedded engine costs by itself: stacks one after the other, on a cloud in memory."""
    estate = Estate("m", "memory", tenants, a_stack)
    with tempfile.TemporaryDirectory(prefix="govcloud-bench-") as folder:
        tool = Embedded(estate, Path(folder), 1)
        for operation, seconds in tool.in_one_go(OPERATIONS["memory"]).items():
            yield Figure(operation, tool.name, "memory", tenants, estate.resources, seconds)
        yield from _peaks(tool)


def _peaks(tool: Embedded) -> Iterator[Figure]:
    estate = tool.estate
    for what, peak in tool.peak_mib.items():
        yield Figure(what, tool.name, estate.shape, estate.tenants, estate.resources, peak, "MiB")


def _expect(estate: Estate, tool: str, operation: str, counts: Mapping[str, int]) -> None:
    """End the run if a tool did something else than it was to: its figure would mean nothing."""
    if not counts:
        return  # it doesn't tell
    changed = sum(count for kind, count in counts.items() if kind != "same")
    wanted = {
        "create": max(changed, estate.resources),  # and what is in the state alone: roots, providers
        "executed": 0,
        "verified": 0,
        "skipped": 0,
        "drift": SPOILED,
        "mended": changed or 1,  # how it counts what it mends is the tool's own affair
        "changed": 1,
        "destroy": changed,
    }
    if changed != wanted[operation]:
        sys.exit(f"{tool}: {operation} changed {dict(counts)}, not {wanted[operation]}")

"""What was measured, as lines, as JSON, and beside its aims."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from benchmarks.shards import Shape

AGAINST_OFFICIAL: Final = {"create": 0.8, "executed": 0.25, "verified": 0.4}
"""The share of the official CLI's time that each operation may take."""

ABSOLUTE: Final = {"skipped": 0.5, "engine_mib": 250.0, "program_mib": 250.0}
FLAT: Final = 1.2
"""How much more a resource may cost in the largest stack than in the smallest."""


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Args:
        operation: what was done, or whose memory it is.
        tool: by what.
        shape: what a tenant has.
        tenants: how many there were.
        resources: how many resources they had.
        value: seconds of wall time, or MiB.
        unit: `s` or `MiB`.
    """

    operation: str
    tool: str
    shape: Shape
    tenants: int
    resources: int
    value: float
    unit: str = "s"

    def line(self) -> str:
        """Say it in one line of the table."""
        each = f"{1000 * self.value / self.resources:8.1f} ms each" if self.unit == "s" else ""
        return (
            f"{self.shape:<8}{self.tenants:>6}  {self.operation:<12}{self.tool:<10}"
            f"{self.value:>9.2f} {self.unit:<4}{each}"
        )


@dataclass(frozen=True)
class Verdict:
    """An aim and what was reached."""

    what: str
    reached: float
    aim: float

    @property
    def met(self) -> bool:
        """Whether the aim was reached."""
        return self.reached <= self.aim

    def line(self) -> str:
        """Say it in one line."""
        return f"{self.what:<58}{self.reached:>9.2f}  aim ≤ {self.aim:<6g} {'met' if self.met else 'MISSED'}"


def verdicts(figures: Iterable[Figure]) -> list[Verdict]:
    """Hold the embedded engine's figures against their aims."""
    known = {(one.shape, one.tenants, one.operation, one.tool): one for one in figures}
    ours = [one for one in known.values() if one.tool == "embedded"]
    found = []
    for one in ours:
        where = f"{one.tenants} of {one.shape}: {one.operation}"
        other = known.get((one.shape, one.tenants, one.operation, "official"))
        if other is not None and one.operation in AGAINST_OFFICIAL:
            aim = AGAINST_OFFICIAL[one.operation]
            found.append(Verdict(f"{where}, of the official CLI's time", one.value / other.value, aim))
        if one.operation in ABSOLUTE:
            found.append(Verdict(f"{where}, {one.unit}", one.value, ABSOLUTE[one.operation]))
    made = [one for one in ours if one.shape == "project" and one.operation == "create"]
    if len(made) > 1:
        costs = [one.value / one.resources for one in sorted(made, key=lambda one: one.tenants)]
        sizes = f"{min(one.tenants for one in made)} to {max(one.tenants for one in made)}"
        found.append(
            Verdict(f"a project's cost from {sizes} in one stack, factor", costs[-1] / costs[0], FLAT)
        )
    return found


def as_json(figures: list[Figure]) -> str:
    """Give everything as one document."""
    judged = [{**asdict(one), "met": one.met} for one in verdicts(figures)]
    return json.dumps({"figures": [asdict(one) for one in figures], "aims": judged}, indent=2)

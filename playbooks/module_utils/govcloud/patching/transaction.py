"""What apt would do for the chosen versions, before it does it: nothing but that is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from .lists import Apt
from .trouble import Trouble, of_program

_INSTALL = re.compile(r"^Inst (\S+) (?:\[(\S+)\] )?\((\S+) ")
_REMOVE = re.compile(r"^Remv (\S+) ", re.M)

OPTIONS = ("install", "--only-upgrade", "--no-remove", "--no-install-recommends", "--yes")
"""How chosen versions are asked for: what is installed only, and nothing may go for it."""


@dataclass(frozen=True)
class Step:
    """One package that changes.

    Attributes:
        package: its name.
        before: its version until now; empty if it is new, as a kernel's image is.
        after: its version then.
    """

    package: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """As the module returns it."""
        return asdict(self)


def steps(simulated: str) -> list[Step]:
    """Read what `apt-get --simulate` says would be installed, by name.

    Args:
        simulated: its output.
    """
    found = (_INSTALL.match(line) for line in simulated.splitlines())
    return sorted((Step(one[1], one[2] or "", one[3]) for one in found if one), key=lambda step: step.package)


def simulate(apt: Apt, chosen: Sequence[str]) -> list[Step]:
    """Ask apt what it would do.

    Args:
        apt: how apt is called.
        chosen: `PACKAGE=VERSION` of each.

    Raises:
        Trouble: the versions don't fit together, or a package would have to go.
    """
    if not chosen:
        return []
    done = apt.get(*OPTIONS, "--simulate", *chosen)
    text = done.out + "\n" + done.err
    removed = _REMOVE.findall(text)
    if removed:
        raise Trouble(
            "conflict",
            f"These updates would remove {', '.join(removed)}.",
            "Update these packages by hand, where you can decide what may go.",
        )
    if done.code:
        raise of_program("apt-get install", text)
    return steps(done.out)


def downloads(apt: Apt, chosen: Sequence[str]) -> int:
    """Count the bytes that must be fetched.

    Args:
        apt: how apt is called.
        chosen: `PACKAGE=VERSION` of each.
    """
    text = apt.get(*OPTIONS, "--print-uris", *chosen).out if chosen else ""
    return sum(int(size) for size in re.findall(r"^'[^']+' \S+ (\d+) ", text, re.M))

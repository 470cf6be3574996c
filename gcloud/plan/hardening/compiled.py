"""What a host must be: the controls that it is asked for, and the items that make them so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from gcloud.model.baseline.control import Control
from gcloud.model.baseline.items.base import Batch
from gcloud.model.baseline.words import Both
from gcloud.model.policy import Waiver
from gcloud.plan.profiles.rows import Source

BATCHES: Final[tuple[Batch, ...]] = get_args(Batch)
"""What is applied together, in the order in which it is applied."""

Standing = Literal["checked", "excluded", "procedural", "missing"]
"""checked: by its items. excluded: it does not apply to the host. procedural: no program can check it.
missing: it can't be checked, for nobody says what its items need."""

Item = Mapping[str, Any]
"""An item as the module `govcloud_baseline` takes it."""


@dataclass(frozen=True, slots=True)
class CompiledControl:
    """A control that a host is asked for.

    Attributes:
        control: the control.
        level: the first level that asks for it; None where only a depth does.
        source: the clause, and how sure we are of it.
        standing: how it is judged.
        why: why it is not checked by items; None where it is.
        values: the values of its parameters.
        items: its items; empty unless it is checked.
        waiver: the host's waiver of it.
        expired: whether the waiver's last day is past, so that it lets nothing pass.
    """

    control: Control
    level: int | None
    source: Source
    standing: Standing
    why: Both | None
    values: Mapping[str, object]
    items: tuple[Item, ...]
    waiver: Waiver | None
    expired: bool

    @property
    def waived(self) -> bool:
        """Whether it is let pass."""
        return self.waiver is not None and not self.expired


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a host must be.

    Attributes:
        profile: the profile that it is judged by.
        level: its level.
        depth: its depth.
        roles: its roles.
        controls: every control that it is asked for, each once, in the order of the catalogue.
    """

    profile: str
    level: int
    depth: str
    roles: tuple[str, ...]
    controls: tuple[CompiledControl, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of all controls, waived ones too: they are read, and not applied."""
        return tuple(item for one in self.controls for item in one.items)

    def batches(self) -> dict[Batch, tuple[Item, ...]]:
        """The items by batch, in the order of application; batches without items are left out."""
        items = self.items
        found = {batch: tuple(item for item in items if item["batch"] == batch) for batch in BATCHES}
        return {batch: members for batch, members in found.items() if members}

    def to_json(self) -> dict[str, Any]:
        """What Ansible needs of it: `items` and the same by batch, as `batches`."""
        batches = {batch: list(members) for batch, members in self.batches().items()}
        return {"items": list(self.items), "batches": batches}

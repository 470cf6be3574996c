"""What every item has, whatever its kind."""

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator

from gcloud.model.base import Model
from gcloud.model.baseline.words import Line
from gcloud.model.shown import shown
from gcloud.model.wrong import wrong

Batch = Literal[
    "packages",
    "kernel",
    "files",
    "logging",
    "integrity",
    "malware",
    "updates",
    "boot",
    "accounts",
    "ssh",
    "firewall",
]
"""What is validated, applied and restarted together; in this order. The last three are guarded."""

AbsentIs = Literal["pass", "fail", "na"]

_MODE = re.compile(r"[0-7]{3,4}|\$\{[a-z-]+\}")


def _mode(text: str) -> str:
    if _MODE.fullmatch(text):
        return text
    raise wrong("item.mode", f"{shown(text)} are no permission bits", 'write them in octal: "0640"')


Mode = Annotated[str, AfterValidator(_mode)]
"""Permission bits, octal, in quotes."""


class ItemOnly(Model):
    """Where an item is looked at; elsewhere it is left out of its control."""

    system: tuple[Literal["debian-12", "debian-13"], ...] = ()
    """Only on these systems; empty: on all."""
    container: bool = True
    """Whether in a container too."""


class ItemBase(Model):
    """The fields of every item."""

    usual_batch: ClassVar[Batch]
    """The batch of a kind where the item names none."""

    batch: Batch | None = None
    """The batch that applies it, where it isn't its kind's usual one."""
    only: ItemOnly = ItemOnly()
    """Where it is looked at."""
    absent_is: AbsentIs | None = None
    """What it means where the file, service or option isn't there at all; without it the kind decides."""
    why: Line | None = None
    """Why this item, where the control's text doesn't say it."""

    @property
    def applied_in(self) -> Batch:
        """The batch that applies it."""
        return self.batch or self.usual_batch

    def of_kind(self) -> dict[str, Any]:
        """What the kind on the host reads, its name included, without empty fields."""
        fields = self.model_dump(mode="json", by_alias=True, exclude={"batch", "only", "why"})
        return {key: value for key, value in fields.items() if value not in (None, [], {})}

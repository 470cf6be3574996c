"""The shape of a profile: rows with clause and certainty.

A standard is not always public, and this project has not read every clause it
names. So each row says how sure it is, and whatever quotes a row quotes that
too: a fact from a secondary source is never shown as if it were the law's text.
"""

from dataclasses import dataclass
from typing import Literal

from gcloud.model.zone import ZoneKind

OWN_RULE = "this project's own rule"
"""What a message says where no clause stands behind it."""

Certainty = Literal["V", "S", "P", "I", "G"]

MEANING: dict[Certainty, str] = {
    "V": "primary text read",
    "S": "after a secondary source, the text itself was not read",
    "P": "after press or a third party, the text itself was not read",
    "I": "this project's inference",
    "G": "general knowledge, unverified",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row comes from.

    Attributes:
        clause: the clause, by number.
        certainty: how sure we are of it.
    """

    clause: str
    certainty: Certainty

    def __str__(self) -> str:
        return f"{self.clause} [{self.certainty}: {MEANING[self.certainty]}]"


@dataclass(frozen=True, slots=True)
class ZoneRequirement:
    """A system of a level needs a zone of a kind.

    Attributes:
        level: the level; rows are complete for each level, nothing is inherited.
        kind: the kind of zone.
        source: where that stands.
    """

    level: int
    kind: ZoneKind
    source: Source


@dataclass(frozen=True, slots=True)
class SeparationRule:
    """How a system of a level must be separated where the data centre or cloud is shared or hired.

    Attributes:
        level: the level.
        kind: logical: networks, projects, volume types; physical: machines and storage of its own.
        source: where that stands.
    """

    level: int
    kind: Literal["logical", "physical"]
    source: Source


@dataclass(frozen=True, slots=True)
class Profile:
    """A versioned standard.

    Attributes:
        name: the profile's name in the site's files.
        title: what it is made of, for people.
        zones: zones by level.
        separations: separation by level.
        isolated_management: from which level the management zones may have no way to the Internet.
    """

    name: str
    title: str
    zones: tuple[ZoneRequirement, ...]
    separations: tuple[SeparationRule, ...]
    isolated_management: tuple[int, Source] | None = None

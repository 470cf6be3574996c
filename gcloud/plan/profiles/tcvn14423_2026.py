"""Profile `tcvn14423-2026`: TCVN 14423:2026 with Decree 331/2026/NĐ-CP.

The project has not read TCVN 14423:2026: what it knows of levels 2-4 is a
paraphrase (S), that levels 1 and 5 read like Circular 12/2022 is an inference
(I). Its clauses 3-7 are levels 1-5. A WAN zone (level 4) is asked for where
there is one and so is no row here.

Separation in a hired data centre or cloud is the Decree's own text (V).
"""

from gcloud.model.zone import ZoneKind
from gcloud.plan.profiles.rows import Certainty, Profile, SeparationRule, Source, ZoneRequirement

_KINDS: dict[int, tuple[ZoneKind, ...]] = {
    1: ("internal", "edge", "dmz"),
    2: ("internal", "edge", "dmz", "server"),
    3: ("internal", "edge", "dmz", "server", "database", "management"),
    4: ("internal", "edge", "dmz", "server", "database", "management", "device-management"),
    5: ("internal", "edge", "dmz", "server", "database", "management", "device-management"),
}
_CERTAINTY: dict[int, Certainty] = {1: "I", 2: "S", 3: "S", 4: "S", 5: "I"}


def _clause(level: int) -> Source:
    return Source(f"TCVN 14423:2026, clause {level + 2} (level {level})", _CERTAINTY[level])


_DECREE = "Decree 331/2026/NĐ-CP, Art. 30.8-30.9"

PROFILE = Profile(
    name="tcvn14423-2026",
    title="TCVN 14423:2026 with Decree 331/2026/NĐ-CP",
    zones=tuple(
        ZoneRequirement(level, kind, _clause(level)) for level, kinds in _KINDS.items() for kind in kinds
    ),
    separations=(
        SeparationRule(3, "logical", Source(_DECREE, "V")),
        SeparationRule(4, "logical", Source(_DECREE, "V")),
        SeparationRule(5, "physical", Source(_DECREE, "V")),
    ),
    isolated_management=(4, _clause(4)),
)

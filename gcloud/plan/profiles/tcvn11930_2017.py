"""Profile `tcvn11930-2017`: TCVN 11930:2017 as Circular 12/2022/TT-BTTTT applies it.

Zones: Annex I-V (one for each level), section II.1.a, of the Circular. Wireless
(from level 2) is asked for where there is one, so it is no row here: a wireless
zone that exists is kept apart by the rules for flows.

Separation: the Circular's article 9.10 asks for physical separation from level
4 in a hired data centre; the project knows this from a summary, hence S. The
logical separation of level 3 stands in Decree 331/2026, which is in force
beside the Circular.
"""

from gcloud.model.zone import ZoneKind
from gcloud.plan.profiles.rows import Profile, SeparationRule, Source, ZoneRequirement

_ANNEX = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V"}

_KINDS: dict[int, tuple[ZoneKind, ...]] = {
    1: ("internal", "edge", "dmz"),
    2: ("internal", "edge", "dmz", "server"),
    3: ("internal", "edge", "dmz", "server", "database", "management"),
    4: ("internal", "edge", "dmz", "server", "database", "management", "device-management"),
    5: ("internal", "edge", "dmz", "server", "database", "management", "device-management"),
}


def _clause(level: int) -> Source:
    return Source(f"Circular 12/2022/TT-BTTTT, Annex {_ANNEX[level]}, II.1.a", "V")


_PHYSICAL = Source("Circular 12/2022/TT-BTTTT, Art. 9.10", "S")

PROFILE = Profile(
    name="tcvn11930-2017",
    title="TCVN 11930:2017 with Circular 12/2022/TT-BTTTT",
    zones=tuple(
        ZoneRequirement(level, kind, _clause(level)) for level, kinds in _KINDS.items() for kind in kinds
    ),
    separations=(
        SeparationRule(3, "logical", Source("Decree 331/2026/NĐ-CP, Art. 30.8", "V")),
        SeparationRule(4, "physical", _PHYSICAL),
        SeparationRule(5, "physical", _PHYSICAL),
    ),
)

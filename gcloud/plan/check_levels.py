"""What the systems' levels ask of the site: the zones of the profile, and the law's default levels."""

from collections.abc import Iterator

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Path, Problem
from gcloud.model.site import Site
from gcloud.model.system import System
from gcloud.plan.levels import separations
from gcloud.plan.profiles.rows import Source
from gcloud.plan.profiles.table import PROFILES
from gcloud.plan.tenants.retirement import gone

_INFRASTRUCTURE = Source("Decree 331/2026/NĐ-CP, Art. 13.3", "V")
_ONLINE = Source("Decree 331/2026/NĐ-CP, Art. 13.2.c", "V")
_PERSONAL = Source("Decree 331/2026/NĐ-CP, Art. 12.1", "V")
_BASIC, _SENSITIVE = 100_000, 10_000  # data subjects, Art. 13.2.c


def level_problems(loaded: LoadedSite) -> Iterator[Problem]:
    """Zones that a level needs and that are missing.

    Each missing kind is reported once, at the system of the highest level that needs it.
    """
    site = loaded.site
    there = {zone.kind for zone in site.zones}
    missing: dict[str, tuple[int, System, Source]] = {}
    for index, system in enumerate(site.systems):
        for row in PROFILES[site.profile].zones:
            if row.level == system.level and row.kind not in there:
                known = missing.get(row.kind)
                if known is None or known[1].level < system.level:
                    missing[row.kind] = (index, system, row.source)
    for kind, (index, system, source) in missing.items():
        yield loaded.problem(
            ("systems", index, "level"),
            "level.zone-missing",
            f"the system {system.name} of level {system.level} needs a zone of kind {kind}, and the site has"
            f" none: {source}",
            f"add to zones: one with kind: {kind}",
        )


def level_remarks(loaded: LoadedSite) -> Iterator[Problem]:
    """Systems whose level is below the law's default for what they seem to be."""
    for path, system in _every(loaded.site):
        for least, because, source in _defaults(system):
            if system.level < least:
                yield loaded.problem(
                    (*path, "level"),
                    "level.default",
                    f"the system {system.name} has level {system.level}; {because}, the default is {least}:"
                    f" {source}",
                    f"write level: {least}, or keep the reasons in the level dossier",
                )
                break  # the highest level wins (Art. 8.2), and it stands first


def separation_remarks(loaded: LoadedSite) -> Iterator[Problem]:
    """What a level asks of the machines and a plan can't provide: somebody else must answer for it."""
    place = {system.name: index for index, system in enumerate(loaded.site.systems)}
    for row in separations(loaded.site):
        if not row.provided:
            yield loaded.problem(
                ("systems", place[row.system], "level"),
                "level.separation",
                f"the system {row.system} has level {row.level}, so it is asked that {row.what}:"
                f" {Source(row.clause, row.certainty)}",
                "have whoever runs the cloud's machines confirm it; the plan can't provide it",
            )


def _every(site: Site) -> Iterator[tuple[Path, System]]:
    """The site's systems, and those that run in tenants."""
    left = gone(site)
    yield from ((("systems", index), system) for index, system in enumerate(site.systems))
    yield from (
        (("tenants", index, "system"), tenant.system)
        for index, tenant in enumerate(site.tenants)
        if tenant.name not in left
    )


def _defaults(system: System) -> Iterator[tuple[int, str, Source]]:
    """Default levels, the highest first, with the condition that the files can't answer."""
    if system.platform:
        yield 3, "if it is infrastructure or interconnection that serves the province", _INFRASTRUCTURE
    many = {"none": 0, "basic": _BASIC, "sensitive": _SENSITIVE}[system.personal_data]
    if many and system.data_subjects >= many:
        yield (
            3,
            f"if it is an online service, with {system.personal_data} data of {system.data_subjects} people",
            _ONLINE,
        )
    if system.personal_data != "none":
        yield 2, "with personal data", _PERSONAL

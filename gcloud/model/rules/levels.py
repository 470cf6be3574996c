"""What a level asks of the site as a whole, where it is a matter of places and not of zones.

Which zones a level requires is the profile's business, in the plan.
"""

from collections.abc import Iterator
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from gcloud.model.draft import Draft, Placed
from gcloud.model.place import Location
from gcloud.model.problem import Problem

SECOND_SITE_LEVEL = 5
APART_KM = 30
"""Distance of the second site of a system of level 5 (Circular 12/2022/TT-BTTTT, Annex V, II.1.a; V)."""

SECRETS_LEVEL = 3
"""Least level of a system that carries state secrets (Circular 06/2026/TT-BKHCN art. 8.1-8.2; V)."""

_EARTH_KM = 6371.0


def check(draft: Draft) -> Iterator[Problem]:
    """Finds systems whose level the site's places, or their own secrets, contradict."""
    wanting = _second_site(draft) if draft.complete else None
    of_tenants = (Placed((*one.path, "system"), one.value.system) for one in draft.tenants)
    for placed in (*draft.systems, *of_tenants):
        system = placed.value
        if system.level == SECOND_SITE_LEVEL and wanting is not None:
            what, instead = wanting
            law = f"level {system.level} needs a second site {APART_KM} km away (Circular 12/2022 Annex V)"
            yield draft.problem((*placed.path, "level"), "level.second-site", f"{law}, and {what}", instead)
        if system.state_secrets and system.level < SECRETS_LEVEL:
            yield draft.problem(
                (*placed.path, "level"),
                "level.state-secrets",
                f"it carries state secrets, so its level is {SECRETS_LEVEL} or more (Circular 06/2026 8.2)",
                f"write level: {SECRETS_LEVEL}, or state_secrets: false if it carries none",
            )


def distance_km(one: Location, other: Location) -> float | None:
    """Great-circle distance; None where a location has no coordinates."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    lat1, lat2 = radians(one.latitude), radians(other.latitude)
    half_lat, half_lon = (lat2 - lat1) / 2, radians(other.longitude - one.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
    return 2 * _EARTH_KM * asin(sqrt(chord))


def _second_site(draft: Draft) -> tuple[str, str] | None:
    """What the site lacks of a second site, and what to write; None if it has one."""
    used = {placed.value.location for placed in draft.clouds}
    places = [placed.value for placed in draft.locations if placed.value.name in used]
    if len(places) <= 1:
        return "clouds stand in one location only", "add a location and a cloud in it"
    blind = [place.name for place in places if place.latitude is None]
    distances = [km for one, other in combinations(places, 2) if (km := distance_km(one, other)) is not None]
    if any(km >= APART_KM for km in distances):
        return None
    if blind:
        return f"where {blind[0]} lies is not said", f"write latitude and longitude of {blind[0]}"
    return f"the farthest two are {max(distances):.1f} km apart", "choose a location farther away"

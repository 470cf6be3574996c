"""What is wanted of one host: by what it is judged, and what its site gives to that."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gcloud.model.baseline.parameter import Given
from gcloud.model.baseline.words import Value
from gcloud.model.policy import Waiver

NO_DEPTH = "none"
"""The depth of a host that nothing is asked of beyond its level."""


@dataclass(frozen=True, slots=True)
class HostWish:
    """What is wanted of one host.

    Attributes:
        host: its name.
        profile: the profile that it is judged by.
        level: its system's level.
        depth: `none` or the profile of a depth, such as `cis-l1`.
        roles: what it does.
        parameters: the site's own values: control → parameter → value.
        waivers: the waivers that its site gives it, by itself or by a group; expired ones too.
        given: what the site knows of it that parameters may take: the operator, the management networks ...
    """

    host: str
    profile: str
    level: int
    depth: str = NO_DEPTH
    roles: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    given: Mapping[Given, object] = field(default_factory=dict)

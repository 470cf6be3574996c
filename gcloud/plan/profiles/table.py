"""The profiles by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gcloud.model.site import Profile as ProfileName
from gcloud.plan.profiles import tcvn11930_2017, tcvn14423_2026
from gcloud.plan.profiles.rows import Profile

PROFILES: Final[Mapping[ProfileName, Profile]] = MappingProxyType(
    {
        "tcvn11930-2017": tcvn11930_2017.PROFILE,
        "tcvn14423-2026": tcvn14423_2026.PROFILE,
    }
)
"""Every profile that a site can choose."""
